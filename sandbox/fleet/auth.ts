import type { Incoming } from '../server/message';
import { header } from '../server/message';
import type { FleetCaller } from './call';
import { refuse } from './errors';
import type { FleetState } from './state';

export const nobody: FleetCaller = { id: 0, name: '', email: '', role: 'observer', teamIds: [] };

export function authenticate(incoming: Incoming, state: FleetState, needs: string | undefined): FleetCaller {
	const [scheme, token = ''] = (header(incoming, 'authorization') ?? '').split(' ');
	const user = scheme === 'Bearer' ? state.users.find((candidate) => candidate.token === token) : undefined;
	if (user === undefined) throw refuse(401);
	const { token: _, ...caller } = user;
	if (needs === 'maintainer' && caller.role === 'observer') throw refuse(403, 'forbidden');
	return caller;
}
