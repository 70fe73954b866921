import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import type { Ledger } from '../ledger/types';
import { openCase } from './caseRecords';
import { closeCase } from './closing';
import type { HrEvent } from './event';
import { recordResult, resultOf, type Operation } from './journal';
import { recordNotice } from './notice';
import type { Outcome } from './outcome';
import { registerException } from './exceptions/register';
import type { Person } from './person';

const person = { id: '42', name: 'Ada', workEmail: 'ada@acme.test' } as Person;
const event: HrEvent = { kind: 'terminate', key: 'bamboohr/acme/42/1', source: 'bamboohr/acme', effectiveAt: '2026-11-20T08:55:00.000Z', receivedAt: '2026-11-20T08:56:00.000Z' };

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

type Result = [system: string, outcome: Outcome];
let runs = 0;
const through = async (workflow: string, results: Result[], { dryRun = false, operation = 'cut' as Operation, step = 'blockSignIn', node = '' } = {}) => {
	clock.advance(60_000);
	const run = `${workflow}-${++runs}`;
	const { id } = await openCase(ledger, person, event, { dryRun, deadlineMinutes: 15, run, workflow });
	for (const [system, outcome] of results) {
		const at = outcome === 'done' ? clock.now().toISOString() : null;
		await recordResult(ledger, { caseId: id, run, node: node || `Cut ${system}` }, operation, resultOf(system, step, { id: '1', label: 'ada' }, { outcome, verified: outcome === 'done' || outcome === 'already_done', reason: `${system} said so`, requestedAt: at, effectiveAt: at, verifiedAt: at }));
	}
	const closed = await closeCase(ledger, id, run, { now: clock.now(), lookAgainAfter: [], tryAgain: false, toBeTold: true });
	return { ...closed, id };
};
const openIn = ({ open }: { open: readonly { system: string; reason: string }[] }) => open.map(({ system, reason }) => `${system}: ${reason}`);

test('what one workflow left open in a system that another does not have stays open, and is said with its reason', async () => {
	await through('leaver', [['okta', 'held'], ['intune', 'pending'], ['github', 'failed'], ['google', 'done']]);
	const finished = await through('exceptions', [['okta', 'done']]);
	expect(finished).toMatchObject({ verdict: 'Incomplete' });
	expect(openIn(finished).sort()).toEqual(['github: github said so', 'intune: intune said so']);
});

test('it is over once the workflow that has the system has done it', async () => {
	await through('leaver', [['okta', 'held'], ['github', 'failed']]);
	await through('exceptions', [['okta', 'done']]);
	expect(await through('leaver', [['okta', 'already_done'], ['github', 'done']])).toMatchObject({ verdict: 'Complete', open: [] });
	expect(await through('exceptions', [['okta', 'already_done']])).toMatchObject({ verdict: 'Complete', open: [] });
});

test('what was said of it since counts: waived or done, it is not said to be open once more', async () => {
	const { id } = await through('leaver', [['okta', 'held'], ['intune', 'pending'], ['jamf', 'pending']]);
	await through('exceptions', [['okta', 'failed']]);
	await recordResult(ledger, { caseId: id, run: `exceptions-${runs}`, node: 'Decide' }, 'cut', { ...resultOf('intune', 'blockSignIn', { id: '1', label: 'ada' }, { outcome: 'pending', verified: false, accepted: true, reason: 'waived', requestedAt: null, effectiveAt: null, verifiedAt: null }) });
	expect(openIn(await through('exceptions', [['okta', 'done']]))).toEqual(['jamf: jamf said so']);
});

test('of two nodes of one system, or two steps, each counts by itself', async () => {
	await through('leaver', [['okta', 'held'], ['okta', 'failed']], { node: 'Cut Okta US', step: 'findAccount' });
	expect(await through('exceptions', [['okta', 'done']], { node: 'Cut Okta EU' })).toMatchObject({ verdict: 'Incomplete', open: [{ system: 'okta', step: 'findAccount' }] });
	expect(await through('leaver', [['okta', 'done']], { node: 'Cut Okta US' })).toMatchObject({ verdict: 'Complete' });
	expect(await through('exceptions', [['okta', 'already_done']], { node: 'Cut Okta EU', step: 'endSessions' })).toMatchObject({ verdict: 'Complete' });
});

test('what an exception kept that is over is kept by nobody, and says so', async () => {
	const { id: registered } = await registerException(ledger, { type: 'exception', who: ['ada@acme.test'], system: 'github', step: null, owner: 'Jane', reason: 'handover', expiresAt: '2026-11-20T09:01:30.000Z', registeredBy: 'IT' }, clock.now());
	const { id } = await through('leaver', [['okta', 'done']]);
	await recordResult(ledger, { caseId: id, run: `leaver-${runs}`, node: 'Cut github' }, 'cut', resultOf('github', 'blockSignIn', { id: '1', label: 'ada' }, { outcome: 'held', verified: false, exception: registered, reason: 'held', requestedAt: null, effectiveAt: null, verifiedAt: null }));
	await closeCase(ledger, id, `leaver-${runs}`);
	const { open } = await through('exceptions', [['okta', 'already_done']]);
	expect(open).toMatchObject([{ system: 'github', outcome: 'held', reason: expect.stringMatching(/^The exception .+ is over, and this workflow does not have github\./) }]);
	expect(open[0]!.exception).toBeUndefined();
});

test('taken once more after it was given back on purpose, nothing had come back', async () => {
	const { id } = await through('leaver', [['okta', 'done']]);
	await ledger.append({ kind: 'event.givenBack', caseId: id, content: { by: 'undo', workflow: 'undo', run: 'undo-1' } });
	expect(await through('leaver', [['okta', 'done']])).toMatchObject({ verdict: 'Complete', cameBack: [] });
});

test.each<[string, { dryRun?: boolean; operation?: Operation }, Result]>([
	['a dry run', { dryRun: true }, ['okta', 'planned']],
	['giving back', { operation: 'restore' }, ['okta', 'done']],
])('%s takes over nothing of it', async (_, how, result) => {
	await through('leaver', [['github', 'failed']]);
	expect(openIn(await through('another', [result], how)).filter((one) => one.startsWith('github'))).toEqual([]);
});

test('the same workflow judges by what it found itself: a system that was taken out of it is not asked for again', async () => {
	await through('leaver', [['okta', 'done'], ['github', 'failed']]);
	expect(await through('leaver', [['okta', 'already_done']])).toMatchObject({ verdict: 'Complete' });
});

test('what had come back and was told of by one is no news of another', async () => {
	const { id } = await through('leaver', [['okta', 'done']]);
	await recordNotice(ledger, id, null, 'leaver');
	expect(await through('leaver', [['okta', 'done']])).toMatchObject({ cameBack: [{ system: 'okta' }] });
	await recordNotice(ledger, id, null, 'leaver');
	expect(await through('exceptions', [['okta', 'already_done']])).toMatchObject({ cameBack: [] });
	expect(await through('exceptions', [['okta', 'done']])).toMatchObject({ cameBack: [{ system: 'okta' }] });
});
