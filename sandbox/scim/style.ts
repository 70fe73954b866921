import type { Clock } from '../clock';
import type { Incoming, Reply } from '../server/message';
import type { VendorStyle } from '../server/style';
import { appAt } from './access';
import { errorReply } from './errors';
import type { ScimState } from './state';
import { worded } from './wording';

export function scimStyle(state: ScimState, clock: Clock): VendorStyle {
	const say = (incoming: Incoming, reply: Reply) => {
		const app = appAt(state, incoming.path);
		return app === undefined ? reply : worded(app, reply);
	};
	return {
		notFound: (incoming) => say(incoming, errorReply(404, `${incoming.path} not found`)),
		unknownMethod: (incoming) => say(incoming, errorReply(405, `${incoming.method} is not supported at ${incoming.path}`)),
		forbidden: (incoming) => say(incoming, errorReply(403, 'The token does not allow this')),
		throttled: (incoming, { retryAfterSeconds, rate }) => {
			const seconds = rate === undefined ? retryAfterSeconds : Math.max(1, rate.resetsAt - Math.floor(clock.now() / 1000));
			return say(incoming, errorReply(429, 'Too many requests', { headers: seconds === undefined ? {} : { 'retry-after': String(seconds) } }));
		},
		failed: (incoming, status) => say(incoming, errorReply(status, 'The request could not be carried out')),
		everyAnswer: () => ({}),
	};
}
