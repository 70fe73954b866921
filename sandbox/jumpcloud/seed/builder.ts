import type { Clock } from '../../clock';
import { freshFields } from '../routes/users';
import type { JumpCloudSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { BindingTarget, Device, JumpCloudState, JumpCloudUser, UserGroup, UserState } from '../state';
import { nextId } from '../state';

const DAY = 86_400_000;

export interface Builder {
	state: JumpCloudState;
	organisation: string;
	ago(days: number): string;
	id(): string;
	user(fields: { username: string; email: string } & Record<string, unknown>, state?: UserState, daysAgo?: number): JumpCloudUser;
	group(name: string, query?: UserGroup['query']): UserGroup;
	target(type: BindingTarget, name: string): string;
	device(hostname: string, os: string, serialNumber: string): Device;
	bind(user: JumpCloudUser, type: BindingTarget, targetId: string, attributes?: Record<string, unknown>): void;
}

export function createBuilder(clock: Clock, settings: Partial<JumpCloudSettings>): Builder {
	const state: JumpCloudState = {
		sequence: 0,
		users: new Map(),
		groups: new Map(),
		bindings: [],
		devices: new Map(),
		targets: new Map(),
		administrators: new Map(),
		serviceAccounts: new Map(),
		accessTokens: new Map(),
		organisations: [],
		scheduled: new Map(),
		pendingRules: [],
		events: [],
		settings: { ...defaultSettings, ...settings },
	};
	const id = () => nextId(state);
	const organisation = id();
	state.organisations.push({ id: organisation, displayName: 'Kestrel' });
	const ago = (days: number) => new Date(clock.now() - days * DAY).toISOString();
	const target = (type: BindingTarget, name: string) => {
		const targetId = id();
		state.targets.set(targetId, { id: targetId, type, name });
		return targetId;
	};
	return {
		state,
		organisation,
		ago,
		id,
		target,
		user: (fields, userState = 'ACTIVATED', daysAgo = 100) => {
			const active = userState === 'ACTIVATED';
			const user: JumpCloudUser = {
				id: id(),
				state: userState,
				fields: { ...freshFields(ago(daysAgo)), ...fields },
				sshKeys: [],
				pushEndpoints: [],
				sessions: active ? 1 : 0,
				appSessions: active ? 1 : 0,
				organisation,
			};
			state.users.set(user.id, user);
			return user;
		},
		group: (name, query = null) => {
			const group: UserGroup = { id: id(), name, query, members: new Set(), targets: [], organisation };
			state.groups.set(group.id, group);
			return group;
		},
		device: (hostname, os, serialNumber) => {
			const device: Device = { id: target('system', hostname), hostname, os, serialNumber, active: true, lastContact: ago(0.01), open: new Set() };
			state.devices.set(device.id, device);
			return device;
		},
		bind: (user, type, targetId, attributes = {}) => {
			state.bindings.push({ userId: user.id, type, targetId, attributes });
			if (user.state === 'ACTIVATED') state.devices.get(targetId)?.open.add(user.id);
		},
	};
}
