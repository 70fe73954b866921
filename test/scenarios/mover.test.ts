import { personById } from '../../sandbox';
import { expectSentence } from '../harness/expectations';
import { startSite, type Site } from '../harness/site';
import { backToNow, days, minutes } from '../harness/time';
import { decideAs, going, oktaGroups, type Going, type Imported, type Row, type Went } from '../support/joinersAndMovers';

jest.setTimeout(60_000);

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	groups().make('Ledger', 'Runbooks', 'Book Club', 'Approve Payments', 'Change Windows');
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const groups = () => oktaGroups(site);
const hr = () => site.sandbox.bamboohr;

/** Gideon Stern of Finance, who moves; his manager is Adele Fontaine. */
const { id, workEmail: login } = personById('32');
const manager = { firstName: 'Adele', lastName: 'Fontaine', email: personById('31').workEmail };

const finance = { department: 'Finance', system: 'Okta', right_name: 'Ledger' };
const operations = { department: 'Operations', system: 'Okta', right_name: 'Runbooks' };
const movers = (more: Partial<Imported> = {}): Promise<Going> => going(site, 'mover.json', { rows: [finance, operations], ...more });
const move = (department: string) => hr().changeJob(id, { department });
const inOkta = (...names: string[]) => groups().of(login, ...(names.length > 0 ? names : ['Ledger', 'Runbooks', 'Book Club', 'Approve Payments', 'Change Windows']));
const groupWrites = () => site.sandbox.journals.okta.writes.filter(({ path }) => path.includes('/groups/')).map(({ method, path }) => `${method} ${[...site.sandbox.okta.state.groups.values()].find((group) => path.includes(group.id))?.name}`);
const verdicts = (went: Went | null) => went?.closed.map((closed) => `${closed.event.kind} ${closed.case.verdict}`);

/** A group of Google Workspace that he is not in, or is. */
const inGoogle = () => {
	const { google } = site.sandbox;
	const group = [...google.state.groups.values()].find(({ dynamicDepartment, members }) => dynamicDepartment === undefined && !members.has(google.user(login).id))!;
	const { id: member } = google.user(login);
	return { email: group.email, put: () => void group.members.set(member, { id: member, type: 'USER', role: 'MEMBER' }), holds: () => group.members.has(member) };
};

test('H05: Finance → Operations: Finance is gone the same day and Operations is there, read back; what no row names stays, and the manager is told', async () => {
	groups().put(login, 'Ledger', 'Book Club');
	const flow = await movers();
	move('Operations');
	const moved = await flow.after();
	expect(verdicts(moved)).toEqual(['move Complete']);
	expect(inOkta()).toEqual(['Runbooks', 'Book Club']);
	expect(moved!.told.map(({ node, audience, address }) => [node, audience, address])).toEqual([['Tell the Manager', 'manager', manager.email], ['Tell IT', 'it', '']]);
	expect(moved!.toldBy('Tell the Manager')[0]!.text).toMatch(/Added now:[\s\S]*- Okta: Runbooks[\s\S]*Removed now:[\s\S]*- Okta: Ledger/);
	for (const { text } of moved!.told) expectSentence(text.split('\n')[0]);
	expect(await flow.after(days(2))).toBeNull();
});

test('H05: duties that must not meet, in two systems: the old one goes first, and the other comes in by the run that reads it as gone', async () => {
	const google = inGoogle();
	google.put();
	const rows: readonly Row[] = [
		{ ...finance, system: 'Google Workspace', right_name: google.email, overlap_days: 30 },
		{ ...operations, right_name: 'Approve Payments', conflicts_with: `Google Workspace: ${google.email}` },
		operations,
	];
	const flow = await movers({ rows, systems: ['Okta', 'Google Workspace'] });
	move('Operations');
	const first = await flow.after();
	expect(verdicts(first)).toEqual(['move Incomplete']);
	expect([google.holds(), inOkta()]).toEqual([false, ['Runbooks']]);
	expect(first!.closed[0]!.summary).toContain(`Okta: Approve Payments: It conflicts with Google Workspace: ${google.email}, which is taken away first`);

	const second = await flow.after(minutes(2));
	expect(verdicts(second)).toEqual(['move Complete']);
	expect([google.holds(), inOkta()]).toEqual([false, ['Runbooks', 'Approve Payments']]);
	expect(groupWrites()).toEqual(['PUT Runbooks', 'PUT Approve Payments']);
	expect(second!.toldBy('Tell IT')).toHaveLength(1);
	expect(await flow.after(minutes(25))).toBeNull();
});

