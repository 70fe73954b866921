import type { Clock } from '../../lifecycle/clock';
import { excuse } from '../../lifecycle/deadline';
import { asProblem, Problem } from '../../lifecycle/problem';
import type { Budget } from './budget';
import { waitAsked } from './rateLimit';
import type { Http, HttpRequest, HttpResponse } from './types';

export interface HttpPatience {
	/** For sentences: `Okta`. */
	system: string;
	clock: Clock;
	budget: Budget;
	signal?: AbortSignal;
	/** Answers by which this system says "not now" in words of its own, beside 429. */
	isThrottled?: (response: HttpResponse) => boolean;
	/** The longest single wait a throttled answer may ask for. */
	longestWaitMs?: number;
	/** How long one request may be kept alive over all its waits. */
	totalMs?: number;
	random?: () => number;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const passingTries = 3;
/** Will not be there the next time either. */
const notImplemented = 501;

/** A read can be sent again whatever happened to it; a change only when the server said it did not take it. */
const mayRepeat = (request: HttpRequest): boolean => request.method === 'GET' || request.readsOnly === true;

/**
 * Waits out what a vendor asks to be waited out. n8n itself does not retry a 429 at all, and a node
 * at most five times five seconds; a rate limit lasts a minute.
 */
export const patient = (send: Http, patience: HttpPatience): Http => {
	const { clock, budget, signal, isThrottled = () => false, random = Math.random, totalMs = 10 * 60_000, longestWaitMs = 5 * 60_000 } = patience;

	const now = (): number => clock.now().getTime();
	const sleep = (ms: number): Promise<void> =>
		clock.sleep(ms, signal).catch(() => {
			throw new Problem('cancelled', `The execution was cancelled while waiting for ${patience.system}. Run the case again.`);
		});

	/** The request has its place in the queue while it waits, so that whoever came first is asked for first. */
	const whenTaken = async (request: HttpRequest, sending: () => void): Promise<HttpResponse> => {
		for (let wait = budget.lull.until - now(); wait > 0; wait = budget.lull.until - now()) {
			excuse(wait);
			await sleep(wait);
		}
		sending();
		return await send(request);
	};

	return async (request) => {
		const started = now();
		for (let turn = 0; ; turn++) {
			let sentAt = now();
			const answer = await budget.run(() => whenTaken(request, () => (sentAt = now()))).then(
				(response): { response: HttpResponse } => ({ response }),
				(error: unknown) => ({ problem: asProblem(error) }),
			);
			const wait = 'response' in answer ? afterAnswer(answer.response) : afterProblem(answer.problem);
			if (wait === undefined || now() - started + wait > totalMs) {
				if ('response' in answer) return answer.response;
				throw answer.problem;
			}
			if (wait > 0) await sleep(wait);

			function backOff(times: number): number {
				const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** times);
				return ceiling / 2 + random() * (ceiling / 2);
			}

			/** What was sent before the others stopped asking says nothing that is not known. */
			function quiet(): number {
				const { lull } = budget;
				if (sentAt >= lull.until) lull.until = now() + backOff(lull.turn++);
				return 0;
			}

			function toldToWait(ms: number): number {
				excuse(ms);
				return ms;
			}

			function afterAnswer(response: HttpResponse): number | undefined {
				const asked = waitAsked(response.headers, clock.now());
				const throttled = response.status === 429 || (!request.once && ((response.status === 503 && asked !== undefined) || isThrottled(response)));
				if (throttled) {
					if (asked !== undefined) return asked <= longestWaitMs ? toldToWait(asked + random() * 250) : undefined;
					return turn < 8 ? quiet() : undefined;
				}
				budget.lull.turn = 0;
				return response.status >= 500 && response.status !== notImplemented && mayRepeat(request) && turn < passingTries ? backOff(turn) : undefined;
			}

			function afterProblem(problem: Problem): number | undefined {
				// It never left: a token for it was refused for now.
				if (problem.code === 'throttled') return turn < 8 ? quiet() : undefined;
				return problem.passing && mayRepeat(request) && turn < passingTries ? backOff(turn) : undefined;
			}
		}
	};
};
