import type { Clock } from '../clock';
import type { VendorStyle } from '../server/style';
import { errorReply } from './errors';

export const fleetStyle = (clock: Clock): VendorStyle => ({
	notFound: () => errorReply(404),
	unknownMethod: () => errorReply(405),
	forbidden: () => errorReply(403, 'forbidden'),
	throttled: (_, { retryAfterSeconds, rate }) => {
		const seconds = retryAfterSeconds ?? (rate === undefined ? undefined : Math.max(1, Math.ceil(rate.resetsAt - clock.now() / 1_000)));
		return { ...errorReply(429), ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }) };
	},
	failed: (_, status) => errorReply(status),
	everyAnswer: () => ({}),
});
