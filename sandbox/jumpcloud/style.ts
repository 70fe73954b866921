import type { Incoming, Reply } from '../server/message';
import type { VendorStyle } from '../server/style';
import { errorReply, textReply } from './errors';
import type { JumpCloudSettings } from './settings';

const isFirstVersion = ({ path }: Incoming) => path.startsWith('/api/') && !path.startsWith('/api/v2/');

export const jumpCloudStyle = (settings: () => JumpCloudSettings): VendorStyle => {
	const failed = (incoming: Incoming, status: number): Reply => (settings().plainTextErrors && isFirstVersion(incoming) ? textReply(status) : errorReply(status));
	return {
		notFound: (incoming) => failed(incoming, 404),
		unknownMethod: (incoming) => failed(incoming, 405),
		forbidden: (incoming) => failed(incoming, 403),
		throttled: (incoming, { retryAfterSeconds }) => ({ ...failed(incoming, 429), ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }) }),
		failed,
		everyAnswer: () => ({}),
	};
};
