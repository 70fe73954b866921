import { cast } from '../../sandbox';
import type { AppName } from '../../sandbox/scim';
import { outcomes } from '../support/leaverCase';
import { nobodyYet, startScimCase, wishFor, type ScimCase } from '../support/scimCase';
import { pagesHeld } from '../support/pagesHeld';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const user = (app: AppName = 'generic', key = nobodyYet.workEmail!) => company.scim.user(app, key);
const access = (app: AppName = 'generic', key = nobodyYet.workEmail!) => company.scim.accessOf(app, key);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const reasonOf = (results: Awaited<ReturnType<ScimCase['grant']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('Grant Access', () => {
	test('makes the account as HR has it, active, in its groups, under its manager, and without a password', async () => {
		const manager = { id: cast.leaverManager.id, name: null, email: cast.leaverManager.workEmail };
		const results = await company.grant(wishFor({ manager }, { join: ['Engineering'], attributes: { [`${enterprise}:costCenter`]: '42' } }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', fillProfile: 'done/true', signIn: 'already_done/true', joinGroups: 'done/true' });
		expect(user().resource).toMatchObject({
			userName: nobodyYet.workEmail,
			externalId: '900',
			active: true,
			displayName: 'Nia Okoro',
			name: { givenName: 'Nia', familyName: 'Okoro' },
			title: 'Analyst',
			userType: 'Employee',
			emails: [{ value: nobodyYet.workEmail, type: 'work', primary: true }],
			[enterprise]: { department: 'Finance', costCenter: '42', manager: { value: company.scim.ids.generic.get(cast.leaverManager.id) } },
		});
		expect(access().groups).toEqual(['Engineering']);
		for (const { body } of company.scim.journal.writes) expect(body).not.toMatch(/password/i);
	});

	test.each(['value', 'put', 'text', 'capital'] as const)('in the dialect %s', async (patch) => {
		company.scim.settings.generic.booleans = 'either';
		expect(outcomes(await company.grant(wishFor({}, { join: ['Engineering'] }), { dialect: { patch } }))).toMatchObject({ createAccount: 'done/true', joinGroups: 'done/true' });
		expect(outcomes(await company.change(wishFor({ title: 'Lead', firstName: 'Nina' }), { dialect: { patch } }))).toMatchObject({ fillProfile: 'done/true' });
		expect(user().resource).toMatchObject({ title: 'Lead', name: { givenName: 'Nina', familyName: 'Okoro' } });
	});

	test('in an application built for Entra ID, which wants texts', async () => {
		const changes = { app: 'entraStyle', dialect: { patch: 'text', removeMember: 'value' } } as const;
		expect(outcomes(await company.grant(wishFor({}, { join: ['Engineering'], usable: false }), changes))).toMatchObject({ createAccount: 'done/true', joinGroups: 'done/true' });
		expect(outcomes(await company.grant(wishFor(), changes))).toMatchObject({ signIn: 'done/true' });
	});

	test('prepares somebody who may not sign in yet, and lets them in on the first day', async () => {
		await company.grant(wishFor({}, { usable: false }));
		expect(access()).toMatchObject({ active: false });
		expect(outcomes(await company.grant(wishFor()))).toMatchObject({ createAccount: 'already_done/true', signIn: 'done/true' });
		expect(access()).toMatchObject({ active: true });
	});

	test('a repeated grant changes nothing', async () => {
		await company.grant(wishFor({}, { join: ['Engineering'] }));
		company.scim.journal.clear();
		await company.grant(wishFor({}, { join: ['Engineering'] }));
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('an answer that was lost makes no second account', async () => {
		company.scim.faults.add({ method: 'POST', path: /\/Users$/, times: 1, effect: { kind: 'reset', applied: true } });
		expect(outcomes(await company.grant(wishFor()))).toMatchObject({ createAccount: 'done/true' });
		expect(company.scim.journal.find({ method: 'POST', path: /\/Users$/ })).toHaveLength(1);
	});

	test('an address that somebody else has is in the way, and nothing is made', async () => {
		const results = await company.grant(wishFor({ workEmail: cast.leaver.workEmail }));
		expect(reasonOf(results, 'createAccount')).toMatch(/carries HR id 30, so it is somebody else's/);
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('409 about an account that lists hide says that it may be deactivated', async () => {
		company.scim.settings.generic.deactivatedInLists = false;
		company.scim.operate('deactivate', 'generic', cast.leaver.id);
		const results = await company.grant(wishFor({ workEmail: cast.leaver.workEmail }));
		expect(reasonOf(results, 'createAccount')).toMatch(/uniqueness.*lists do not show because it is deactivated/);
	});

	test('an unclaimed account is taken over, and carries the HR id from then on', async () => {
		company.scim.user('generic', cast.leaver.id).resource.externalId = '';
		await company.grant(wishFor({ ...nobodyYet, id: cast.leaver.id, workEmail: cast.leaver.workEmail }));
		expect(company.scim.user('generic', cast.leaver.workEmail).resource.externalId).toBe(cast.leaver.id);
	});

	test('what would open the account is no attribute', async () => {
		const results = await company.grant(wishFor({}, { attributes: { active: 'true', 'name.givenName': 'X', password: 'hunter2hunter2' } }));
		expect(reasonOf(results, 'createAccount')).toMatch(/cannot be set there: active, password/);
		expect(JSON.stringify(await company.ledger.records({}))).not.toContain('hunter2hunter2');
	});

	test('without a work e-mail nobody is made', async () => {
		expect(outcomes(await company.grant(wishFor({ workEmail: null })))).toEqual({ createAccount: 'failed/false' });
	});
});

describe('Change Access', () => {
	const leaver = { ...nobodyYet, id: cast.leaver.id, workEmail: cast.leaver.workEmail };

	test('a rename follows in the name to sign in with and in the work address, and leaves the other addresses', async () => {
		const found = company.scim.user('generic', cast.leaver.id);
		found.resource.emails = [{ value: cast.leaver.workEmail, type: 'work', primary: true }, { value: 'home@example.org', type: 'home' }];
		await company.change(wishFor({ ...leaver, workEmail: 'new.name@kestrel.example' }));
		expect(found.id).toBe(company.scim.user('generic', cast.leaver.id).id);
		expect(company.scim.user('generic', cast.leaver.id).resource).toMatchObject({ userName: 'new.name@kestrel.example', emails: [{ value: 'new.name@kestrel.example', type: 'work' }, { value: 'home@example.org', type: 'home' }] });
	});

	test('groups are joined and left by name and by id; one that is not there is said', async () => {
		const id = [...company.scim.state.applications.generic.groups.values()].find(({ resource }) => resource.displayName === 'Guests')!.id;
		const results = await company.change(wishFor(leaver, { facts: [], usable: null, join: [id, 'No Such Group'], leave: ['Release Managers'] }));
		expect(access('generic', cast.leaver.id).groups).toEqual(expect.arrayContaining(['Guests']));
		expect(access('generic', cast.leaver.id).groups).not.toContain('Release Managers');
		expect(outcomes(results)).toMatchObject({ leaveGroups: 'done/true' });
		expect(reasonOf(results, 'joinGroups')).toMatch(/no group called exactly "No Such Group"/);
	});

	test('leaving one group of an application that takes everybody out is told', async () => {
		company.scim.settings.generic.removeWithValues = 'all';
		const results = await company.change(wishFor(leaver, { facts: [], usable: null, leave: ['Everyone'] }), { dialect: { removeMember: 'value' } });
		expect(reasonOf(results, 'leaveGroups')).toMatch(/took all other members out of Everyone as well.*were put back/);
	});

	test('nobody without an account is made one', async () => {
		expect(outcomes(await company.change(wishFor()))).toEqual({ findAccount: 'not_found/false' });
	});
});

describe('List Accounts', () => {
	const listed = async (changes = {}) => {
		const system = company.system(changes);
		const labels: string[] = [];
		const { held } = await pagesHeld(system.accounts(system.connect(() => {})), (page) => labels.push(...page.map(({ label }) => label)));
		return { labels, held };
	};
	const everybody = () => [...company.scim.state.applications.generic.users.values()].map(({ resource }) => String(resource.userName)).sort();

	test.each([
		['by index', {}],
		['from a server that gives fewer than asked for', { largestCount: 7, usualCount: 7 }],
		['by cursor', { paging: 'cursor', largestCount: 9, usualCount: 9 }],
	] as const)('%s: everybody once', async (_name, settings) => {
		Object.assign(company.scim.settings.generic, settings);
		expect((await listed()).labels.sort()).toEqual(everybody());
	});

	test('ten thousand accounts, a few pages at a time', async () => {
		company.scim.populate('generic', 10_000);
		const { labels, held } = await listed();
		expect(labels).toHaveLength(company.scim.state.applications.generic.users.size);
		expect(held).toBeLessThanOrEqual(3);
	}, 240_000);

	test('who is inactive is told from who can sign in', async () => {
		company.scim.operate('deactivate', 'generic', cast.leaver.id);
		const system = company.system();
		for await (const page of system.accounts(system.connect(() => {}))) for (const account of page) expect([account.personId, account.usable]).toEqual([account.personId, ![cast.leaver.id, cast.former.id].includes(account.personId!)]);
	});
});
