import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { openJournal, resultOf } from './journal';
import type { Outcome } from './outcome';
import { change } from './step';

const account = { id: '00u1', label: 'ada@acme.test' };
const within = { caseId: 'hr_event_1', run: '1', node: 'Cut' };
const settled = (outcome: Outcome) => resultOf('okta', 'endSessions', account, { outcome, verified: true, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null });

test('what a step left behind, written after its result, does not hide how the step was proven', async () => {
	const clock = virtualClock();
	const ledger = await temporaryLedger(clock.now);
	const open = () => openJournal(ledger, within, 'okta', account, 'cut');
	const journal = await open();
	await journal.intend('endSessions', change('end them'), {});
	await journal.settle(settled('done'), { calls: [] });
	await journal.settle({ ...settled('not_removable_here'), remainder: true }, { calls: [] });
	expect((await open()).provenBefore('endSessions')).toBe(true);
	expect((await open()).interruptedAt('endSessions')).toBeUndefined();
	await ledger.close();
});
