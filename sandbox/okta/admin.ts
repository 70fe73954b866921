import type { Clock } from '../clock';
import type { OktaCaller } from './call';
import { appsOf } from './assignments';
import type { Operation } from './lifecycle';
import { perform } from './lifecycle';
import { permissionsOf, rankOf, rolesHeldBy } from './permissions';
import type { OktaState, OktaUser } from './state';
import { touch, userByKey } from './users';

const CONSOLE: OktaCaller = {
	id: '00uConsole',
	type: 'User',
	displayName: 'Admin Console',
	alternateId: 'console@kestrel.example',
	permissions: permissionsOf(['SUPER_ADMIN']),
	rank: rankOf(['SUPER_ADMIN']),
	client: { ip: '127.0.0.1', userAgent: 'Admin Console', requestId: 'console' },
};

export interface OktaAdmin {
	/** By id, login or unambiguous short name. */
	user(key: string): OktaUser;
	/** Every Okta user whose employeeNumber is this employee id. */
	usersOfEmployee(employeeId: string): OktaUser[];
	/** What somebody in the admin console does, bypassing authentication. */
	operate(operation: Operation, key: string): OktaUser;
	setStatus(key: string, status: OktaUser['status']): OktaUser;
	/** The person signs in somewhere: a new session, as after a cut that came too late. Fails unless the status lets them. */
	signIn(key: string): void;
	/** Everything that still gives this user access, counted. */
	accessOf(key: string): Record<'sessions' | 'refreshTokens' | 'grants' | 'factors' | 'apps' | 'groups' | 'roles' | 'devices' | 'apiTokens', number> & { status: string };
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

export function createAdmin(state: OktaState, clock: Clock, { catchUp, aboutToChange }: Frame): OktaAdmin {
	const scene = { state, clock, caller: CONSOLE };
	const user = (key: string) => {
		catchUp();
		return userByKey(scene, key);
	};
	return {
		user,
		usersOfEmployee: (employeeId) => [...state.users.values()].filter(({ profile }) => profile.employeeNumber === employeeId),
		operate: (operation, key) => {
			aboutToChange();
			perform(scene, operation, user(key));
			return user(key);
		},
		setStatus: (key, status) => {
			aboutToChange();
			const changed = user(key);
			changed.status = status;
			changed.statusChanged = clock.iso();
			touch(scene, changed);
			return changed;
		},
		signIn: (key) => {
			const person = user(key);
			if (person.status !== 'ACTIVE') throw new Error(`${String(person.profile.login)} cannot sign in: ${person.status}`);
			person.sessions.push({ id: `102${state.log.length}${person.sessions.length}`, createdAt: clock.iso() });
			person.lastLogin = clock.iso();
		},
		accessOf: (key) => {
			const person = user(key);
			const { id, status, sessions, refreshTokens, grants, factors } = person;
			const uses = [...state.devices.values()].filter((device) => device.status === 'ACTIVE' && device.users.some(({ userId }) => userId === id));
			return {
				status,
				sessions: sessions.length,
				refreshTokens: refreshTokens.length,
				grants: grants.length,
				factors: factors.length,
				apps: appsOf(state, person).length,
				groups: [...state.groups.values()].filter(({ type, members }) => type !== 'BUILT_IN' && members.has(id)).length,
				roles: rolesHeldBy(state, person).length,
				devices: uses.length,
				apiTokens: [...state.apiTokens.values()].filter(({ userId }) => userId === id).length,
			};
		},
	};
}
