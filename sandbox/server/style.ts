import type { Incoming, Reply, ReplyHeaders } from './message';
import type { RateState } from './rateLimits';

/** How one vendor words its errors, and what it puts on every answer. */
export interface VendorStyle {
	notFound(incoming: Incoming): Reply;
	unknownMethod(incoming: Incoming): Reply;
	forbidden(incoming: Incoming, needs: string | undefined): Reply;
	/** Without hints: a bare throttle answer that does not say when to come back. */
	throttled(incoming: Incoming, hints: { resetInSeconds?: number; retryAfterSeconds?: number; rate?: RateState }): Reply;
	failed(incoming: Incoming, status: number): Reply;
	/** `rate` is absent on answers made up by a fault. */
	everyAnswer(incoming: Incoming, reply: Reply, rate: RateState | 'unlimited' | undefined): ReplyHeaders;
}
