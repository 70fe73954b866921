import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { Person } from '../../lifecycle/person';
import type { Right } from '../../lifecycle/rights';
import type { System } from '../../lifecycle/system';
import { cast } from '../../sandbox';
import { startEntraCase, wishFor } from '../support/entraCase';
import { startGitHubCase } from '../support/githubCase';
import { startGoogleCompany } from '../support/googleCompany';
import { startCenterCase } from '../support/identityCenterCase';
import { startN8nCase } from '../support/n8nCase';
import { holdings, type Holding } from '../support/rights';
import { startScimCase } from '../support/scimCase';

const inWords = [`Ärzte & "Pflege", 'Nacht' (50 %)`, 'R+D/Labs\\Berlin #1', '日本 チーム 🚀', '<b>All</b> $eq *', "O'Brien; DROP -- x", 'a?b=c&d[0]=é'];
/** As far as each system takes names at all. */
const odd = (system: string): string[] => (system === 'aws' ? ['Ops_Night+Day=2', 'a.b,c@d-e'] : inWords);
const sentence = /^[A-Z].*\.$/s;
const sorted = (names: readonly string[]) => [...names].sort();

describe.each(Object.entries(holdings))('what somebody holds in %s', (id, start) => {
	let world: Holding;
	beforeEach(async () => {
		world = await start();
	});
	afterEach(() => world.stop());

	const inspect = async (person: Person = world.holder, what: 'everything' | 'rights' = 'rights'): Promise<Inspection> => {
		const found = await inspectAccess(world.system, person, what);
		if (!('inspected' in found)) throw new Error(found.result.reason);
		return found.inspected;
	};
	const rightsOf = async (person?: Person): Promise<Right[]> => {
		const { rights, rightsProblem } = await inspect(person);
		expect(rightsProblem).toBeUndefined();
		return rights!;
	};
	const namesOf = (rights: readonly Right[]) => rights.map(({ name }) => name);
	const failures = (results: Awaited<ReturnType<Holding['change']>>) => results.filter(({ outcome }) => !['done', 'already_done'].includes(outcome)).map(({ step, outcome, reason }) => [step, outcome, reason]);

	test('is all that the system has of them, in its own word, and what is not given by hand says why', async () => {
		const rights = await rightsOf();
		expect(sorted(namesOf(rights))).toEqual(sorted(world.held(world.holder)));
		for (const { kind } of rights) expect(kind).toMatch(world.kind);
		expect(Object.fromEntries(rights.filter(({ byHand }) => !byHand).map(({ name, why }) => [name, why]))).toEqual(Object.fromEntries(Object.entries(world.fixed).map(([name, why]) => [name, expect.stringMatching(why)])));
		for (const { byHand, why } of rights) expect(why === null).toBe(byHand);
		expect(rights.some(({ byHand }) => byHand)).toBe(true);
	});

	test('is what Grant Access gave', async () => {
		expect(failures(await world.grant(world.newcomer, world.joinable))).toEqual([]);
		const rights = await rightsOf(world.newcomer);
		expect(namesOf(rights)).toEqual(expect.arrayContaining([...world.joinable]));
		expect(sorted(namesOf(rights))).toEqual(sorted(world.held(world.newcomer)));
	});

	test('is there after Change Access has given it, and gone after it has taken it away, named by id', async () => {
		const before = await rightsOf();
		const [first, second] = world.joinable;
		expect(failures(await world.change(world.holder, { join: [first, second] }))).toEqual([]);
		const given = await rightsOf();
		expect(sorted(namesOf(given))).toEqual(sorted([...namesOf(before), first, second]));
		expect(failures(await world.change(world.holder, { leave: [given.find(({ name }) => name === first)!.id] }))).toEqual([]);
		const left = await rightsOf();
		expect(sorted(namesOf(left))).toEqual(sorted([...namesOf(before), second]));
		expect(failures(await world.change(world.holder, { leave: [second] }))).toEqual([]);
		expect(await rightsOf()).toEqual(before);
	});

	test('is listed to the end, each name as it is, and each is taken away by its id', async () => {
		const many = [...odd(id), ...Array.from({ length: 340 }, (_, index) => `Project-${index}`)];
		world.fill(many);
		const rights = await rightsOf();
		expect(sorted(namesOf(rights))).toEqual(sorted(world.held(world.holder)));
		expect(namesOf(rights)).toEqual(expect.arrayContaining(many));
		expect(new Set(rights.map((right) => right.id)).size).toBe(rights.length);
		const taken = rights.filter(({ name }) => odd(id).includes(name)).map((right) => right.id);
		expect(failures(await world.change(world.holder, { leave: taken }))).toEqual([]);
		expect(sorted(world.held(world.holder))).toEqual(sorted(namesOf(rights).filter((name) => !odd(id).includes(name))));
	});

	test('is named by the names it is listed with, whatever stands in them', async () => {
		world.fill(odd(id));
		expect(failures(await world.change(world.holder, { leave: odd(id) }))).toEqual([]);
		expect(namesOf(await rightsOf()).filter((name) => odd(id).includes(name))).toEqual([]);
	});

	test.each([
		['half of an answer', { kind: 'truncated' }],
		['a page', { kind: 'html' }],
		['a refusal', { kind: 'forbidden' }],
		['an error', { kind: 'status', status: 500 }],
	] as const)('is nothing at all where the system answers with %s: a sentence stands in its stead', async (_what, effect) => {
		world.fault({ method: world.list.method, path: world.list.path, effect });
		const { rights, rightsProblem, findings, account } = await inspect(world.holder, 'everything');
		expect(rights).toBeUndefined();
		expect(rightsProblem).toMatch(sentence);
		expect(rightsProblem).toContain(account.label);
		expect(rightsProblem).not.toMatch(/<html|undefined|\[object|at .*\.ts/);
		expect(findings!.length).toBe(world.system.steps.length);
		expect(findings!.some(({ state }) => state !== null)).toBe(true);
	});

	test('is nothing at all where what stands in a list does not say what it is', async () => {
		world.fault({ method: world.list.method, path: world.list.path, effect: { kind: 'status', status: 200, body: world.list.nameless } });
		const { rights, rightsProblem } = await inspect();
		expect(rights).toBeUndefined();
		expect(rightsProblem).toMatch(/answered with something that is not/);
	});

	test('is asked for alone where nothing else is wanted', async () => {
		const { findings, rights, account } = await inspect();
		expect(findings).toBeUndefined();
		expect(account.label).toEqual(expect.any(String));
		expect(await inspect(world.holder, 'everything')).toMatchObject({ rights, findings: world.system.steps.map(({ id: step }) => expect.objectContaining({ step })) });
	});

	test('is not asked for where there is no account', async () => {
		expect(await inspectAccess(world.system, world.newcomer)).toEqual({ result: expect.objectContaining({ step: 'findAccount', outcome: 'not_found' }) });
	});
});

const inspected = async (system: unknown, person: { id: string; workEmail: string | null }): Promise<Inspection> => {
	const found = await inspectAccess(system as System, person, 'rights');
	if (!('inspected' in found)) throw new Error(found.result.reason);
	return found.inspected;
};

describe('what only one system knows', () => {
	const { leaver } = cast;

	test('AWS Identity Center: where somebody else provisions the groups, they decide who is in them', async () => {
		const company = await startCenterCase();
		const { rights } = await inspected(company.system({ settings: { usersOwnedBy: 'identityProvider' } }), leaver);
		expect(rights!.length).toBeGreaterThan(1);
		for (const { byHand, why } of rights!) expect([byHand, why]).toEqual([false, expect.stringMatching(/the identity provider that provisions Identity Center over SCIM decides/)]);
		await company.stop();
	});

	test('AWS Identity Center: a name that cannot be read is not replaced by another', async () => {
		const company = await startCenterCase();
		company.aws.faults.add({ path: /DescribeGroup/, effect: { kind: 'forbidden' } });
		expect(await inspected(company.system(), leaver)).toEqual({ account: expect.anything(), rightsProblem: expect.stringMatching(/could not be read\. .*identitystore:DescribeGroup/) });
		await company.stop();
	});

	test('SCIM: a group that comes with another one is left with that', async () => {
		const company = await startScimCase({ settings: { generic: { groupsOnUsers: true } } });
		const groups = { resource: { groups: [{ value: 'g-1', display: 'Direct', type: 'direct' }, { value: 'g-2', display: 'Through another', type: 'indirect' }] } };
		const user = company.scim.user('generic', leaver.workEmail);
		company.scim.faults.add({ method: 'GET', path: new RegExp(`/Users/${user.id}$`), effect: { kind: 'status', status: 200, body: { id: user.id, userName: leaver.workEmail, active: true, externalId: leaver.id, ...groups.resource } } });
		const { rights } = await inspected(company.system({ dialect: { memberships: 'user' } }), leaver);
		expect(rights).toEqual([
			{ id: 'g-1', name: 'Direct', kind: 'group', byHand: true, why: null },
			{ id: 'g-2', name: 'Through another', kind: 'group', byHand: false, why: expect.stringContaining('through another group') },
		]);
		await company.stop();
	});

	test('SCIM: an application without groups has none to hold, and one that shows nobody in them says so', async () => {
		const company = await startScimCase({ settings: { generic: { membersOnGroups: false } } });
		expect(await inspected(company.system({ dialect: { memberships: 'none' } }), leaver)).toMatchObject({ rights: [] });
		const hidden = await inspected(company.system(), leaver);
		expect(hidden).toEqual({ account: expect.anything(), rightsProblem: expect.stringMatching(/shows the members of none of its groups/) });
		await company.stop();
	});

	test('n8n: a licence that shows no projects is no proof that somebody is in none', async () => {
		const company = await startN8nCase();
		company.n8n.settings.licence = [];
		expect(await inspected(company.system(), leaver)).toEqual({ account: expect.anything(), rightsProblem: expect.stringMatching(/shows no projects to this API key/) });
		await company.stop();
	});

	test('Entra ID: what gives licences, or makes administrators, is called so, and two of one name are told apart by id', async () => {
		const company = await startEntraCase();
		const { state, user } = company.entra;
		const { id } = user(leaver.workEmail);
		for (const group of state.groups.values()) if (group.displayName === 'Microsoft 365 Users') group.members.add(id);
		for (const twin of ['1', '2']) state.groups.set(`0000beef-0000-4000-8000-00000000000${twin}`, { ...[...state.groups.values()].find(({ displayName }) => displayName === 'VPN Users')!, id: `0000beef-0000-4000-8000-00000000000${twin}`, displayName: 'Twin', members: new Set([id]) });
		const { rights } = await inspected(company.system(), leaver);
		const kindOf = (name: string) => rights!.filter((right) => right.name === name).map(({ kind, byHand }) => [kind, byHand]);
		expect(kindOf('Microsoft 365 Users')).toEqual([['licence group', true]]);
		expect(kindOf('Release Approvers')).toEqual([['role-assignable group', true]]);
		expect(kindOf('Twin')).toEqual([['group', true], ['group', true]]);
		const [first] = rights!.filter(({ name }) => name === 'Twin');
		await company.change(wishFor({ id: leaver.id, workEmail: leaver.workEmail }, { facts: [], usable: null, leave: [first!.id] }));
		expect((await inspected(company.system(), leaver)).rights!.filter(({ name }) => name === 'Twin')).toHaveLength(1);
		await company.stop();
	});

	test('GitHub: an invitation to an address keeps the teams it was sent with', async () => {
		const company = await startGitHubCase();
		const { provisionedOnly } = company.github.parts;
		const { rights } = await inspected(company.system(), provisionedOnly);
		expect(rights).toEqual([{ id: expect.stringMatching(/^\d+$/), name: 'Product', kind: 'team', byHand: false, why: expect.stringMatching(/once it is accepted/) }]);
		await company.stop();
	});

	test('Google Workspace: a group stands there by its address, which is never that of another', async () => {
		const company = await startGoogleCompany();
		const { rights } = await inspected(company.system(), leaver);
		expect(rights!.find(({ name }) => name === 'On-call Rota')).toMatchObject({ id: `on-call@${company.sandbox.google.connection.domain}`, byHand: true });
		await company.stop();
	});
});
