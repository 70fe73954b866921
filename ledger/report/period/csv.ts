import { csvText, type Cell } from '../csv';
import type { TimedStep } from './timed';
import type { ErasedCase, PeriodCase, PeriodView } from './view';

const populationColumns = [
	'caseId', 'counted', 'personId', 'personName', 'kind', 'event', 'employeeType', 'lastWorkingDay', 'hrEnteredAt', 'effectiveAt', 'timeZone', 'openedAt', 'closedAt', 'dueBy',
	'verdict', 'onTime', 'hrMinutes', 'itMinutes', 'steps', 'stepsInTime', 'openPoints', 'source', 'sourceRecordId', 'records',
] as const;

type PopulationRow = { [column in (typeof populationColumns)[number]]: Cell };

/** One row for each case in the file, also for those that are not counted, with why. */
export const populationCsv = (view: PeriodView): string =>
	csvText(populationColumns, [
		...view.cases.map((one) => rowOf(one, 'yes')),
		...view.belated.map((one) => rowOf(one, 'no: took effect before the period')),
		...view.takenBack.map((one) => rowOf(one, 'no: taken back by HR')),
		...view.drills.map((one) => rowOf(one, 'no: drill')),
		...view.dryRuns.map((one) => rowOf(one, 'no: dry run only')),
		...view.erased.map(erasedRow),
	]);

const rowOf = ({ caseId, view: { event, person, verdict, residual }, steps, records, ...one }: PeriodCase, counted: string): PopulationRow => ({
	caseId,
	counted,
	personId: person?.id ?? null,
	personName: person?.name ?? null,
	kind: event?.kind ?? null,
	event: event?.name ?? null,
	employeeType: person?.workerType ?? null,
	lastWorkingDay: person?.lastDay ?? null,
	hrEnteredAt: one.hrEnteredAt,
	effectiveAt: one.effectiveAt,
	timeZone: person?.timeZone ?? null,
	openedAt: one.openedAt,
	closedAt: one.closedAt,
	dueBy: one.dueBy,
	verdict,
	onTime: one.onTime,
	hrMinutes: one.hrMinutes,
	itMinutes: one.itMinutes,
	steps: steps.length,
	stepsInTime: steps.filter(({ standing }) => standing === 'in time').length,
	openPoints: residual.filter(({ kind }) => kind === 'open' || kind === 'by exception').length,
	source: event?.source ?? null,
	sourceRecordId: event?.key ?? null,
	records: records.length,
});

const erasedRow = ({ caseId, records, firstAt, lastAt }: ErasedCase): PopulationRow => ({
	...(Object.fromEntries(populationColumns.map((column) => [column, null])) as PopulationRow),
	caseId, counted: 'no: content erased', openedAt: firstAt, closedAt: lastAt, records,
});

const slaColumns = [
	'caseId', 'personId', 'system', 'action', 'closes', 'effectiveAt', 'triggeredAt', 'requestedAt', 'acceptedAt', 'verifiedAt',
	'minutesFromEffective', 'minutesFromTrigger', 'minutesFromStart', 'slaMinutes', 'met', 'result', 'verificationMethod', 'outcome', 'why', 'evidenceSeq',
] as const;

const results: { readonly [standing in TimedStep['standing']]: string } = { 'in time': 'verified', late: 'verified', 'cannot be read back': 'unverifiable', 'by exception': 'skipped', 'not done': 'failed' };

/** One row for each step of each counted case that something can be said of in minutes. */
export const slaCsv = ({ cases }: PeriodView): string =>
	csvText(slaColumns, cases.flatMap(({ caseId, view, steps, records, effectiveAt, hrEnteredAt }) => steps.map((step) => ({
		caseId,
		personId: view.person?.id ?? null,
		system: step.system,
		action: step.action,
		closes: step.closes,
		effectiveAt,
		triggeredAt: hrEnteredAt,
		requestedAt: step.requestedAt,
		acceptedAt: step.acceptedAt,
		verifiedAt: step.verifiedAt,
		minutesFromEffective: step.minutesFromEffective,
		minutesFromTrigger: step.minutesFromTrigger,
		minutesFromStart: step.minutesFromStart,
		slaMinutes: step.slaMinutes,
		met: step.standing === 'in time',
		result: results[step.standing],
		verificationMethod: step.verifiedAt === null ? null : 'read again from the system after the change',
		outcome: step.outcome,
		why: step.why,
		evidenceSeq: records[step.record - 1]!.entry.seq,
	}))));
