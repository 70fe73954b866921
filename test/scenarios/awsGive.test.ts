import { cast, outsiders } from '../../sandbox';
import { startAwsCase, wishFor, type AwsCase } from '../support/awsCase';
import { outcomes } from '../support/leaverCase';
import { pagesHeld } from '../support/pagesHeld';

let company: AwsCase;
beforeEach(async () => {
	company = await startAwsCase();
});
afterEach(() => company.stop());

const nia = 'nia.okoro@kestrel.example';
const tagsOf = (name: string) => Object.fromEntries(company.aws.user(name).tags.map(({ Key, Value }) => [Key, Value]));

describe('granting', () => {
	test('J01: a user is made with path, boundary, HR id, tags and groups, and without password and keys', async () => {
		const boundary = 'arn:aws:iam::111122223333:policy/StaffBoundary';
		const results = await company.grant(wishFor({}, { join: ['Engineering'], boundary, attributes: { costCentre: '4711' } }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', setTags: 'done/true', joinGroups: 'done/true', setUsable: 'already_done/true' });
		expect(company.aws.user(nia)).toMatchObject({ path: '/staff/', boundary, accessKeys: [] });
		expect(company.aws.user(nia).loginProfile).toBeUndefined();
		expect(tagsOf(nia)).toEqual({ 'jml:person': '900', 'jml:title': 'Analyst', 'jml:department': 'Finance   Legal', 'jml:location': 'Berlin', 'jml:workerType': 'Employee', costCentre: '4711' });
		expect(company.aws.accessOf(nia).groups).toBe(1);
		expect(results.at(-1)!.reason).toMatch(/nobody could be told them.*Identity Center/);
	});

	test('again, and by two at once: one user', async () => {
		await Promise.all([company.grant(wishFor(), { work: { worker: 'one' } }), company.grant(wishFor(), { work: { worker: 'two', run: 'run-2' } })]);
		const writes = company.writes().length;
		expect(company.writes().filter((action) => action === 'CreateUser')).toHaveLength(1);
		expect(new Set(Object.values(outcomes(await company.grant(wishFor()))))).toEqual(new Set(['already_done/true']));
		expect(company.writes()).toHaveLength(writes);
	});

	test('a dry run makes nobody', async () => {
		expect(outcomes(await company.grant(wishFor({}, { join: ['Engineering'] }), { work: { dryRun: true } }))).toMatchObject({ createAccount: 'planned/false', setTags: 'planned/false' });
		expect(company.writes()).toEqual([]);
	});

	test('an answer that was lost does not make a second one', async () => {
		company.aws.faults.add({ path: /\/CreateUser$/, times: 1, effect: { kind: 'reset', applied: true } });
		expect(outcomes(await company.grant(wishFor()))['createAccount']).toBe('done/true');
		expect(company.writes().filter((action) => action === 'CreateUser')).toHaveLength(1);
	});

	test('a name that somebody else has is in the way', async () => {
		const results = await company.grant(wishFor({ workEmail: cast.leaver.workEmail! }));
		expect(results).toEqual([expect.objectContaining({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(/somebody else's.*Nothing was made/) })]);
		expect(company.writes()).toEqual([]);
	});

	test.each([
		['no name', {}, { workEmail: null }, /HR has no work e-mail/],
		['no possible name', { userName: 'nia okoro' }, {}, /cannot be the name of an IAM user/],
		['no path', { path: 'staff' }, {}, /no path of IAM/],
	])('%s: said, and nothing is made', async (_name, wish, person, sentence) => {
		const results = await company.grant(wishFor(person, wish));
		expect(results[0]).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(sentence) });
		expect(company.writes()).toEqual([]);
	});

	test('R01: somebody who comes back gets the deny of the earlier case taken off, and nobody else does', async () => {
		const name = cast.leaver.workEmail!.split('@')[0]!;
		await company.cut(cast.leaver);
		const person = { id: cast.leaver.id, workEmail: cast.leaver.workEmail! };
		expect(outcomes(await company.grant(wishFor(person, { usable: false })))['setUsable']).toBe('already_done/true');
		expect(company.aws.accessOf(name).denied).toBe(true);
		expect(outcomes(await company.grant(wishFor(person)))['setUsable']).toBe('done/true');
		expect(company.aws.accessOf(name)).toMatchObject({ denied: false, accessKeys: 0 });
	});

	test('a user that was found by its name gets the HR id, and tags that are not for that are refused', async () => {
		const person = { id: cast.contractor.id, workEmail: cast.contractor.workEmail! };
		await company.change(wishFor(person, { usable: null }));
		expect(tagsOf(cast.contractor.workEmail!)['jml:person']).toBe(cast.contractor.id);
		const results = await company.change(wishFor(person, { usable: null, attributes: { 'JML:Person': '1', 'aws:x': 'y' } }));
		expect(results[0]).toMatchObject({ step: 'setTags', outcome: 'failed', reason: expect.stringMatching(/JML:Person, aws:x/) });
	});
});

test('M01: somebody who moves is taken from one group to the other; what is unknown is said', async () => {
	const person = { id: cast.leaver.id, workEmail: cast.leaver.workEmail! };
	const results = await company.change(wishFor(person, { usable: null, join: ['Finance', 'NoSuchGroup'], leave: ['ENGINEERING'] }));
	expect(outcomes(results)).toMatchObject({ leaveGroups: 'done/true', joinGroups: 'failed/false' });
	const { id } = company.aws.user(cast.leaver.workEmail!.split('@')[0]!);
	const groups = [...company.aws.state.accounts.get('111122223333')!.groups.values()].filter(({ members }) => members.has(id)).map(({ name }) => name);
	expect(groups.sort()).toEqual(['Finance', 'deployers', 'on-call']);
	expect(results.find(({ step }) => step === 'joinGroups')!.reason).toContain('AddUserToGroup');
});

describe('listing', () => {
	const all = async (changes = {}) => {
		const system = company.system(changes);
		const listed = [];
		for await (const page of system.accounts(system.connect(() => {}))) listed.push(...page);
		return listed;
	};

	test('everybody with the HR id, what they can sign in with, and who is no person', async () => {
		await company.cut(cast.leaver, { steps: ['denyEverything'] });
		const listed = new Map((await all()).map((account) => [account.label, account]));
		const name = cast.leaver.workEmail!.split('@')[0]!;
		expect(listed.get(name)).toMatchObject({ personId: cast.leaver.id, usable: false, status: 'Everything denied', kind: 'person' });
		expect(listed.get('svc-nightly-reports')).toMatchObject({ kind: 'service', personId: null, usable: true, status: 'Has access keys', lastSignInAt: expect.any(String) });
		expect(listed.get('svc-release-bot')).toMatchObject({ kind: 'service' });
		// The report knows no keys of services, and this one has nothing else.
		expect(listed.get('BedrockAPIKey-q7rd')).toMatchObject({ kind: 'service', usable: true });
		expect(listed.get(outsiders.breakGlass.split('@')[0]!)).toMatchObject({ kind: 'person', status: 'Has password', usable: true });
		expect(listed.get(cast.contractor.workEmail!)).toMatchObject({ personId: null, email: cast.contractor.workEmail });
	});

	test('a deny that was written into the user counts as well', async () => {
		company.aws.faults.add({ path: /\/AttachUserPolicy$/, effect: company.aws.failure('LimitExceeded', 'full') });
		await company.cut(cast.leaver, { steps: ['denyEverything'] });
		expect((await all()).find(({ personId }) => personId === cast.leaver.id)).toMatchObject({ usable: false, status: 'Everything denied' });
	});

	test('without the report, what is not known counts as usable', async () => {
		company.aws.faults.add({ path: /CredentialReport$/, effect: { kind: 'forbidden' } });
		expect((await all()).find(({ label }) => label === 'svc-nightly-reports')).toMatchObject({ status: 'Unknown', usable: true, kind: 'person' });
	});

	test('10,000 users: page by page, and only a few pages in memory', async () => {
		company.aws.populate(10_000);
		const system = company.system();
		const seen = new Set<string | null>();
		const { listed, held } = await pagesHeld(system.accounts(system.connect(() => {})), (page) => page.forEach(({ personId }) => seen.add(personId)));
		expect(listed).toBeGreaterThan(10_000);
		expect(seen.has('populated-1') && seen.has('populated-10000')).toBe(true);
		expect(held).toBeLessThanOrEqual(3);
	}, 240_000);

	test('10,000 users: a person is found by the tag without holding them all', async () => {
		company.aws.populate(10_000);
		const system = company.system();
		expect(await system.find(system.connect(() => {}), { id: 'populated-9999', workEmail: 'x@kestrel.example' })).toMatchObject({ kind: 'one', account: { label: 'populated.9999' } });
	}, 240_000);
});
