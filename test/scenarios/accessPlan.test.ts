import type { IDataObject, INode } from 'n8n-workflow';
import { personById } from '../../sandbox';
import { expectSentence } from '../harness/expectations';
import { oktaAccess, startSite, type Site } from '../harness/site';
import { backToNow, minutes, travelTogether } from '../harness/time';
import { node, type Ran } from '../harness/workflow';
import { runPlan } from '../support/planned';

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

/** Gideon Stern of Finance, who moves; his manager is Adele Fontaine. */
const moving = personById('32');
const manager = { id: 'u-9', email: personById('31').workEmail, firstName: 'Adele', lastName: 'Fontaine' };

const groupCalled = (name: string) => [...site.sandbox.okta.state.groups.values()].find((group) => group.name === name)!;
const makeGroups = (...names: string[]) => {
	const [template] = [...site.sandbox.okta.state.groups.values()].filter(({ type }) => type === 'OKTA_GROUP');
	for (const [index, name] of names.entries()) {
		const id = `00gplan${String(index).padStart(13, '0')}`;
		site.sandbox.okta.state.groups.set(id, { ...template!, id, name, members: new Set() });
	}
};
const user = () => site.sandbox.okta.user(moving.workEmail);
const put = (name: string) => groupCalled(name).members.add(user().id);
const isIn = (name: string) => groupCalled(name).members.has(user().id);
const writes = () => site.sandbox.journals.okta.writes.filter(({ path }) => path.includes('/groups/')).map(({ method, path }) => `${method} ${[...site.sandbox.okta.state.groups.values()].find(({ id }) => path.includes(id))?.name}`);

const item = (more: IDataObject = {}, kind = 'move'): IDataObject => {
	const { id, firstName, lastName, workEmail } = moving;
	return {
		person: { id, name: `${firstName} ${lastName}`, firstName, lastName, workEmail, department: 'Operations', manager: { id: '31', name: 'Adele Fontaine', email: manager.email }, ...more },
		event: { kind, key: `hr/${id}/${kind}/1`, source: 'hr', effectiveAt: effectiveAt, receivedAt: effectiveAt },
	};
};
const effectiveAt = new Date(Date.now() - 60_000).toISOString();

const inspect = (): INode => ({ ...oktaAccess({ operation: 'inspect', inspectWhat: 'rights' }, { onError: 'continueRegularOutput' }), name: 'Inspect Okta' });
const change = (): INode => ({ ...oktaAccess({ operation: 'change', facts: [], join: '={{ $json.plan.systems.okta?.join ?? [] }}', leave: '={{ $json.plan.systems.okta?.leave ?? [] }}', options: { readBackSeconds: 2 } }), name: 'Change Okta' });
const inspectGoogle = (): INode => node('Inspect Google', 'googleWorkspaceAccess', { operation: 'inspect', inspectWhat: 'rights' }, { credentials: { jmlGoogleServiceAccountApi: { id: 'jmlGoogleServiceAccountApi', name: 'Google' } }, onError: 'continueRegularOutput' });
const changeGoogle = (): INode => node('Change Google', 'googleWorkspaceAccess', { operation: 'change', facts: [], join: '={{ $json.plan.systems.google?.join ?? [] }}', leave: '={{ $json.plan.systems.google?.leave ?? [] }}', options: { readBackSeconds: 2 } }, { credentials: { jmlGoogleServiceAccountApi: { id: 'jmlGoogleServiceAccountApi', name: 'Google' } } });

const run = async (rows: readonly IDataObject[], given: IDataObject = item(), more: { looking?: INode[]; acting?: INode[] } = {}): Promise<Ran> => {
	const ran = await runPlan(site, rows, [given], { looking: [inspect(), ...(more.looking ?? [])], acting: [change(), ...(more.acting ?? [])] });
	expect(ran.error).toBeUndefined();
	return ran;
};
const closed = (ran: Ran) => ran.items('Close Case')[0] as { case: { verdict: string }; summary: string; plan: { text: string } } & IDataObject;

const finance = { department: 'Finance', system: 'Okta', right_name: 'Plan Ledger' };
const operations = { department: 'Operations', system: 'Okta', right_name: 'Plan Runbooks' };

