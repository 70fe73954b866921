import type { Json } from '../ledger/types';
import type { Clock } from './clock';
import { unlessAborted, whyAborted } from './deadline';
import type { Hold } from './exceptions/hold';
import type { Outcome, Verified } from './outcome';
import { asProblem, type Problem } from './problem';
import { hasEnded, pauseBefore, readBack, type Patience, type Seen } from './readBack';
import type { Left, Plan } from './step';

/** A step bound to one account: how to read, what is missing, how to supply it. */
export interface Change<State extends Json> {
	/** For sentences: `Okta`. */
	system: string;
	read(receipt?: Json): Promise<State>;
	plan(state: State): Plan;
	apply(state: State): Promise<Json | void>;
	since?(state: State): string | null;
}

export interface Terms<State> {
	clock: Clock;
	patience: Patience;
	dryRun: boolean;
	signal?: AbortSignal;
	/**
	 * Read before other steps ran. A stale read can start a change but never end one:
	 * whatever it says, `satisfied` is only ever concluded from a read made now.
	 */
	startFrom?: State | undefined;
	/** What keeps the step from being carried out, asked when it is about to be. */
	heldBy(): Promise<Hold | null>;
	/** Durable before the first call that changes anything. */
	intend(plan: Plan, state: State): Promise<void>;
	/** Throws when somebody else has taken the work over. */
	stillOurs(): void;
	/** Called where another system has yet to do its part, and nothing here need wait for it. */
	letOthersGo?: () => void;
	/** How an earlier run of the same case proved this, for states that cannot be read. */
	provenBefore(): Promise<Verified | undefined>;
}

export interface CarriedOut<State> {
	outcome: Outcome;
	verified: Verified;
	reason: string;
	left: Left[];
	before?: State;
	after?: State;
	requestedAt: string | null;
	effectiveAt: string | null;
	verifiedAt: string | null;
	problem?: Problem;
	/** The exception that held or refused it. */
	exception?: string;
	/** The administrator wants it so for now. */
	accepted?: true;
	/** Only the person can do it. */
	theirs?: true;
}

