import { closeCase, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import type { StepResult } from '../../lifecycle/outcome';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const idOf = (employeeId: string) => site.sandbox.okta.ids.get(employeeId)!;
const statusOf = (employeeId: string) => site.sandbox.okta.state.users.get(idOf(employeeId))!.status;
const holdSuspensionOf = (employeeId: string) => site.sandbox.faults.okta.add({ path: new RegExp(`/users/${idOf(employeeId)}/lifecycle/suspend`), effect: { kind: 'hold', when: 'before' } });
const quick = { steps: ['blockSignIn'], options: { othersWaitSeconds: 0.05 } };
/** The same system with another account stands for another system: what counts is that it is another node. */
const behind = () => oktaAccess({ ...quick, personId: '16', workEmail: '' }, { name: 'Behind' });
const verdictIn = (item: { [key: string]: unknown } | undefined) => (item!['case'] as { verdict: string }).verdict;

test('a system that does not answer keeps none behind it from being cut, and Close Case waits for both', async () => {
	const [slow, next] = [holdSuspensionOf('15'), holdSuspensionOf('16')];
	const running = site.n8n.run([openCase(), oktaAccess(quick), behind(), closeCase()], [leaverItem('15')]);
	await slow.struck;
	await next.struck;
	next.release();
	slow.release();
	const ran = await running;
	expect(ran.items('Okta')[0]).toMatchObject({ steps: [{ system: 'okta', step: 'allSteps', outcome: 'pending', reason: expect.stringMatching(/Close Case waits/) }] });
	expect(verdictIn(ran.items('Close Case')[0])).toBe('Complete');
	expect((ran.items('Close Case')[0]!['steps'] as StepResult[]).map(({ step, outcome, verified }) => ({ step, outcome, verified }))).toEqual([1, 2].map(() => ({ step: 'blockSignIn', outcome: 'done', verified: true })));
	expect(['15', '16'].map(statusOf)).toEqual(['SUSPENDED', 'SUSPENDED']);
});

test('what fails after it was handed on makes the case incomplete', async () => {
	const slow = site.sandbox.faults.okta.add({ method: 'GET', path: new RegExp(`/users/${idOf('15')}/groups`), times: 1, effect: { kind: 'hold', when: 'before' } });
	site.sandbox.faults.okta.add({ path: new RegExp(`/users/${idOf('15')}/lifecycle/suspend`), effect: { kind: 'forbidden' } });
	const next = holdSuspensionOf('16');
	const running = site.n8n.run([openCase(), oktaAccess(quick), behind(), closeCase()], [leaverItem('15')]);
	await slow.struck;
	await next.struck;
	slow.release();
	next.release();
	const ran = await running;
	expect(ran.error).toBeUndefined();
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete', openSteps: [{ step: 'blockSignIn', outcome: 'failed' }] } });
	expect(statusOf('16')).toBe('SUSPENDED');
});

test('where no Close Case follows, nobody would wait for it, so the node does', async () => {
	const slow = holdSuspensionOf('15');
	const running = site.n8n.run([openCase(), oktaAccess(quick)], [leaverItem('15')]);
	await slow.struck;
	slow.release();
	expect((await running).items('Okta')[0]).toMatchObject({ steps: [{ step: 'blockSignIn', outcome: 'done', verified: true }] });
});
