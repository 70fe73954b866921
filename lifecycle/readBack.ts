import type { Clock } from './clock';
import { asProblem, type Problem } from './problem';
import type { Plan } from './step';

export interface Patience {
	/** How long a system may take to show a change it accepted. */
	readBackMs: number;
	/** How long to look for proof where the system has no state to read. */
	proofMs: number;
	/** How often a change may be sent. */
	tries: number;
}

export const defaultPatience: Patience = { readBackMs: 60_000, proofMs: 20_000, tries: 4 };

export type Seen<State> = { state: State; plan: Plan } | { problem: Problem };

const pauses = [150, 300, 600, 1_200, 2_500, 5_000] as const;
export const pauseBefore = (turn: number): number => pauses[Math.min(turn, pauses.length - 1)]!;

/** Reading again shows nothing else. */
const isSettled = ({ kind }: Plan): boolean => kind === 'satisfied' || kind === 'impossible';

/** For what is only waited for, because nothing was sent yet. */
export const hasEnded = ({ kind }: Plan): boolean => kind !== 'underway';

/**
 * Reads until the state is what was asked for or patience runs out, and returns the last thing seen.
 * The first read is immediate: most systems show a change at once.
 */
export const readBack = async <State>(
	look: () => Promise<{ state: State; plan: Plan }>,
	clock: Clock,
	patience: Patience,
	signal?: AbortSignal,
	isEnough: (plan: Plan) => boolean = isSettled,
): Promise<Seen<State>> => {
	const started = clock.now().getTime();
	for (let turn = 0; ; turn++) {
		const seen = await look().catch((error: unknown): Seen<State> => ({ problem: asProblem(error) }));
		if ('problem' in seen) {
			if (!seen.problem.passing) return seen;
		} else if (isEnough(seen.plan)) {
			return seen;
		}
		const proofOnly = 'plan' in seen && seen.plan.kind === 'unknown';
		const limit = proofOnly ? patience.proofMs : patience.readBackMs;
		const pause = pauseBefore(turn);
		if (clock.now().getTime() - started + pause > limit) return seen;
		await clock.sleep(pause, signal);
	}
};