test('H05: Finance → Operations: what Finance gave is gone the same day, Operations added, both read back, and nothing else touched', async () => {
	makeGroups('Plan Ledger', 'Plan Runbooks', 'Plan Book Club');
	put('Plan Ledger');
	put('Plan Book Club');
	const ran = await run([finance, operations]);
	expect(closed(ran).case.verdict).toBe('Complete');
	expect([isIn('Plan Ledger'), isIn('Plan Runbooks'), isIn('Plan Book Club')]).toEqual([false, true, true]);
	expectSentence(closed(ran).plan.text.split('\n')[0]);
	const before = writes().length;
	expect(closed(await run([finance, operations])).case.verdict).toBe('Complete');
	expect(writes()).toHaveLength(before);
});

test('H05: duties that must not meet: the conflicting right goes out first, and the other comes in by the run that finds it gone', async () => {
	makeGroups('Plan Pay', 'Plan Approve');
	put('Plan Pay');
	const rows = [{ ...finance, right_name: 'Plan Pay', conflicts_with: 'Okta: Plan Approve', overlap_days: 30 }, { ...operations, right_name: 'Plan Approve' }];
	const first = closed(await run(rows));
	expect(first.case.verdict).toBe('Incomplete');
	expect(first.summary).toContain('Okta: Plan Approve: It conflicts with Okta: Plan Pay, which is taken away first.');
	expect([isIn('Plan Pay'), isIn('Plan Approve')]).toEqual([false, false]);
	travelTogether(site, minutes(2));
	expect(closed(await run(rows)).case.verdict).toBe('Complete');
	expect([isIn('Plan Pay'), isIn('Plan Approve')]).toEqual([false, true]);
	expect(writes()).toEqual(['DELETE Plan Pay', 'PUT Plan Approve']);
});

test('H05: the same across two systems', async () => {
	makeGroups('Plan Approve');
	const google = [...site.sandbox.google.state.groups.values()].find(({ members }) => [...members].every((member) => !JSON.stringify(member).includes(moving.workEmail)))!;
	const rows = [{ ...operations, right_name: 'Plan Approve', conflicts_with: `Google Workspace: ${google.email}` }, { ...finance, system: 'google', right_name: google.email }];
	put('Plan Approve');
	const back = item({ department: 'Finance' });
	const ran = await run(rows, back, { looking: [inspectGoogle()], acting: [changeGoogle()] });
	expect(closed(ran).summary).toContain('It conflicts with Okta: Plan Approve, which is taken away first');
	travelTogether(site, minutes(2));
	const second = closed(await run(rows, back, { looking: [inspectGoogle()], acting: [changeGoogle()] }));
	expect(second.case.verdict).toBe('Complete');
	expect(isIn('Plan Approve')).toBe(false);
});

test('H05: Okta cannot be read: nothing is added and nothing removed, and the case waits for it', async () => {
	makeGroups('Plan Ledger', 'Plan Runbooks');
	put('Plan Ledger');
	site.sandbox.faults.okta.add({ path: /\/groups/, effect: { kind: 'forbidden' } });
	const ran = closed(await run([finance, operations]));
	expect(ran.case.verdict).toBe('Incomplete');
	expect(ran.summary).toContain('What they hold in Okta could not be read');
	expect([isIn('Plan Ledger'), isIn('Plan Runbooks')]).toEqual([true, false]);
	expect(writes()).toEqual([]);
});

test.each([['a typo', 'Finanse', /knows the department "Finanse"; "Finance" looks alike/], ['a blank', '', /HR has no department/]])('H06: %s in the department: nothing is removed or added, and people are told', async (_, department, message) => {
	makeGroups('Plan Ledger', 'Plan Runbooks');
	put('Plan Ledger');
	const ran = await run([finance, operations], item({ department }));
	expect(ran.outputs('Change Okta')).toBeUndefined();
	const [attention] = ran.items('Attention') as { plan: { text: string }; case: { id: string } }[];
	expect(attention!.plan.text).toMatch(message);
	expect(isIn('Plan Ledger')).toBe(true);
	expect(writes()).toEqual([]);
	const { items } = await site.n8n.run([node('Close Case', 'evidenceLedger', { operation: 'closeCase' })], [attention as unknown as IDataObject]);
	expect(items('Close Case')[0]!['case']).toMatchObject({ verdict: 'Incomplete' });
});

