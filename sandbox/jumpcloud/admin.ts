import type { Clock } from '../clock';
import { jumpCloudItself } from './due';
import { bindingsOf, groupsOf, reachedBy } from './graph';
import type { BindingTarget, JumpCloudState, JumpCloudUser, UserState } from './state';
import { BINDING_TARGETS, nextId } from './state';
import { moveTo, userByKey } from './users';

type Counted = 'sessions' | 'appSessions' | 'sshKeys' | 'pushEndpoints' | 'groups' | 'applications' | 'radiusServers' | 'ldapServers' | 'devices' | 'openDevices' | 'sudoDevices' | 'directBindings' | 'scheduled' | 'apiKeys';

export interface JumpCloudAdmin {
	/** By id, e-mail or user name. */
	user(key: string): JumpCloudUser;
	usersOfEmployee(employeeId: string): JumpCloudUser[];
	setState(key: string, state: UserState): JumpCloudUser;
	/** The person signs in to the user portal, as after a cut that came too late. Throws unless the state lets them. */
	signIn(key: string): void;
	/** Everything that still gives this user access, counted; `apiKeys` are those of an administrator with the same address. */
	accessOf(key: string): { state: UserState; sudo: boolean } & Record<Counted, number>;
	/** The agent of a device reports and does what it is told. */
	checkIn(deviceId: string): void;
	/** What the directory that masters the user says of them, carried over by `sync`. */
	setUpstream(key: string, upstream: 'active' | 'disabled'): void;
	sync(): void;
	/** The administrator leaves, and their API key with them. */
	removeAdministrator(email: string): void;
	schedule(key: string, state: UserState, date: string): string;
	/** So many more users, for lists that are long. */
	populate(count: number): void;
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

export function createAdmin(state: JumpCloudState, clock: Clock, { catchUp, aboutToChange }: Frame): JumpCloudAdmin {
	const scene = { state, clock, caller: jumpCloudItself };
	const user = (key: string) => {
		catchUp();
		return userByKey(state, key);
	};
	const setState = (key: string, wanted: UserState) => {
		aboutToChange();
		const changed = user(key);
		moveTo(scene, changed, wanted);
		return changed;
	};
	return {
		user,
		setState,
		usersOfEmployee: (employeeId) => [...state.users.values()].filter(({ fields }) => fields['employeeIdentifier'] === employeeId),
		signIn: (key) => {
			const person = user(key);
			if (person.state !== 'ACTIVATED') throw new Error(`${String(person.fields['email'])} cannot sign in: ${person.state}`);
			person.sessions += 1;
		},
		accessOf: (key) => {
			const person = user(key);
			const { id, sessions, appSessions, sshKeys, pushEndpoints, fields } = person;
			const reaches = (type: BindingTarget) => reachedBy(state, id, type).length;
			return {
				state: person.state,
				sudo: fields['sudo'] === true,
				sessions,
				appSessions,
				sshKeys: sshKeys.length,
				pushEndpoints: pushEndpoints.length,
				groups: groupsOf(state, id).length,
				applications: reaches('application'),
				radiusServers: reaches('radius_server'),
				ldapServers: reaches('ldap_server'),
				devices: reaches('system'),
				openDevices: [...state.devices.values()].filter(({ open }) => open.has(id)).length,
				sudoDevices: bindingsOf(state, id, 'system').filter(({ attributes }) => (attributes['sudo'] as { enabled?: boolean } | undefined)?.enabled === true).length,
				directBindings: BINDING_TARGETS.reduce((sum, type) => sum + bindingsOf(state, id, type).length, 0),
				scheduled: [...state.scheduled.values()].filter(({ userId }) => userId === id).length,
				apiKeys: [...state.administrators.values()].filter(({ email }) => email === fields['email']).length,
			};
		},
		checkIn: (deviceId) => {
			const device = state.devices.get(deviceId);
			if (device === undefined) throw new Error(`JumpCloud has no device ${deviceId}`);
			catchUp();
			device.lastContact = clock.iso();
			const bound = (userId: string) => reachedBy(state, userId, 'system').some(({ id }) => id === deviceId);
			for (const userId of device.open) {
				const gone = state.users.get(userId)?.state !== 'ACTIVATED';
				if (bound(userId) ? gone : state.settings.unboundAccounts === 'disabled') device.open.delete(userId);
			}
		},
		setUpstream: (key, upstream) => {
			user(key).upstream = upstream;
		},
		sync: () => {
			aboutToChange();
			catchUp();
			for (const person of state.users.values()) {
				if (person.upstream === 'disabled') moveTo(scene, person, 'SUSPENDED');
				if (person.upstream === 'active' && state.settings.upstreamReactivates) moveTo(scene, person, 'ACTIVATED');
			}
		},
		removeAdministrator: (email) => {
			for (const administrator of state.administrators.values()) if (administrator.email === email) state.administrators.delete(administrator.id);
		},
		schedule: (key, wanted, date) => {
			const id = nextId(state);
			state.scheduled.set(id, { id, userId: user(key).id, state: wanted, date });
			return id;
		},
		populate: (count) => {
			const model = state.users.values().next().value!;
			for (let number = 1; number <= count; number += 1) {
				const id = nextId(state);
				const email = `member${number}@kestrel.example`;
				state.users.set(id, { ...structuredClone(model), id, fields: { ...model.fields, username: `member${number}`, email, employeeIdentifier: `m${number}`, displayname: `Member ${number}` } });
			}
		},
	};
}
