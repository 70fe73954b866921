import type { Ledger } from '../ledger';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { acquaintances, remember, type Known } from './known';

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(() => new Date('2026-11-20T09:00:00.000Z'));
});
afterEach(() => ledger.close());

const taker = { source: 'bamboohr/acme', workflow: 'w1' };
const somebody = (more: Partial<Known> = {}): Known => ({ name: 'Jamie Lee', workEmail: 'j.lee@acme.test', employeeNumber: 'K-1', standing: 'working', worker: 'employee', job: null, rows: { employmentStatus: ['1'], jobInfo: [] }, told: {}, fresh: false, troubled: false, ...more });
const people = (of = taker) => acquaintances(ledger, of);
const meet = async (employeeId: string, known: Known, by = taker) => remember(ledger, by, employeeId, (await people(by)).of(employeeId), known);

test('what is known is written when it differs, and only then', async () => {
	await meet('17', somebody());
	await meet('17', somebody());
	expect(await ledger.records({})).toHaveLength(1);
	await meet('17', somebody({ standing: 'gone' }));
	expect((await people()).of('17')).toMatchObject({ standing: 'gone' });
	expect(await ledger.records({})).toHaveLength(2);
});

test('each workflow and each source knows people of its own', async () => {
	await meet('17', somebody());
	expect((await people({ ...taker, workflow: 'copy' })).of('17')).toBeUndefined();
	expect((await people({ ...taker, source: 'bamboohr/merlin' })).of('17')).toBeUndefined();
});

test('who shares an address or a number is found, in whatever case it is written, and no longer when it was changed', async () => {
	await meet('17', somebody());
	const sharing = async (marks: { workEmail: string | null; employeeNumber: string | null }, employeeId = '42') => (await people()).sharing(employeeId, marks).map((one) => one.employeeId);
	expect(await sharing({ workEmail: 'J.Lee@acme.test', employeeNumber: null })).toEqual(['17']);
	expect(await sharing({ workEmail: null, employeeNumber: 'k-1' })).toEqual(['17']);
	expect(await sharing({ workEmail: 'j.lee@acme.test', employeeNumber: 'K-1' }, '17')).toEqual([]);
	expect(await sharing({ workEmail: null, employeeNumber: null })).toEqual([]);
	await meet('17', somebody({ workEmail: 'j.marsh@acme.test' }));
	expect(await sharing({ workEmail: 'j.lee@acme.test', employeeNumber: null })).toEqual([]);
});

test('who could not be told about is found again, until they could', async () => {
	await meet('17', somebody({ troubled: true }));
	await meet('18', somebody());
	expect((await people()).troubled()).toEqual(['17']);
	await meet('17', somebody());
	expect((await people()).troubled()).toEqual([]);
});
