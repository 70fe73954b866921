import { checkedRecords } from '../../test/support/checkedRecords';
import type { Evidence } from '../verify';
import { csvOf } from './csv';

const step = (id: string, more: object = {}): [string, unknown] => ['step.settled', { run: '1', system: 'okta', step: id, account: { id: '00u1', label: 'm@acme.test' }, outcome: 'done', verified: true, reason: 'So.', requestedAt: '2026-11-20T09:00:30.000Z', effectiveAt: '2026-11-20T09:00:45.000Z', verifiedAt: '2026-11-20T09:01:00.000Z', closes: 'devices', calls: [{ method: 'GET', requestId: 'r1' }, { problem: 'x' }, { requestId: 'r2' }], ...more }];
const rowsOf = (...steps: [string, unknown][]) => {
	const opened: [string, unknown] = ['case.opened', { case: { run: '1', dryRun: false, dueBy: '2026-11-20T09:15:00.000Z' }, person: { id: '30' }, event: { kind: 'terminate', effectiveAt: '2026-11-20T08:00:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' } }];
	const text = csvOf({ ok: true, found: { caseId: 'c' }, records: checkedRecords(opened, ...steps) } as unknown as Evidence);
	expect(text.startsWith('\ufeffcaseId,')).toBe(true);
	expect(text.endsWith('\r\n')).toBe(true);
	const [head, ...rows] = text.slice(1).split('\r\n').slice(0, -1).map((line) => line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)!.map((cell) => cell.replace(/,$/, '')).slice(0, 25));
	return rows.map((row) => Object.fromEntries(head!.map((name, index) => [name, row[index]])));
};

it('has a row for each step, with two clocks and the deadline', () => {
	expect(rowsOf(step('suspendDevices'))).toEqual([{
		caseId: '"c"', personId: '"30"', run: '"1"', system: '"okta"', action: '"suspendDevices"', account: '"m@acme.test"', closes: '"devices"', outcome: '"done"', verified: '"read back"',
		verificationMethod: '"read again from the system after the change"', result: '"verified"', effectiveAt: '"2026-11-20T08:00:00.000Z"', triggeredAt: '"2026-11-20T09:00:00.000Z"', requestedAt: '"2026-11-20T09:00:30.000Z"',
		acceptedAt: '"2026-11-20T09:00:45.000Z"', verifiedAt: '"2026-11-20T09:01:00.000Z"', minutesFromEffective: '61', minutesFromTrigger: '1', minutesFromStart: '1', slaMinutes: '15', met: 'true', requestIds: '"r1 r2"', reason: '"So."',
		controls: '"NCA ECC-2:2024 1-9-5; NIST SP 800-53 r5 PS-4 d; SOC 2 (TSC 2017) CC6.5; ISO/IEC 27001:2022 A.5.11"', evidenceSeq: '101',
	}]);
});

it.each([
	['open', { outcome: 'failed', verified: false, verifiedAt: null }, { result: '"open"', verifiedAt: '', met: '', minutesFromStart: '' }],
	['late', { verifiedAt: '2026-11-20T09:20:00.000Z' }, { met: 'false', minutesFromStart: '20' }],
	['done before it was due', { verifiedAt: '2026-11-20T07:59:30.000Z' }, { minutesFromEffective: '-0.5' }],
	['not to be seen', { verified: 'unverifiable' }, { result: '"unverifiable"', verified: '"cannot be read back"' }],
	['without what else is known', { closes: 'other', account: null }, { closes: '', controls: '', account: '' }],
])('says of a step that is %s what is recorded, and nothing else', (_, more, expected) => {
	expect(rowsOf(step('a', more))[0]).toMatchObject(expected);
});

it.each([
	['=1+1', `"'=1+1"`], ['+1', `"'+1"`], ['-1', `"'-1"`], ['@SUM(A1)', `"'@SUM(A1)"`], ['\tx', `"'\tx"`], ['＝1', `"'＝1"`], ['a=1', '"a=1"'],
	['He said "no", twice', '"He said ""no"", twice"'],
])('a cell is quoted, and no formula to a spreadsheet: %j', (reason, cell) => {
	expect(rowsOf(step('a', { reason }))[0]!['reason']).toBe(cell);
});
