import type { Reply } from '../../server/message';
import type { AppCall } from '../call';

/** A path below the base path of an application. */
export interface AppRoute {
	method: string;
	path: string;
	/** Without it, a token. Some applications answer discovery to anybody. */
	needs?: 'nothing' | 'discovery';
	handle(call: AppCall): Reply;
}
