import { longestChain, type JournalEntry } from '../sandbox';

export interface CriticalPath {
	calls: string[];
	ms: number;
}

const text = ({ method, path }: JournalEntry): string => `${method} ${path}`;

/**
 * The calls that had to wait for one another, and how long the vendors took over them.
 *
 * `longestChain` picks the most calls of which each began after the one before had been answered. Calls that wait for
 * nothing overlap, so they never lengthen it. It may join two calls that only happen to follow each other, but then the
 * later one waited for something else that ended no earlier than the first, and with the same latency on every answer, as
 * here, that other chain is as long. So its length is the depth of waiting that this run really had; the time between its
 * calls is what n8n and the pack spent themselves, and that is what the ratio shows.
 */
export const criticalPath = (entries: readonly JournalEntry[], until: number): CriticalPath => {
	// Begun, not ended, by then: the two processes' clocks may differ by the millisecond that decides about the last answer.
	const chain = longestChain(entries.filter(({ startedAt }) => Date.parse(startedAt) < until));
	return { calls: chain.map(text), ms: chain.reduce((sum, { startedMs, endedMs }) => sum + (endedMs ?? startedMs) - startedMs, 0) };
};
