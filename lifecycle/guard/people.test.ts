import type { Ledger } from '../../ledger/types';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { peopleIn } from './people';

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(virtualClock().now);
});
afterEach(() => ledger.close());

const who = 'bamboohr/acme/42';
const seen = (standing: string) => ledger.append({ kind: 'person.known', subject: who, content: { workflow: 'w1', employeeId: '42', name: 'Ada', workEmail: 'ada@acme.test', employeeNumber: '7', standing } });
const opened = (kind: string) => ledger.append({ kind: 'case.opened', subject: who, content: { person: { id: '42', name: 'Ada' }, event: { kind, source: 'bamboohr/acme' } } });
const hasLeft = async () => (await peopleIn(ledger)).known.get(who)!.left;

test('who left and was hired again has not left', async () => {
	await seen('gone');
	await opened('terminate');
	expect(await hasLeft()).toBe(true);
	await opened('move');
	expect(await hasLeft()).toBe(true);
	await opened('rehire');
	expect(await hasLeft()).toBe(false);
	await opened('terminate');
	await seen('working');
	expect(await hasLeft()).toBe(false);
});
