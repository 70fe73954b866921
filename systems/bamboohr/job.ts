import { createHash } from 'node:crypto';
import { startOfDay } from '../../lifecycle/calendar';
import type { Change } from '../../lifecycle/event';
import type { Job } from '../../lifecycle/known';
import type { Turn } from './employment';
import { text, type Row } from './rows';

const columns = { title: 'jobTitle', department: 'department', location: 'location', manager: 'reportsTo' } as const;
const fields = Object.keys(columns) as (keyof Job)[];

export interface JobHistory {
	/** null before the first row takes effect. */
	job: Job | null;
	/** What the first row ahead says, for somebody who has none yet. */
	first: Job | null;
	row: Row | null;
	/** When that row took effect. */
	at: Date | null;
	past: Row[];
	ahead: Turn[];
}

/** A column the key's user may not see is left out, and is not the same as an empty one. */
const jobIn = (row: Row): Job => Object.fromEntries(fields.filter((field) => row.columns[columns[field]] !== undefined).map((field) => [field, text(row.columns[columns[field]])]));

export const changesIn = (from: Job, to: Job): Change[] =>
	fields.filter((field) => from[field] !== undefined && to[field] !== undefined && from[field] !== to[field]).map((field) => ({ field, from: from[field]!, to: to[field]! }));

export const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);

/** A row that is edited in its place says something else, so its words are part of what it is known by. */
export const moveTurn = (row: Row, job: Job, at: Date, changes: Change[]): Turn => ({ track: 'job', kind: 'move', at, date: row.date, fact: `${row.id}-move-${digest(job)}`, changes });

export const jobHistoryOf = (rows: readonly Row[], zone: string, now: Date): JobHistory => {
	const atOf = (row: Row): Date => startOfDay(row.date, zone)!;
	const past = rows.slice(0, rows.findLastIndex((row) => atOf(row) <= now) + 1);
	const future = rows.slice(past.length);
	const ahead: Turn[] = [];
	let before = past.length === 0 ? null : jobIn(past.at(-1)!);
	const job = before;
	for (const row of future) {
		const next = jobIn(row);
		const changes = before === null ? [] : changesIn(before, next);
		if (changes.length > 0) ahead.push(moveTurn(row, next, atOf(row), changes));
		before = { ...before, ...next };
	}
	return { job, first: future.length === 0 ? null : jobIn(future[0]!), row: past.at(-1) ?? null, at: past.length === 0 ? null : atOf(past.at(-1)!), past, ahead };
};
