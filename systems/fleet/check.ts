import type { Check } from '../../lifecycle/check';
import type { Http } from '../http/types';
import { fleetClient } from './client';
import { fleetSteps } from './index';

const mayOrder: ReadonlySet<unknown> = new Set(['maintainer', 'admin']);

/** Whose token it is and what it may do. Fleet does not tell whether it has Premium before something needs it. */
export const checkFleet = async (http: Http): Promise<Check> => {
	const fleet = fleetClient(http, () => {});
	const user = (await fleet.get('/me'))['user'] as { name?: unknown; global_role?: unknown; teams?: unknown } | undefined;
	await fleet.pages('/hosts', 'hosts')[Symbol.asyncIterator]().next();
	const teams = Array.isArray(user?.teams) ? (user.teams as ({ name?: unknown; role?: unknown } | null)[]) : [];
	const able = teams.filter((team) => mayOrder.has(team?.role)).map((team) => String(team?.name));
	const actions = fleetSteps.map(({ label }) => label).join(', ');
	if (mayOrder.has(user?.global_role)) return { ok: true, message: `Connected, and hosts of all teams can be read and worked on. Locking and wiping need Fleet Premium as well; Fleet tells only when it is asked to do it` };
	if (able.length > 0) return { ok: true, message: `Connected, but only hosts of ${able.join(', ')} can be worked on: people with hosts in other teams look as if they had none` };
	return { ok: false, message: `Connected, but this user may only read: ${actions} will be refused. Make it a maintainer in Fleet under Settings, Users, then test again.`, missing: ['maintainer'] };
};
