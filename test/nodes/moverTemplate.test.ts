import { people, personById } from '../../sandbox';
import { expectNoSecrets } from '../harness/expectations';
import { startSite, type Site } from '../harness/site';
import { backToNow, minutes } from '../harness/time';
import { decideAs, going, oktaGroups, type Imported, type Row, type Went } from '../support/joinersAndMovers';

jest.setTimeout(60_000);

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	groups().make('Ledger', 'Pay Runs', 'Runbooks');
	groups().put(login, 'Ledger');
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const groups = () => oktaGroups(site);
const { id, workEmail: login } = personById('32');
const move = (department: string) => site.sandbox.bamboohr.changeJob(id, { department });
const inOkta = () => groups().of(login, 'Ledger', 'Pay Runs', 'Runbooks');
const finance: Row = { department: 'Finance', system: 'Okta', right_name: 'Ledger' };
const operations: Row = { department: 'Operations', system: 'Okta', right_name: 'Runbooks' };
const movers = (more: Partial<Imported> = {}) => going(site, 'mover.json', { rows: [finance, operations], ...more });
const verdicts = (went: Went | null) => went?.closed.map((closed) => `${closed.event.kind} ${closed.case.verdict}`);
const writes = () => site.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));

test('H09: as imported it is a dry run: the mail has the plan, and nothing is changed', async () => {
	const flow = await movers({ dryRun: true });
	move('Operations');
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['move Dry run']);
	expect(went!.told).toEqual([expect.objectContaining({ node: 'Tell IT', text: expect.stringMatching(/^Dry run for Gideon Stern: nothing was changed\.[\s\S]*adds Okta: Runbooks and removes Okta: Ledger/) })]);
	expect([inOkta(), writes()]).toEqual([['Ledger'], []]);
	expectNoSecrets(site, went!.ran.run);
});

test('a system that is down keeps no other waiting: nothing is taken from what nobody has seen, and it is finished by itself', async () => {
	const google = [...site.sandbox.google.state.groups.values()].find(({ dynamicDepartment, members }) => dynamicDepartment === undefined && !members.has(site.sandbox.google.user(login).id))!;
	const flow = await movers({ rows: [finance, operations, { ...operations, system: 'Google Workspace', right_name: google.email }], systems: ['Okta', 'Google Workspace'], changes: { 'Change Okta': { options: { readBackSeconds: 1 } } } });
	const down = site.sandbox.faults.okta.add({ path: /api\/v1/, effect: { kind: 'status', status: 503 } });
	move('Operations');
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['move Incomplete']);
	expect([inOkta(), google.members.has(site.sandbox.google.user(login).id)]).toEqual([['Ledger'], true]);
	expect(went!.told.map(({ node, urgent }) => [node, urgent])).toEqual([['Tell IT', true]]);
	expect(went!.toldBy('Tell IT')[0]!.text).toContain('What they hold in Okta could not be read');
	down.remove();
	const again = await flow.after(minutes(16));
	expect(verdicts(again)).toEqual(['move Complete']);
	expect(inOkta()).toEqual(['Runbooks']);
	expect(again!.told.map(({ node }) => node)).toEqual(['Tell the Manager', 'Tell IT']);
});

test('an empty or missing table takes nothing from anybody', async () => {
	for (const rows of [[], null]) {
		const flow = await movers({ rows });
		move(rows === null ? 'IT' : 'Operations');
		const went = await flow.after();
		expect(verdicts(went)).toContain('move Incomplete');
		expect(went!.toldBy('Tell IT').at(-1)!.text).toMatch(/The role catalogue (is empty|could not be read)\./);
	}
	expect([inOkta(), writes()]).toEqual([['Ledger'], []]);
});

test('more removals than are usual wait for somebody, and go with their word', async () => {
	groups().put(login, 'Pay Runs');
	const flow = await movers({ rows: [finance, { ...finance, right_name: 'Pay Runs' }, operations], changes: { 'Access Plan': { mostRemovals: 1 } } });
	move('Operations');
	const went = await flow.after();
	expect([verdicts(went), inOkta()]).toEqual([['move Incomplete'], ['Ledger', 'Pay Runs', 'Runbooks']]);
	expect(went!.toldBy('Ask the Approvers')).toEqual([expect.objectContaining({ audience: 'it', text: expect.stringContaining('2 rights would be removed, and at most 1') })]);
	expect((await decideAs(site, { firstName: 'Jane', lastName: 'Doe', email: 'jane@kestrel.example' })).error).toBeUndefined();
	expect(verdicts(await flow.after())).toEqual(['move Complete']);
	expect(inOkta()).toEqual(['Runbooks']);
});

test('whoever has no account in a system in which the new role brings something is named; where it brings nothing, nobody misses one', async () => {
	const { github } = site.sandbox;
	const organisations = site.sandbox.connections.github.organization;
	const [one, other] = people.filter(({ department, id: known }) => department === 'Sales' && !github.ids.has(known) && site.sandbox.okta.usersOfEmployee(known).length === 1);
	const rows = [finance, operations, { department: 'Support', system: `github:${organisations}`, right_name: 'engineering' }];
	const flow = await movers({ systems: ['Okta', 'GitHub'], rows, changes: { 'Inspect GitHub': { organisations }, 'Change GitHub': { organisations } } });
	site.sandbox.bamboohr.changeJob(one!.id, { department: 'Operations' });
	expect(verdicts(await flow.after())).toEqual(['move Complete']);
	site.sandbox.bamboohr.changeJob(other!.id, { department: 'Support' });
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['move Incomplete']);
	expect(went!.toldBy('Tell IT')[0]!.text).toMatch(/github:\w+ \/ findAccount: not found/);
});

test('what nobody should guess goes to IT and opens no case', async () => {
	const flow = await movers();
	site.sandbox.bamboohr.state.employees.get(id)!.tables.employmentStatus.at(-1)!.columns['employmentStatus'] = 'Secondment';
	move('Operations');
	const went = await flow.after();
	expect(verdicts(went)).toEqual([]);
	expect(went!.told.map(({ node, subject }) => [node, subject])).toContainEqual(['Tell IT to Look', 'Mover needs attention: Gideon Stern']);
});
