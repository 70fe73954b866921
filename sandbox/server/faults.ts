import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { deferred } from './deferred';
import type { Incoming, ReplyHeaders } from './message';
import { isRead } from './message';

const KINDS = ['status', 'throttle', 'timeout', 'reset', 'html', 'login-redirect', 'truncated', 'slow', 'lag', 'lie', 'not-found', 'forbidden', 'hold'];

/** What goes wrong. `applied` means: the change was made before things went wrong. */
export type Effect =
	| { kind: 'status'; status: number; headers?: ReplyHeaders; body?: unknown; applied?: boolean }
	| { kind: 'throttle'; resetInSeconds?: number; retryAfterSeconds?: number }
	| { kind: 'timeout'; applied?: boolean }
	| { kind: 'reset'; applied?: boolean }
	| { kind: 'html'; status?: number; applied?: boolean }
	| { kind: 'login-redirect'; location?: string }
	| { kind: 'truncated' }
	| { kind: 'slow'; ms: number }
	| { kind: 'lag'; ms?: number; reads?: number }
	| { kind: 'lie' }
	| { kind: 'not-found' }
	| { kind: 'forbidden' }
	| { kind: 'hold'; when?: 'before' | 'after' };

export interface FaultSpec {
	method?: string;
	/** Tried against the path alone and against path and query. */
	path?: RegExp | string;
	/** How often it strikes; without it, until removed. */
	times?: number;
	/** How many fitting requests pass untouched first. */
	after?: number;
	effect: Effect;
}

export interface FaultHandle {
	id: string;
	spec: FaultSpec;
	readonly hits: number;
	/** Resolves when the first request was struck; for `hold`, when it is being held. */
	struck: Promise<Incoming>;
	/** Lets held requests go on. */
	release(): void;
	remove(): void;
}

export interface ActiveFault {
	handle: FaultHandle;
	effect: Effect;
	released: Promise<void>;
	announce(incoming: Incoming): void;
}

export interface Faults {
	add(spec: FaultSpec): FaultHandle;
	readonly active: readonly FaultHandle[];
	clear(): void;
}

export interface FaultSwitchboard<State> extends Faults {
	match(incoming: Incoming): ActiveFault | undefined;
	/** The state is about to change: reads that are to lag will go on seeing it as it is now. */
	beforeChange(snapshot: () => State): void;
	staleState(incoming: Incoming): State | undefined;
}

interface Entry<State> extends ActiveFault {
	seen: number;
	stale?: { state: State; until: number; reads: number };
}

function fits({ method, path }: FaultSpec, incoming: Incoming): boolean {
	if (method !== undefined && method.toUpperCase() !== incoming.method) return false;
	if (path === undefined) return true;
	const pattern = new RegExp(path);
	return pattern.test(incoming.path) || pattern.test(incoming.url);
}

export function createFaults<State>(clock: Clock): FaultSwitchboard<State> {
	let entries: Entry<State>[] = [];
	const remove = (id: string) => {
		entries = entries.filter(({ handle }) => handle.id !== id);
	};
	return {
		add: (spec) => {
			if (!KINDS.includes(spec.effect.kind)) throw new Error(`There is no effect ${spec.effect.kind}, but ${KINDS.join(', ')}`);
			new RegExp(spec.path ?? '');
			const struck = deferred<Incoming>();
			const release = deferred();
			const id = randomUUID();
			let hits = 0;
			const handle: FaultHandle = {
				id,
				spec,
				get hits() {
					return hits;
				},
				struck: struck.promise,
				release: () => {
					release.resolve();
					remove(id);
				},
				remove: () => {
					release.resolve();
					remove(id);
				},
			};
			const announce = (incoming: Incoming) => {
				hits += 1;
				struck.resolve(incoming);
			};
			entries.push({ handle, effect: spec.effect, released: release.promise, announce, seen: 0 });
			return handle;
		},
		get active() {
			return entries.map(({ handle }) => handle);
		},
		clear: () => {
			for (const { handle } of entries) handle.release();
		},
		match: (incoming) => {
			for (const entry of entries) {
				const { spec } = entry.handle;
				if (spec.effect.kind === 'lag' || !fits(spec, incoming)) continue;
				entry.seen += 1;
				const strikes = entry.seen - (spec.after ?? 0);
				if (strikes >= 1 && strikes <= (spec.times ?? Infinity)) return entry;
			}
			return undefined;
		},
		beforeChange: (snapshot) => {
			for (const entry of entries) {
				const { effect } = entry;
				if (effect.kind !== 'lag' || (entry.stale !== undefined && stillStale(entry.stale, clock))) continue;
				const until = effect.ms === undefined ? Infinity : clock.elapsed() + effect.ms;
				const reads = effect.reads ?? (effect.ms === undefined ? 1 : Infinity);
				entry.stale = { state: snapshot(), until, reads };
			}
		},
		staleState: (incoming) => {
			const entry = entries.find(({ handle, stale }) => fits(handle.spec, incoming) && stale !== undefined && stillStale(stale, clock));
			if (entry?.stale === undefined || !isRead(incoming)) return undefined;
			entry.stale.reads -= 1;
			entry.announce(incoming);
			return entry.stale.state;
		},
	};
}

const stillStale = (stale: { until: number; reads: number }, clock: Clock) => stale.until > clock.elapsed() && stale.reads > 0;
