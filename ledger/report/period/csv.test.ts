import { stories, writePeriod } from '../../../test/support/examplePeriod';
import { temporaryLedger } from '../../../test/support/temporaryLedger';
import { readPeriodEvidence } from '../../verify/period';
import { populationCsv, slaCsv } from './csv';
import { defaultTerms } from './targets';
import { periodView, type PeriodView } from './view';

let view: PeriodView;
beforeAll(async () => {
	const clock = { now: 0 };
	const ledger = await temporaryLedger(() => new Date(clock.now));
	const period = { from: '2026-06-30T21:00:00.000Z', to: '2026-09-30T21:00:00.000Z' };
	const ids = await writePeriod(ledger, stories, { clock, start: Date.parse('2026-07-01T14:00:00.000Z'), apartMs: 2 * 24 * 60 * 60_000 });
	const evidence = readPeriodEvidence(JSON.stringify(await ledger.exportPeriod(period, ids)));
	await ledger.close();
	if (!evidence.ok) throw new Error(evidence.problem);
	view = periodView(evidence, defaultTerms);
});

const cellsOf = (line: string) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell]) => cell!.replaceAll('"', ''));
const rowsOf = (text: string) => {
	const [head, ...rows] = text.replace('\ufeff', '').trimEnd().split('\r\n').map(cellsOf);
	return rows.map((row) => Object.fromEntries(head!.map((name, index) => [name, row[index]])));
};

it('the population has a row for each case, and says which are counted', () => {
	const rows = rowsOf(populationCsv(view));
	expect(rows).toHaveLength(41);
	expect(rows.filter(({ counted }) => counted === 'yes')).toHaveLength(38);
	expect(rows[0]).toEqual({
		caseId: 'hr_event_20260701_1_100', counted: 'yes', personId: '1', personName: expect.any(String), kind: 'leaver', event: 'Termination', employeeType: 'Full-Time', lastWorkingDay: '',
		hrEnteredAt: '2026-06-29T14:00:00.000Z', effectiveAt: '2026-07-01T14:00:00.000Z', timeZone: 'Asia/Riyadh', openedAt: '2026-07-01T14:00:06.000Z', closedAt: '2026-07-01T14:33:09.000Z', dueBy: '2026-07-01T15:30:00.000Z',
		verdict: 'Complete', onTime: 'true', hrMinutes: '0', itMinutes: '33.15', steps: '7', stepsInTime: '7', openPoints: '0', source: 'bamboohr', sourceRecordId: 'bamboohr/kestrel/1/terminate/100', records: '9',
	});
	expect(rows.filter(({ counted }) => counted !== 'yes').map(({ counted }) => counted)).toEqual(['no: dry run only', 'no: dry run only', 'no: content erased']);
	expect(rows.at(-1)).toMatchObject({ personId: '', personName: '', verdict: '' });
});

it('the times have a row for each step, with both clocks and the target', () => {
	const rows = rowsOf(slaCsv(view));
	expect(rows).toHaveLength(view.overall.steps.length);
	expect(rows[0]).toMatchObject({ caseId: 'hr_event_20260701_1_100', system: 'okta', action: 'blockSignIn', closes: 'sign-in', minutesFromStart: '0.27', minutesFromTrigger: '2880.27', minutesFromEffective: '0.27', slaMinutes: '15', met: 'true', result: 'verified' });
	expect(rows.find(({ outcome }) => outcome === 'held')).toMatchObject({ met: 'false', result: 'skipped', verifiedAt: '', why: 'Held by exception ex_4f2a91c07d' });
	expect(rows.filter(({ result }) => result === 'failed')).toHaveLength(2);
	const seqs = new Set(rows.map(({ evidenceSeq }) => evidenceSeq));
	expect(seqs.size).toBe(rows.length);
});
