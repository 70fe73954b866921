import type { Ledger } from '../ledger/types';
import { shown } from './exceptions/exception';
import { pendingIn } from './pending';
import { lastRead, lastReads } from './sources';

export interface WatchTerms {
	/** So long without a sign is too long. */
	silentMs: number;
	/** After so long somebody has stopped it on purpose, and has been told often enough. */
	forgottenMs: number;
}

export interface Silence {
	workflow: string;
	source: string;
	/** The last sign of life; null where there has never been one. */
	since: string | null;
	/** Events that fell due and that nobody has started. */
	overdue: number;
}

/** Triggers that no longer look, and events that should have been started. Asked by another workflow: who is dead cannot tell. */
export const silences = async (ledger: Ledger, now: Date, { silentMs, forgottenMs }: WatchTerms): Promise<Silence[]> => {
	const age = (instant: string): number => now.getTime() - Date.parse(instant);
	const overdue = [...(await pendingIn(ledger)).scheduled.values()].filter(({ announcement }) => age(announcement.event.effectiveAt) > silentMs);

	const silent = (await lastReads(ledger)).filter(({ at }) => age(at) > silentMs && age(at) <= forgottenMs);
	const concerned = new Map<string, Silence>(silent.map(({ workflow, source, at }) => [`${workflow} ${source}`, { workflow, source, since: at, overdue: 0 }]));
	for (const { workflow, announcement } of overdue) {
		const { source } = announcement.event;
		const key = `${workflow} ${source}`;
		const known = concerned.get(key) ?? { workflow, source, since: (await lastRead(ledger, { workflow, source }))?.at ?? null, overdue: 0 };
		concerned.set(key, { ...known, overdue: known.overdue + 1 });
	}
	return [...concerned.values()];
};

export const sentenceOf = ({ workflow, source, since, overdue }: Silence): string => {
	const last = since === null ? 'there has never been a sign of it' : `the last sign of it was at ${shown(since)}`;
	const late = overdue === 0 ? '' : ` ${overdue === 1 ? 'One event that has fallen due was' : `${overdue} events that have fallen due were`} not started.`;
	return `Workflow ${workflow} does not do its work for ${source}: ${last}.${late} Nobody who leaves is cut while this lasts. Look whether the workflow is published and n8n's executions go through; what is due runs by itself when it is back.`;
};
