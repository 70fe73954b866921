import type { Reply } from '../server/message';
import { Refusal } from '../server/message';
import type { IruSettings } from './settings';

const WORDS: Record<number, string> = {
	400: 'Bad request.',
	401: 'Invalid token.',
	403: 'You do not have permission to perform this action.',
	404: 'Not found.',
	405: 'Method not allowed.',
	429: 'Request was throttled.',
	500: 'A server error occurred.',
	503: 'Service unavailable.',
};

export const errorReply = ({ errorKey }: IruSettings, status: number, words = WORDS[status] ?? 'Error'): Reply => ({ status, body: { [errorKey]: words } });

export const refuse = (settings: IruSettings, status: number, words?: string): Refusal => new Refusal(errorReply(settings, status, words));

/** Actions are refused with a bare JSON text, what is asked of lost mode with a list of one. */
export const refuseWithText = (words: string | readonly string[]): Refusal =>
	new Refusal({ status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify(words) });

export const notForThisDevice = () => refuseWithText('Command is not allowed for current device');
