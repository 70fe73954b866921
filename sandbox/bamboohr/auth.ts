import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { header } from '../server/message';
import { refuse } from './errors';
import type { ApiKey, BambooState } from './state';

function keyIn(incoming: Incoming): string | undefined {
	const [scheme = '', encoded = ''] = (header(incoming, 'authorization') ?? '').split(' ');
	if (scheme.toLowerCase() !== 'basic') return undefined;
	const [key = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return password === '' ? undefined : key;
}

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Bad keys in a row lock the door for a while: 403, for good keys as well. */
export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, { apiKeys, badKeys, settings }: BambooState): ApiKey => {
		if (badKeys.lockedUntilElapsed > clock.elapsed()) throw refuse(403, 'Too many failed attempts, access is temporarily locked');
		const given = keyIn(incoming);
		const known = [...apiKeys.values()].find(({ key, enabled }) => enabled && given !== undefined && same(key, given));
		if (known !== undefined) {
			badKeys.inARow = 0;
			return known;
		}
		if (given !== undefined) badKeys.inARow += 1;
		if (badKeys.inARow >= settings.lockOutAfter) {
			badKeys.inARow = 0;
			badKeys.lockedUntilElapsed = clock.elapsed() + settings.lockOutMs;
		}
		throw refuse(401, 'Invalid or missing API key');
	};
}
