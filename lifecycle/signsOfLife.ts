import type { Ledger } from '../ledger/types';
import { pendingIn, type Taken } from './pending';
import { following, type View } from './view';

/** What says that a trigger looks at its source: kept by the trigger itself, at least every ten minutes. */
const signOfLife = 'source.read';

interface Sign {
	workflow: string;
	source: string;
	at: string;
}

const signsView: View<Map<string, Sign>> = {
	kinds: [signOfLife],
	empty: () => new Map(),
	take: (signs, { at, content }) => {
		if (content === null) return;
		const [workflow, source] = [String(content['workflow']), String(content['source'])];
		signs.set(`${workflow} ${source}`, { workflow, source, at });
	},
};

const signsIn = following(signsView);

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
	const signs = await signsIn(ledger);
	const overdue = [...(await pendingIn(ledger)).scheduled.values()].filter(({ announcement }) => age(announcement.event.effectiveAt) > silentMs);

	const silent = [...signs.values()].filter(({ at }) => age(at) > silentMs && age(at) <= forgottenMs);
	const concerned = new Map<string, Silence>(silent.map(({ workflow, source, at }) => [`${workflow} ${source}`, { workflow, source, since: at, overdue: 0 }]));
	for (const { workflow, announcement } of overdue) {
		const key = keyOf(workflow, announcement);
		const known = concerned.get(key) ?? { workflow, source: announcement.event.source, since: signs.get(key)?.at ?? null, overdue: 0 };
		concerned.set(key, { ...known, overdue: known.overdue + 1 });
	}
	return [...concerned.values()];
};

const keyOf = (workflow: string, { event }: Taken['announcement']): string => `${workflow} ${event.source}`;

export const sentenceOf = ({ workflow, source, since, overdue }: Silence): string => {
	const last = since === null ? 'there has never been a sign of it' : `the last sign of it was at ${since.slice(0, 16).replace('T', ' ')} UTC`;
	const late = overdue === 0 ? '' : ` ${overdue === 1 ? 'One event that has fallen due was' : `${overdue} events that have fallen due were`} not started.`;
	return `Workflow ${workflow} does not do its work for ${source}: ${last}.${late} Nobody who leaves is cut while this lasts. Look whether the workflow is published and n8n's executions go through; what is due runs by itself when it is back.`;
};
