import type { ListedAccount } from '../../lifecycle/accounts';
import type { Wish } from '../../lifecycle/giving';
import type { Person } from '../../lifecycle/person';
import { cast } from '../../sandbox';
import { identityCenterFacts } from '../../systems/identityCenter';
import { everyCenterStep, startCenterCase, type CenterCase } from '../support/identityCenterCase';
import { outcomes } from '../support/leaverCase';
import { pagesHeld } from '../support/pagesHeld';

let company: CenterCase;
beforeEach(async () => {
	company = await startCenterCase();
});
afterEach(() => company.stop());

const newcomer: Person = { id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: 'Finance', location: 'Berlin', timeZone: null, manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Employee', clearance: null };
const wishFor = (person: Partial<Person> = {}, wish: Partial<Wish> = {}): Wish => ({ person: { ...newcomer, ...person }, facts: identityCenterFacts, attributes: {}, usable: true, join: [], leave: [], ...wish });
const user = (key = newcomer.workEmail!) => company.aws.identityCenter.user(key);
const users = () => company.aws.state.identityCenter.users;
const access = (key = newcomer.workEmail!) => company.aws.identityCenter.accessOf(key);
const reasonOf = (results: Awaited<ReturnType<CenterCase['grant']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('Grant Access', () => {
	test('makes the user with everything that was asked for, accounts by groups alone, and reads it back', async () => {
		const results = await company.grant(wishFor({}, { join: ['Engineering', 'On-call'], attributes: { locale: 'de-DE' } }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', updateProfile: 'already_done/true', rename: 'already_done/true', joinGroups: 'done/true', allowSessions: 'already_done/true', setUsable: 'already_done/true' });
		expect(user()).toMatchObject({ userName: newcomer.workEmail, displayName: 'Nia Okoro', name: { GivenName: 'Nia', FamilyName: 'Okoro' }, emails: [{ Value: newcomer.workEmail, Type: 'work', Primary: true }], attributes: { title: 'Analyst', locale: 'de-DE' } });
		expect(access()).toMatchObject({ groups: 2, assignments: 0, groupAssignments: 2 });
		expect(company.sent('CreateAccountAssignment')).toEqual([]);
	});

	test('run again, nothing is made or sent twice', async () => {
		const wish = wishFor({}, { join: ['On-call'] });
		await company.grant(wish);
		const before = company.writes();
		expect(Object.values(outcomes(await company.grant(wish)))).toEqual(expect.arrayContaining(['already_done/true']));
		expect(company.writes()).toEqual(before);
	});

	test('F03: two workers at once make one user', async () => {
		await Promise.all([company.grant(wishFor()), company.grant(wishFor(), { work: { worker: 'another' } })]);
		expect([...users().values()].filter(({ userName }) => userName === newcomer.workEmail)).toHaveLength(1);
		expect(company.sent('CreateUser')).toHaveLength(1);
	});

	test.each([
		['an answer that was lost', { kind: 'timeout', applied: true }],
		['a refusal because somebody else was faster', { kind: 'status', status: 400, applied: true, body: { __type: 'ConflictException', Message: 'Duplicate UserName', Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' } }],
	] as const)('%s: the user is there, so it is done', async (_name, effect) => {
		company.aws.faults.add({ path: /\/CreateUser$/, times: 1, effect });
		expect(outcomes(await company.grant(wishFor()))).toMatchObject({ createAccount: 'done/true' });
		expect(company.sent('CreateUser')).toHaveLength(1);
	});

	test('somebody else has the address: nothing is made, and it is said whose it is', async () => {
		const results = await company.grant(wishFor({ workEmail: cast.leaver.workEmail }));
		expect(results).toEqual([expect.objectContaining({ step: 'createAccount', outcome: 'failed', reason: expect.stringContaining(`carries HR id ${cast.leaver.id}`) })]);
		expect(company.writes()).toEqual([]);
	});

	test.each([
		['no work e-mail', { workEmail: null }, {}, /no work e-mail/],
		['no name', { name: ' ' }, {}, /no name/],
		['an attribute AWS has not', {}, { attributes: { userStatus: 'ENABLED' } }, /userStatus/],
	])('%s: nothing is made', async (_name, person, wish, said) => {
		const results = await company.grant(wishFor(person, wish));
		expect(results[0]).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(said) });
		expect(company.writes()).toEqual([]);
	});

	test('a group nobody knows is named, and the others are joined', async () => {
		const results = await company.grant(wishFor({}, { join: ['On-call', 'Onn-call'] }));
		expect(outcomes(results)).toMatchObject({ joinGroups: 'failed/false' });
		expect(reasonOf(results, 'joinGroups')).toContain('Onn-call');
		expect(access().groups).toBe(1);
	});

	test('a group is found by its id, and joining it twice is joining it', async () => {
		const group = [...company.aws.state.identityCenter.groups.values()].find(({ displayName }) => displayName === 'On-call')!;
		company.aws.faults.add({ path: /\/CreateGroupMembership$/, times: 1, effect: { kind: 'status', status: 400, applied: true, body: { __type: 'ConflictException', Message: 'Member and Group relationship already exists.', Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' } } });
		expect(outcomes(await company.grant(wishFor({}, { join: [group.id] })))).toMatchObject({ joinGroups: 'done/true' });
	});

	test('a search for a group that names another one joins none', async () => {
		const [other] = company.aws.state.identityCenter.groups.values();
		company.aws.faults.add({ path: /\/GetGroupId$/, effect: { kind: 'status', status: 200, body: { GroupId: other!.id } } });
		expect(reasonOf(await company.grant(wishFor({}, { join: ['Cloud Administrators'] })), 'joinGroups')).toContain('no group called Cloud Administrators');
		expect(access().groups).toBe(0);
	});

	test.each([
		['externalIdentityProvider', 'identityProvider', /the identity provider that provisions Identity Center over SCIM makes users/],
		['activeDirectory', 'activeDirectory', /Active Directory.* makes users/],
		['externalIdentityProvider', 'identityCenter', /cannot be changed with this API/],
	] as const)('where users come from elsewhere (%s, known as %s), it is said where to make one', async (identitySource, usersOwnedBy, said) => {
		company.aws.settings.identitySource = identitySource;
		const before = users().size;
		expect((await company.grant(wishFor(), { settings: { usersOwnedBy } }))[0]).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(said) });
		expect(users().size).toBe(before);
	});

	test('somebody who comes back is enabled, and their sessions are not denied any more', async () => {
		const { id, workEmail, firstName, lastName } = cast.leaver;
		await company.cut(cast.leaver, { steps: everyCenterStep });
		const results = await company.grant(wishFor({ id, workEmail, name: `${firstName} ${lastName}`, firstName, lastName }, { join: ['On-call'] }), { work: { caseId: 'rehire' } });
		expect(outcomes(results)).toMatchObject({ createAccount: 'already_done/true', joinGroups: 'done/true', allowSessions: 'done/true', setUsable: 'done/true' });
		expect([...company.aws.state.identityCenter.permissionSets.values()].find(({ name }) => name === 'ReadOnly')!.inlinePolicy).toBe('');
		expect(access(workEmail)).toMatchObject({ status: 'enabled', groups: 1 });
	});

	test('an announcement neither opens nor shuts', async () => {
		company.aws.identityCenter.setEnabled(cast.sydney.workEmail, false);
		for (const person of [cast.sydney, cast.leaver]) await company.grant(wishFor({ id: person.id, workEmail: person.workEmail }, { usable: false, facts: [] }));
		expect([access(cast.sydney.workEmail).status, access(cast.leaver.workEmail).status]).toEqual(['disabled', 'enabled']);
	});

	test('where AWS lets nobody be enabled from here, the console is named', async () => {
		company.aws.settings.userStatusWritable = false;
		company.aws.identityCenter.setEnabled(cast.sydney.workEmail, false);
		const results = await company.grant(wishFor({ id: cast.sydney.id, workEmail: cast.sydney.workEmail }, { facts: [] }));
		expect(results.find(({ step }) => step === 'setUsable')).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('Enable user access') });
	});
});

describe('Change Access', () => {
	const moved = (person: Partial<Person> = {}, wish: Partial<Wish> = {}) => wishFor({ id: cast.leaver.id, workEmail: cast.leaver.workEmail, name: 'Rita Newname', firstName: 'Rita', lastName: 'Newname', ...person }, { usable: null, ...wish });

	test('another name and address: the same user, with its groups and accounts', async () => {
		const { id } = user(cast.leaver.workEmail);
		const results = await company.change(moved({ workEmail: 'rita.newname@kestrel.example' }));
		expect(outcomes(results)).toEqual({ updateProfile: 'done/true', rename: 'done/true' });
		expect(user('rita.newname@kestrel.example')).toMatchObject({ id, displayName: 'Rita Newname', name: { GivenName: 'Rita', FamilyName: 'Newname' }, emails: [{ Value: 'rita.newname@kestrel.example', Type: 'work', Primary: true }] });
		expect(access('rita.newname@kestrel.example')).toMatchObject({ groups: 2, assignments: 2 });
	});

	test('groups are joined and left', async () => {
		const results = await company.change(moved({}, { facts: [], join: ['Cloud Administrators'], leave: ['On-call', 'Engineering'] }));
		expect(outcomes(results)).toEqual({ joinGroups: 'done/true', leaveGroups: 'done/true' });
		expect(access(cast.leaver.workEmail)).toMatchObject({ groups: 1, assignments: 2 });
	});

	test('what another system owns is left to it, by name', async () => {
		company.aws.settings.identitySource = 'externalIdentityProvider';
		const results = await company.change(moved({}), { settings: { usersOwnedBy: 'identityProvider' } });
		expect(results.find(({ step }) => step === 'updateProfile')).toMatchObject({ outcome: 'pending', reason: expect.stringMatching(/displayName.*change it in the identity provider/) });
	});

	test('a missing permission is no refusal', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'identitystore:UpdateUser'));
		expect(reasonOf(await company.change(moved()), 'updateProfile')).toContain('Allow identitystore:UpdateUser');
	});

	test('nobody is made by a move', async () => {
		expect(await company.change(wishFor())).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
		expect(company.writes()).toEqual([]);
	});
});

describe('List Accounts', () => {
	const pages = () => {
		const { accounts, connect } = company.system();
		return accounts(connect(() => {}));
	};
	const few = { asymmetricMatch: (held: number) => held >= 1 && held <= 2 };
	const fillUpTo = (count: number) => {
		const [pattern] = users().values();
		for (let number = users().size; number < count; number++) users().set(`many-${number}`, { ...pattern!, id: `many-${number}`, userName: `many.${number}@kestrel.example`, externalIds: [] });
	};

	test('everybody is there, with the HR id where there is one, and disabled ones too', async () => {
		const listed: ListedAccount[] = [];
		for await (const page of pages()) listed.push(...page);
		expect(listed).toHaveLength(users().size);
		expect(listed.find(({ personId }) => personId === cast.leaver.id)).toEqual({ id: user(cast.leaver.workEmail).id, label: cast.leaver.workEmail, personId: cast.leaver.id, email: cast.leaver.workEmail, name: user(cast.leaver.workEmail).displayName, status: 'ENABLED', usable: true, kind: 'person', masteredBy: null, createdAt: null, lastSignInAt: null });
		expect(listed.find(({ personId }) => personId === cast.former.id)).toMatchObject({ status: 'DISABLED', usable: false });
	});

	test('where the status is not shown, everybody counts as able to sign in', async () => {
		company.aws.settings.userStatusShown = false;
		for await (const page of pages()) for (const { status, usable } of page) expect([status, usable]).toEqual(['not shown', true]);
	});

	test('one user that cannot be read ends the list, because nobody knows who else is missing', async () => {
		company.aws.faults.add({ path: /\/ListUsers$/, times: 1, effect: { kind: 'status', status: 200, body: { Users: [{ UserName: 'no id' }] } } });
		await expect(pagesHeld(pages())).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('10,000 of them come in pages of 100, of which none is held longer than it is looked at', async () => {
		fillUpTo(10_000);
		expect(await pagesHeld(pages())).toEqual({ listed: 10_000, held: few });
		expect(company.sent('ListUsers')).toHaveLength(100);
		const kept: (readonly ListedAccount[])[] = [];
		// Holding them shows that it would be seen.
		expect(await pagesHeld(pages(), (page) => void kept.push(page))).toEqual({ listed: 10_000, held: 100 });
	}, 240_000);
});
