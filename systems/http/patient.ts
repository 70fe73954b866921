import type { Clock } from '../../lifecycle/clock';
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

	return async (request) => {
		const started = clock.now().getTime();
		for (let turn = 0; ; turn++) {
			const answer = await budget.run(() => send(request)).then(
				(response): { response: HttpResponse } => ({ response }),
				(error: unknown) => ({ problem: asProblem(error) }),
			);
			const wait = 'response' in answer ? afterAnswer(answer.response) : afterProblem(answer.problem);
			if (wait === undefined || clock.now().getTime() - started + wait > totalMs) {
				if ('response' in answer) return answer.response;
				throw answer.problem;
			}
			await clock.sleep(wait, signal).catch(() => {
				throw new Problem('cancelled', `The execution was cancelled while waiting for ${patience.system}. Run the case again.`);
			});

			function backOff(): number {
				const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** turn);
				return ceiling / 2 + random() * (ceiling / 2);
			}

			function afterAnswer(response: HttpResponse): number | undefined {
				const asked = waitAsked(response.headers, clock.now());
				const throttled = response.status === 429 || (!request.once && ((response.status === 503 && asked !== undefined) || isThrottled(response)));
				if (throttled) {
					if (asked !== undefined) return asked <= longestWaitMs ? asked + random() * 250 : undefined;
					return turn < 8 ? backOff() : undefined;
				}
				return response.status >= 500 && response.status !== notImplemented && mayRepeat(request) && turn < passingTries ? backOff() : undefined;
			}

			function afterProblem(problem: Problem): number | undefined {
				return problem.passing && mayRepeat(request) && turn < passingTries ? backOff() : undefined;
			}
		}
	};
};
