import type { JsonObject, Ledger } from '../../ledger/types';
import { keep } from '../keep';
import { following, type View } from '../view';

export type FlaggedAs = 'orphan' | 'shouldBeDisabled' | 'missing';

/** An account that somebody has to look at, or a person who has none. */
export interface Flag {
	as: FlaggedAs;
	system: string;
	/** Of the account; of a person who has none `person <HR id>`. */
	id: string;
	label: string;
}

interface Seen {
	flag: Flag;
	/** When it was first seen; null while there is nothing to see. */
	since: string | null;
	/** How often it was over. */
	over: number;
}

type Flags = Map<string, Seen>;

const keyOf = (workflow: string, { as, system, id }: Flag): string => JSON.stringify([workflow, as, system, id]);

const flagsView: View<Flags> = {
	kinds: ['account.flagged', 'account.cleared'],
	empty: () => new Map(),
	take: (flags, { kind, at, content }) => {
		// What was erased is seen for the first time again.
		if (content === null) return;
		const account = content['account'] as { id: string; label: string };
		const flag: Flag = { as: content['as'] as FlaggedAs, system: String(content['system']), ...account };
		const key = keyOf(String(content['workflow']), flag);
		const over = flags.get(key)?.over ?? 0;
		flags.set(key, kind === 'account.flagged' ? { flag, since: at, over } : { flag, since: null, over: over + 1 });
	},
};

const flagsIn = following(flagsView);

/** One record when something is first seen. What it gives is since when it has been seen, and whether nobody knew before. */
export const noteFlag = async (ledger: Ledger, workflow: string, flag: Flag): Promise<{ firstSeen: string; isNew: boolean }> => {
	const seen = (await flagsIn(ledger)).get(keyOf(workflow, flag));
	if (seen !== undefined && seen.since !== null) return { firstSeen: seen.since, isNew: false };
	const { record, appended } = await write(ledger, 'account.flagged', workflow, flag, seen?.over ?? 0);
	return { firstSeen: record.at, isNew: appended };
};

/** One record when it is over. Of lists that could not be believed nothing is known to be over. */
export const clearFlags = async (ledger: Ledger, workflow: string, still: readonly Flag[], wasListed: (system: string) => boolean): Promise<void> => {
	const stillThere = new Set(still.map((flag) => keyOf(workflow, flag)));
	for (const [key, { flag, since, over }] of [...(await flagsIn(ledger))]) {
		const isOver = since !== null && !stillThere.has(key) && key === keyOf(workflow, flag) && wasListed(flag.system);
		if (isOver) await write(ledger, 'account.cleared', workflow, flag, over);
	}
};

const write = (ledger: Ledger, kind: 'account.flagged' | 'account.cleared', workflow: string, { as, system, id, label }: Flag, over: number) => {
	const content: JsonObject = { workflow, as, system, account: { id, label } };
	return keep(ledger, { kind, subject: `account/${system}/${id}`, once: [kind, workflow, as, system, id, over].join('/'), content });
};