test('H05: what overlaps stays for its days, and goes by itself when they are over, without disturbing anybody', async () => {
	groups().put(login, 'Ledger');
	const flow = await movers({ rows: [{ ...finance, overlap_days: 14 }, operations] });
	move('Operations');
	const moved = await flow.after();
	expect(verdicts(moved)).toEqual(['move Complete']);
	expect(moved!.toldBy('Tell IT')[0]!.text).toMatch(/Okta: Ledger is removed at/);
	expect(inOkta()).toEqual(['Ledger', 'Runbooks']);
	const over = await flow.after(days(14));
	expect([verdicts(over), inOkta(), over!.told]).toEqual([['move Complete'], ['Runbooks'], []]);
});

describe('H06: a department that was mistyped', () => {
	test('H06: nothing is removed or added, people are told what it may mean, and the case is incomplete', async () => {
		groups().put(login, 'Ledger');
		const flow = await movers({ rows: [finance, operations, { ...operations, department: 'Sales' }] });
		move('Sls');
		const typo = await flow.after();
		expect(verdicts(typo)).toEqual(['move Incomplete']);
		expect(typo!.ran.outputs('Change Okta')).toBeUndefined();
		expect([inOkta(), groupWrites()]).toEqual([['Ledger'], []]);
		expect(typo!.told).toEqual([expect.objectContaining({ node: 'Tell IT', urgent: true, text: expect.stringMatching(/no row of the role catalogue knows the department "Sls"; "Sales" looks alike/i) })]);

		// HR corrects it, which is a move of its own.
		move('Operations');
		expect(verdicts(await flow.after())).toContain('move Complete');
		expect(inOkta()).toEqual(['Runbooks']);
	});

	test('H06: where the table was wrong and not HR, it goes on by itself once the row is there', async () => {
		groups().put(login, 'Ledger');
		const rows: Row[] = [finance];
		const flow = await movers({ rows });
		move('Operations');
		expect(verdicts(await flow.after())).toEqual(['move Incomplete']);
		const mended = await movers({ rows: [finance, operations] });
		expect(verdicts(await mended.after(minutes(20)))).toEqual(['move Complete']);
		expect(inOkta()).toEqual(['Runbooks']);
	});
});

test('H02: a privileged right waits for whom the row names, and everything else goes on', async () => {
	groups().put(login, 'Ledger');
	const flow = await movers({ rows: [finance, operations, { ...operations, right_name: 'Change Windows', privileged: true, approver: 'manager' }] });
	move('Operations');
	const moved = await flow.after();
	expect([verdicts(moved), inOkta()]).toEqual([['move Incomplete'], ['Runbooks']]);
	expect(moved!.toldBy('Ask the Approvers')).toEqual([expect.objectContaining({ audience: manager.email })]);
	expect(moved!.toldBy('Tell the Manager')).toHaveLength(1);
	expect((await decideAs(site, manager)).error).toBeUndefined();
	const approved = await flow.after();
	expect([verdicts(approved), inOkta()]).toEqual([['move Complete'], ['Runbooks', 'Change Windows']]);
	expect(approved!.told.map(({ node }) => node)).toEqual(['Tell IT']);
});

test('A05: another surname and address: the same account has both, nobody joins or leaves, and no right changes', async () => {
	groups().put(login, 'Ledger', 'Book Club');
	const before = site.sandbox.okta.user(login);
	const flow = await movers({ systems: ['Okta', 'Google Workspace'] });
	hr().rename(id, { lastName: 'Steiner', workEmail: 'gideon.steiner@kestrel.example' });
	const renamed = await flow.after();
	expect(verdicts(renamed)).toEqual(['rename Complete']);
	expect(site.sandbox.okta.usersOfEmployee(before.profile['employeeNumber'] as string)).toHaveLength(1);
	expect(site.sandbox.okta.user('gideon.steiner@kestrel.example')).toMatchObject({ id: before.id, profile: { lastName: 'Steiner' } });
	expect(groups().of('gideon.steiner@kestrel.example', 'Ledger', 'Book Club')).toEqual(['Ledger', 'Book Club']);
	expect(site.sandbox.google.usersOfPerson(id)).toHaveLength(1);
	expect(renamed!.toldBy('Tell the Manager')[0]!.subject).toBe('Gideon Steiner has a new name or address');
});
