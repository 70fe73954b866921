import type { JsonObject } from '../types';
import { isObject } from './json';
import type { Body, Entry } from './record';

export interface CheckedRecord {
	entry: Entry;
	/** null where it was erased. */
	body: Body | null;
}

const openings: ReadonlySet<string> = new Set(['case.opened', 'case.resumed']);

/** What Open Case wrote down about the run it began. */
export const openingIn = ({ entry, body }: CheckedRecord): JsonObject | undefined => {
	const opened = openings.has(entry.kind) ? body?.content['case'] : undefined;
	return isObject(opened) ? opened : undefined;
};

/** The run of the case that a record belongs to; null where it belongs to none, or does not say. */
export const runOf = (record: CheckedRecord): string | null => {
	if (record.entry.kind === 'record.erased') return null;
	const run = (openings.has(record.entry.kind) ? openingIn(record) : record.body?.content)?.['run'];
	return typeof run === 'string' ? run : null;
};

/** Runs that were to change nothing. */
export const dryRunsIn = (records: readonly CheckedRecord[]): ReadonlySet<string> => {
	const dry = new Map<string, boolean>();
	for (const record of records) {
		const run = runOf(record);
		const said = (openingIn(record) ?? (record.entry.kind === 'case.closed' ? record.body?.content : undefined))?.['dryRun'];
		if (run !== null && typeof said === 'boolean') dry.set(run, said && dry.get(run) !== false);
	}
	return new Set([...dry.keys()].filter((run) => dry.get(run)));
};

/** What HR said, what people decided and what was erased may be recorded at any time, and opens no case again. */
const saysNothing = /^(?:event\.|decision\.|guard\.|hold\.|record\.erased$)/;

/** A dry run counts only as long as there was no other. */
export const withoutDryRuns = (records: readonly CheckedRecord[]): readonly CheckedRecord[] => {
	const dry = dryRunsIn(records);
	const real = records.filter((record) => !dry.has(runOf(record) ?? ''));
	return real.some((record) => runOf(record) !== null) || dry.size === 0 ? real : records;
};

/** The records that say how the case stands. */
export const decisive = (records: readonly CheckedRecord[]): readonly CheckedRecord[] => withoutDryRuns(records.filter(({ entry }) => !saysNothing.test(entry.kind)));
