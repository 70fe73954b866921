import type { Evidence } from '../verify';
import { millisecondsBetween } from './time';
import { caseView, type CaseView, type StepView } from './view';
import { controlsOf } from './view/controls';

const columns = [
	'caseId', 'personId', 'run', 'system', 'action', 'account', 'closes', 'outcome', 'verified', 'verificationMethod', 'result',
	'effectiveAt', 'triggeredAt', 'requestedAt', 'acceptedAt', 'verifiedAt',
	'minutesFromEffective', 'minutesFromTrigger', 'minutesFromStart', 'slaMinutes', 'met', 'requestIds', 'reason', 'controls', 'evidenceSeq',
] as const;

export type Cell = string | number | boolean | null;
type Row = { [column in (typeof columns)[number]]: Cell };

/** One row for each step of the run that counts. What is not recorded is an empty cell. */
export const csvOf = ({ found, records }: Evidence): string => {
	const view = caseView(records);
	const rows = (view.run?.steps ?? []).map((step) => rowOf(view, step, { caseId: found.caseId, evidenceSeq: records[step.record - 1]!.entry.seq }));
	return csvText(columns, rows);
};

export const csvText = <Column extends string>(columns: readonly Column[], rows: readonly { [column in Column]: Cell }[]): string => {
	const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => written(row[column])).join(','))];
	return `\ufeff${lines.map((line) => `${line}\r\n`).join('')}`;
};

const rowOf = ({ person, event, promise, run }: CaseView, step: StepView, { caseId, evidenceSeq }: { caseId: string; evidenceSeq: number }): Row => {
	const since = (start: string | null | undefined): number | null => (start && step.verifiedAt ? minutes(start, step.verifiedAt) : null);
	return {
		caseId,
		personId: person?.id ?? null,
		run: run?.id ?? null,
		system: step.system,
		action: step.step,
		account: step.account?.label ?? null,
		closes: step.closes,
		outcome: step.outcome,
		verified: step.verification,
		verificationMethod: step.verification === 'read back' ? 'read again from the system after the change' : null,
		result: resultOf(step),
		effectiveAt: event?.effectiveAt ?? null,
		triggeredAt: event?.receivedAt ?? null,
		requestedAt: step.requestedAt,
		acceptedAt: step.effectiveAt,
		verifiedAt: step.verifiedAt,
		minutesFromEffective: since(event?.effectiveAt),
		minutesFromTrigger: since(event?.receivedAt),
		minutesFromStart: since(promise?.startAt),
		slaMinutes: promise?.dueBy ? minutes(promise.startAt, promise.dueBy) : null,
		met: step.verifiedAt && promise?.dueBy ? step.verifiedAt <= promise.dueBy : null,
		requestIds: step.calls.flatMap(({ requestId }) => requestId ?? []).join(' '),
		reason: step.reason,
		controls: step.closes === null ? null : controlsOf(step.closes, event?.kind ?? null).map(({ framework, id }) => `${framework} ${id}`).join('; '),
		evidenceSeq,
	};
};

const resultOf = ({ settled, verification, outcome }: StepView): string => {
	if (outcome === 'planned' || outcome === 'not_removable_here') return outcome;
	if (!settled) return 'open';
	return verification === 'read back' ? 'verified' : 'unverifiable';
};

export const minutes = (from: string, to: string): number => Math.round(millisecondsBetween(from, to) / 600) / 100;

/** RFC 4180. What a spreadsheet would run as a formula is text to it with an apostrophe before it. */
const written = (cell: Cell): string => {
	if (cell === null) return '';
	if (typeof cell !== 'string') return String(cell);
	const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
	return `"${harmless.replaceAll('"', '""')}"`;
};
