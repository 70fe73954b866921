import type { Scene } from './call';
import { refuse } from './errors';
import { record } from './insights';
import { rulesDue } from './groups';
import type { JumpCloudState, JumpCloudUser, UserState } from './state';

export const usersHere = ({ state, caller }: Pick<Scene, 'state' | 'caller'>): JumpCloudUser[] => [...state.users.values()].filter(({ organisation }) => caller.type === 'system' || organisation === caller.organisation);

export function userById(scene: Pick<Scene, 'state' | 'caller'>, id: string): JumpCloudUser {
	const user = usersHere(scene).find((candidate) => candidate.id === id);
	if (user === undefined) throw refuse(404);
	return user;
}

export function userByKey(state: JumpCloudState, key: string): JumpCloudUser {
	const users = [...state.users.values()];
	const user = users.find(({ id, fields }) => [id, fields['email'], fields['username']].includes(key));
	if (user === undefined) throw new Error(`JumpCloud has no user ${key}`);
	return user;
}

export const showUser = ({ id, state, fields }: JumpCloudUser): Record<string, unknown> => ({
	_id: id,
	id,
	...fields,
	state,
	suspended: state === 'SUSPENDED',
	activated: state !== 'STAGED',
});

/** Whoever is suspended is out of the portal at once; what apps and machines have let in already stays. */
export function moveTo(scene: Scene, user: JumpCloudUser, state: UserState): void {
	if (user.state === state) return;
	const before = user.state;
	user.state = state;
	if (state === 'SUSPENDED') user.sessions = 0;
	record(scene, 'user_update', user, [
		{ field: 'state', from: before, to: state },
		{ field: 'suspended', from: before === 'SUSPENDED', to: state === 'SUSPENDED' },
	]);
	rulesDue(scene, user.id);
}