/** read → plan → intent → apply → read and plan again, until satisfied or out of patience. The same for every step of every system. */
export const carryOut = async <State extends Json>(change: Change<State>, terms: Terms<State>): Promise<CarriedOut<State>> => {
	const { clock, signal } = terms;
	const instant = () => clock.now().toISOString();
	const look = async (receipt?: Json) => {
		const state = await unlessAborted(() => change.read(receipt), signal);
		const plan = change.plan(state);
		if (plan.kind === 'underway' && plan.elsewhere) terms.letOthersGo?.();
		return { state, plan };
	};
	const untouched = { requestedAt: null, effectiveAt: null, verifiedAt: null, left: [] as Left[] };

	let seen: { state: State; plan: Plan };
	try {
		const stale = terms.startFrom;
		seen = stale === undefined ? await look() : { state: stale, plan: change.plan(stale) };
		if (stale !== undefined && seen.plan.kind !== 'change' && seen.plan.kind !== 'unknown') seen = await look();
	} catch (error) {
		const problem = signal?.aborted ? whyAborted(signal, 'The execution was cancelled before this step began. Run the case again.') : asProblem(error);
		return { ...untouched, outcome: 'failed', verified: false, problem, reason: `${problem.message} Nothing was changed.` };
	}

	const before = seen.state;
	const first = seen.plan;
	const result = { ...untouched, before, left: first.left };
	const since = (state: State) => change.since?.(state) ?? null;

	if (first.kind === 'satisfied') {
		return { ...result, outcome: 'already_done', verified: true, reason: first.what, after: before, effectiveAt: since(before), verifiedAt: instant() };
	}
	if (first.kind === 'impossible') {
		return { ...result, outcome: first.outcome, verified: first.outcome === 'not_removable_here', reason: first.what, after: before, ...(first.accepted ? { accepted: true } : {}), ...(first.theirs ? { theirs: true } : {}) };
	}
	if (first.kind === 'unknown' && !terms.dryRun) {
		const proven = await terms.provenBefore();
		if (proven !== undefined) {
			return { ...result, outcome: 'already_done', verified: proven, reason: `Done earlier in this case: ${first.what}` };
		}
	}
	const hold = await terms.heldBy();
	if (hold !== null) {
		return { ...result, left: [], outcome: hold.outcome, verified: false, ...(hold.exception === undefined ? {} : { exception: hold.exception }), reason: `Not done: ${first.what}; ${hold.why}.` };
	}
	if (terms.dryRun) {
		return { ...result, outcome: 'planned', verified: false, reason: `Dry run, nothing was changed. Would do: ${first.what}` };
	}

	await terms.intend(first, before);
	const requestedAt = instant();
	let receipt: Json | undefined;
	let problem: Problem | undefined;
	let answeredAt: string | null = null;
	let last: Seen<State> = seen;
	let supplied = first;

	for (let turn = 1; ; turn++) {
		const plan: Plan = 'plan' in last ? last.plan : first;
		const state = 'state' in last ? last.state : before;
		const onlyWaiting: boolean = plan.kind === 'underway' && !problem;
		if (plan.kind !== 'underway') {
			try {
				signal?.throwIfAborted();
				terms.stillOurs();
				receipt = (await unlessAborted(() => change.apply(state), signal)) ?? receipt;
				problem = undefined;
				answeredAt = instant();
			} catch (error) {
				problem = signal?.aborted ? whyAborted(signal, 'The execution was cancelled while this step ran. Run the case again.') : asProblem(error);
				if (problem.code === 'cancelled' || problem.code === 'superseded') break;
			}
		}
		const once: Patience = { ...terms.patience, readBackMs: 0, proofMs: 0 };
		try {
			last = await readBack(() => look(receipt), clock, problem ? once : terms.patience, signal, ...(onlyWaiting ? [hasEnded] : []));
		} catch {
			problem = whyAborted(signal, 'The execution was cancelled before the change was read back. Run the case again.');
			break;
		}
		if ('plan' in last && last.plan.kind === 'satisfied') {
			const verifiedAt = instant();
			const effectiveAt = since(last.state) ?? answeredAt ?? verifiedAt;
			return { before, after: last.state, left: last.plan.left, outcome: 'done', verified: true, reason: `${supplied.what}; read back: ${last.plan.what}`, requestedAt, effectiveAt, verifiedAt };
		}
		if (problem && 'plan' in last && last.plan.kind === 'underway') {
			// It was taken all the same: an answer was lost, or somebody else had asked for it already.
			problem = undefined;
			continue;
		}
		if (onlyWaiting && 'plan' in last && (last.plan.kind === 'change' || last.plan.kind === 'unknown')) {
			supplied = last.plan;
			continue;
		}
		if (!problem || turn >= terms.patience.tries || !worthAnotherTry(problem, state, last)) break;
		try {
			await clock.sleep(pauseBefore(turn), signal);
		} catch {
			problem = whyAborted(signal, 'The execution was cancelled between two tries. Run the case again.');
			break;
		}
	}

	return { before, left: 'plan' in last ? last.plan.left : [], requestedAt, effectiveAt: null, verifiedAt: null, ...unconfirmed(change.system, supplied, last, problem, answeredAt) };
};

/** A refused call is worth repeating only when the state it was refused for has changed meanwhile. */
const worthAnotherTry = <State>(problem: Problem, tried: State, last: Seen<State>): boolean =>
	problem.passing || ('state' in last && last.plan.kind === 'change' && JSON.stringify(last.state) !== JSON.stringify(tried));

type Ending<State> = Pick<CarriedOut<State>, 'outcome' | 'verified' | 'reason'> & Partial<CarriedOut<State>>;

const unconfirmed = <State>(system: string, first: Plan, last: Seen<State>, problem: Problem | undefined, answeredAt: string | null): Ending<State> => {
	const after = 'state' in last ? { after: last.state } : {};
	if (problem) return { ...after, problem, outcome: 'failed', verified: false, reason: problem.message };
	if ('problem' in last) {
		return {
			problem: last.problem,
			outcome: 'failed',
			verified: false,
			reason: `${system} accepted the change but it could not be read back, so it does not count as done. ${last.problem.message}`,
		};
	}
	if (last.plan.kind === 'underway') {
		const reason = last.plan.elsewhere ? `${last.plan.what}. Run the case again once that has ended.` : `${system} is still working on it: ${last.plan.what}`;
		return { ...after, outcome: 'pending', verified: false, reason };
	}
	if (last.plan.kind === 'unknown') {
		return { ...after, outcome: 'done', verified: 'unverifiable', effectiveAt: answeredAt, reason: `${first.what}. ${last.plan.what}` };
	}
	if (last.plan.kind === 'impossible') {
		return { ...after, outcome: last.plan.outcome, verified: last.plan.outcome === 'not_removable_here', reason: last.plan.what, ...(last.plan.theirs ? { theirs: true } : {}) };
	}
	return {
		...after,
		outcome: 'failed',
		verified: false,
		reason: `${system} accepted the change, but reading it back still shows: ${last.plan.what}. Look at the account in ${system} and run the case again.`,
	};
};
