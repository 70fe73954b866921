import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock';
import type { Incoming } from './message';
import { isRead } from './message';
import { createWatchers } from './watchers';

export interface JournalEntry {
	number: number;
	method: string;
	path: string;
	query: Record<string, string>;
	/** As received, except that credentials are cut down to their scheme. */
	headers: Record<string, string>;
	body: string;
	/** It asked for something and changed nothing. */
	reads: boolean;
	startedAt: string;
	/** Monotonic milliseconds, comparable between all journals of one process. */
	startedMs: number;
	status?: number;
	endedAt?: string;
	endedMs?: number;
	/** The client never got a whole answer. */
	broken?: boolean;
	fault?: string;
	/** It was refused for being over a limit, which is lifted then: as `clock.elapsed` counts, and so comparable with `startedMs` while nobody moves the clock. */
	throttledUntil?: number;
}

export interface Journal {
	readonly entries: readonly JournalEntry[];
	readonly reads: readonly JournalEntry[];
	readonly writes: readonly JournalEntry[];
	find(match: { method?: string; path?: RegExp }): JournalEntry[];
	/** Resolves with the first answered entry, past or future, that fits. */
	waitFor(fits: (entry: JournalEntry) => boolean): Promise<JournalEntry>;
	clear(): void;
}

export interface JournalWriter extends Journal {
	open(incoming: Incoming): JournalEntry;
	close(entry: JournalEntry, status: number | undefined): void;
}

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie']);
/** Nothing but the credential, without a scheme before it. */
const BARE_SECRETS = new Set(['x-api-key', 'x-amz-security-token', 'x-vault-token']);

const redact = (name: string, value: string) => {
	if (BARE_SECRETS.has(name)) return '[redacted]';
	return SECRET_HEADERS.has(name) ? `${value.split(' ', 1)[0] ?? ''} [redacted]` : value;
};

const plainHeaders = ({ headers }: Incoming) =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(name, String(value))]));

export function createJournal(clock: Clock): JournalWriter {
	const entries: JournalEntry[] = [];
	const answered = createWatchers(() => entries.filter(({ endedMs }) => endedMs !== undefined));
	let last = 0;
	return {
		entries,
		get reads() {
			return entries.filter(({ reads }) => reads);
		},
		get writes() {
			return entries.filter(({ reads }) => !reads);
		},
		find: ({ method, path }) =>
			entries.filter((entry) => (method === undefined || entry.method === method) && (path === undefined || path.test(entry.path))),
		waitFor: answered.waitFor,
		clear: () => {
			entries.length = 0;
		},
		open: (incoming) => {
			const entry: JournalEntry = {
				number: ++last,
				method: incoming.method,
				path: incoming.path,
				query: Object.fromEntries(incoming.query),
				headers: plainHeaders(incoming),
				body: incoming.method === 'GET' || incoming.method === 'HEAD' ? '' : incoming.rawBody.toString('utf8'),
				reads: isRead(incoming),
				startedAt: clock.iso(),
				startedMs: performance.now(),
			};
			entries.push(entry);
			return entry;
		},
		close: (entry, status) => {
			entry.endedMs = performance.now();
			entry.endedAt = clock.iso();
			if (status === undefined) entry.broken = true;
			else entry.status = status;
			answered.announce(entry);
		},
	};
}

/**
 * The most requests of which each began only after the one before it had been answered: the round trips
 * that cannot be saved by doing more at once.
 */
export function longestChain(entries: readonly JournalEntry[]): JournalEntry[] {
	const chain: JournalEntry[] = [];
	const ended = entries.filter((entry) => entry.endedMs !== undefined);
	for (const entry of ended.sort((a, b) => (a.endedMs ?? 0) - (b.endedMs ?? 0))) {
		const before = chain.at(-1);
		if (before === undefined || entry.startedMs >= (before.endedMs ?? 0)) chain.push(entry);
	}
	return chain;
}