describe('H02: clearance Privileged', () => {
	const rows = [
		{ department: 'Operations', system: 'Okta', right_name: 'Plan Runbooks' },
		{ clearance: 'Privileged', system: 'Okta', right_name: 'Plan PAM' },
		{ clearance: 'Privileged', system: 'Okta', right_name: 'Plan Admins', privileged: true, approver: 'manager', needs_first: 'Okta: Plan PAM' },
	];
	const joiner = () => item({ clearance: 'Privileged' }, 'start');
	const decide = async (by: typeof manager, decision: string): Promise<Ran> =>
		site.n8n.run(
			[
				node('List Held', 'evidenceLedger', { resource: 'decision', operation: 'listHeld' }),
				node('Decide', 'evidenceLedger', { resource: 'decision', operation: 'decide', decision, reason: 'Seen', byName: `${by.firstName} ${by.lastName}`, byEmail: by.email, byId: by.id }),
			],
			[{}],
		);
	const appointments = async (): Promise<string[]> => (await site.records({ kinds: ['event.again'] })).map(({ content }) => String(content!['why']));

	beforeEach(() => makeGroups('Plan Runbooks', 'Plan PAM', 'Plan Admins'));

	test('H02: the manager has approved, and the enrolment was read as held, before the group is added; both are in the evidence', async () => {
		const first = await run(rows, joiner());
		expect(closed(first).case.verdict).toBe('Incomplete');
		expect([isIn('Plan Runbooks'), isIn('Plan PAM'), isIn('Plan Admins')]).toEqual([true, true, false]);
		const [approval] = first.items('Approvers') as { approval: { to: string; text: string; hold: string } }[];
		expect(approval!.approval.to).toBe(manager.email);
		expect(approval!.approval.text).toMatch(/Okta: Plan Admins would be added, and is privileged by row 3 of the role catalogue\. It needs Okta: Plan PAM \(not held yet\) first\.\nPlan [0-9a-f]{64}\nOnly adele\.fontaine@kestrel\.example decides/);

		const other = await decide({ ...manager, id: 'u-1', email: 'somebody@kestrel.example', firstName: 'Some' }, 'Approved');
		expectSentence(other.error);
		expect(other.error).toContain(`Only ${manager.email} may decide`);
		expect(await appointments()).toEqual(['Okta: Plan Admins was withheld']);
		expect((await decide(manager, 'Approved')).error).toBeUndefined();
		expect(await appointments()).toEqual(['Okta: Plan Admins was withheld', `somebody has decided on ${approval!.approval.hold}`]);

		travelTogether(site, minutes(16));
		expect(closed(await run(rows, joiner())).case.verdict).toBe('Complete');
		expect(isIn('Plan Admins')).toBe(true);
		const kinds = (await site.records({ caseId: String((closed(first).case as unknown as IDataObject)['id']) })).filter(({ kind, content }) => kind === 'hold.decided' || kind === 'plan.made' || (kind === 'step.intended' && JSON.stringify(content).includes('Plan Admins')));
		expect(kinds.map(({ kind }) => kind)).toEqual(['plan.made', 'hold.decided', 'plan.made', 'step.intended']);
		expect(kinds[2]!.content!['additions']).toMatchObject([{ right: 'Plan Admins', readAsHeld: ['Okta: Plan PAM'], approved: [{ hold: approval!.approval.hold, by: 'Adele Fontaine' }] }]);
	});

	test('H02: approved, but the enrolment is not there: it stays out', async () => {
		const withoutPam = [rows[0]!, rows[2]!];
		await run(withoutPam, joiner());
		await decide(manager, 'Approved');
		travelTogether(site, minutes(16));
		const ran = closed(await run(withoutPam, joiner()));
		expect(ran.case.verdict).toBe('Incomplete');
		expect(ran.summary).toContain('Okta: Plan PAM has to be held first, and is not');
		expect(isIn('Plan Admins')).toBe(false);
	});

	test('H02: rejected, it is left out, the rest stays, and the case is complete', async () => {
		await run(rows, joiner());
		await decide(manager, 'Rejected');
		travelTogether(site, minutes(16));
		const ran = await run(rows, joiner());
		expect(closed(ran).case.verdict).toBe('Complete');
		expect([isIn('Plan PAM'), isIn('Plan Admins')]).toEqual([true, false]);
		expect(ran.outputs('Approvers')).toBeUndefined();
	});

	test('A07: rehired with the account kept, the privileged group of the past is not given back by itself', async () => {
		const ran = await run(rows, item({ clearance: 'Privileged' }, 'rehire'));
		expect([isIn('Plan Runbooks'), isIn('Plan Admins')]).toEqual([true, false]);
		expect(ran.items('Approvers')).toHaveLength(1);
	});
});
