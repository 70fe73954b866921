import type { Ledger } from '../../ledger/types';
import { keep } from '../keep';
import { Problem } from '../problem';
import { following, type View } from '../view';
import type { Former, SystemAccount } from './compare';
import { grouped, isHere, type Rostered } from './roster';

/** How long the lists were. A type, not an interface: the ledger keeps it. */
export type Lengths = {
	/** Everybody HR lists, also those who left. */
	people: number;
	/** Who works there. */
	here: number;
	/** By system. */
	accounts: { [system: string]: number };
};

export interface LastComparison extends Lengths {
	at: string;
}

const comparisonsView: View<Map<string, LastComparison>> = {
	kinds: ['accounts.compared'],
	empty: () => new Map(),
	take: (comparisons, { at, content }) => {
		if (content !== null) comparisons.set(String(content['workflow']), { ...(content as unknown as Lengths), at });
	},
};

const comparisonsIn = following(comparisonsView);

export const lastComparison = async (ledger: Ledger, workflow: string): Promise<LastComparison | undefined> => (await comparisonsIn(ledger)).get(workflow);

export const noteComparison = async (ledger: Ledger, workflow: string, lengths: Lengths): Promise<void> => {
	await keep(ledger, { kind: 'accounts.compared', content: { workflow, ...lengths } });
};

export const lengthsOf = (people: readonly Rostered[], accounts: readonly SystemAccount[]): Lengths => ({
	people: new Set(people.map(({ id, source }) => JSON.stringify([source, id]))).size,
	here: people.filter(isHere).length,
	accounts: Object.fromEntries([...grouped(accounts, ({ system }) => [system])].map(([system, all]) => [system, new Set(all.map(({ id }) => id)).size])),
});

/** One alone may be meant: nobody is surprised by it. */
const hasShrunk = (before: number, now: number, percent: number): boolean => before - now > 1 && (before - now) * 100 > before * percent;

const suspect = (why: string): Problem =>
	new Problem('bad_answer', `${why} Nothing was compared, so that nobody's account is called an orphan for it. Look whether HR's list is whole; if it is, raise "Suspicious Shrinking (%)" in Access Reconcile for one run.`, { reason: 'source_suspect' });

/** Who is not on the list is taken for nobody, so a list that may not be whole is not used at all. */
export const whyRosterIsSuspect = (now: Lengths, before: LastComparison | undefined, leftSince: readonly Former[], percent: number): Problem | null => {
	if (now.people === 0) return suspect('HR\'s list of people came empty.');
	if (now.here === 0) return suspect(`HR's list has ${now.people === 1 ? 'one person' : `${now.people} people`} and says of none that they work here.`);
	if (before === undefined) return null;
	if (hasShrunk(before.people, now.people, percent)) return suspect(`HR's list has ${now.people} people where it had ${before.people} when it was last compared.`);
	// Whoever left as HR announced is missing for a reason.
	if (hasShrunk(before.here, now.here + leftSince.length, percent)) return suspect(`HR says of ${now.here} people that they work here, where it said so of ${before.here} when it was last compared, and there was no word of so many leaving.`);
	return null;
};

export interface Shortened {
	system: string;
	before: number;
	now: number;
}

/** Lists that ended early: from what they do not show nothing follows. */
export const shortenedLists = (now: Lengths, before: LastComparison | undefined, percent: number): Shortened[] =>
	Object.entries(before?.accounts ?? {}).flatMap(([system, count]) => {
		const found = now.accounts[system] ?? 0;
		return hasShrunk(count, found, percent) || found === 0 ? [{ system, before: count, now: found }] : [];
	});
