import type { Incoming } from '../server/message';
import { header } from '../server/message';
import { refuse } from './errors';
import type { IruState, IruToken } from './state';

export function authenticate(incoming: Incoming, { tokens, settings }: IruState, needs: string | undefined): IruToken {
	const [scheme, value] = (header(incoming, 'authorization') ?? '').split(' ');
	const token = scheme === 'Bearer' ? tokens.find((candidate) => candidate.value === value) : undefined;
	if (token === undefined) throw refuse(settings, 401);
	if (needs !== undefined && !token.permissions.includes(needs)) throw refuse(settings, settings.missingPermission);
	return token;
}
