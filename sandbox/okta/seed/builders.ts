import type { Clock } from '../../clock';
import type { OktaSettings } from '../settings';
import { defaultSettings } from '../settings';
import { nextId } from '../state';
import type { App, Device, Group, OktaState, OktaUser, Profile, RoleAssignment, UserStatus } from '../state';
import { roleLabel } from '../permissions';

const DAY = 86_400_000;

export interface Builder {
	state: OktaState;
	ago(days: number): string;
	user(profile: Profile & { login: string }, status?: UserStatus, daysAgo?: number): OktaUser;
	group(name: string, type?: Group['type'], description?: string): Group;
	app(name: string, label: string, signOnMode: string, features?: string[]): App;
	device(displayName: string, platform: string, serialNumber: string, ...users: OktaUser[]): Device;
	role(type: string): RoleAssignment;
	id(kind: string): string;
}

const emptyState = (settings: Partial<OktaSettings>): OktaState => ({
	sequence: 0,
	users: new Map(),
	index: new Map(),
	groups: new Map(),
	rules: new Map(),
	pendingRules: [],
	apps: new Map(),
	devices: new Map(),
	apiTokens: new Map(),
	serviceApps: new Map(),
	accessTokens: new Map(),
	seenProofs: new Set(),
	nonces: new Map(),
	log: [],
	mails: [],
	settings: { ...defaultSettings, ...settings },
});

/** Puts things into a fresh org without leaving traces in its System Log. */
export function createBuilder(clock: Clock, settings: Partial<OktaSettings> = {}): Builder {
	const state = emptyState(settings);
	const ago = (days: number) => new Date(clock.now() - days * DAY).toISOString();
	const id = (kind: string) => nextId(state, kind);
	const everAlive = (status: UserStatus) => status !== 'STAGED';
	return {
		state,
		ago,
		id,
		user: (profile, status = 'ACTIVE', daysAgo = 100) => {
			const signedIn = !['STAGED', 'PROVISIONED', 'DEPROVISIONED'].includes(status);
			const user: OktaUser = {
				id: id('00u'),
				status,
				created: ago(daysAgo),
				activated: everAlive(status) ? ago(daysAgo) : null,
				statusChanged: everAlive(status) ? ago(daysAgo) : null,
				lastLogin: signedIn ? ago(1) : null,
				lastUpdated: ago(Math.min(daysAgo, 30)),
				passwordChanged: signedIn ? ago(Math.min(daysAgo, 60)) : null,
				profile: { mobilePhone: null, secondEmail: null, ...profile },
				provider: { type: 'OKTA', name: 'OKTA' },
				hasPassword: signedIn,
				readOnlyProfile: false,
				factors: [],
				grants: [],
				refreshTokens: [],
				roles: [],
				sessions: signedIn && status !== 'SUSPENDED' ? [{ id: id('102'), createdAt: ago(0) }] : [],
				rememberedDevices: [],
			};
			state.users.set(user.id, user);
			return user;
		},
		group: (name, type = 'OKTA_GROUP', description = '') => {
			const group: Group = { id: id('00g'), type, name, description, members: new Set(), ruleMembers: new Set(), roles: [], created: ago(900), lastUpdated: ago(300), lastMembershipUpdated: ago(20) };
			state.groups.set(group.id, group);
			return group;
		},
		app: (name, label, signOnMode, features = []) => {
			const app: App = { id: id('0oa'), name, label, signOnMode, status: 'ACTIVE', created: ago(800), features, users: new Map(), groupIds: [] };
			state.apps.set(app.id, app);
			return app;
		},
		device: (displayName, platform, serialNumber, ...users) => {
			const device: Device = {
				id: id('guo'),
				status: 'ACTIVE',
				created: ago(200),
				lastUpdated: ago(2),
				profile: { displayName, platform, serialNumber, registered: true },
				users: users.map((user) => ({ deviceUserId: id('duo'), userId: user.id, managementStatus: 'MANAGED', created: ago(200) })),
			};
			state.devices.set(device.id, device);
			return device;
		},
		role: (type) => ({ id: id('ra1'), type, label: roleLabel(type) ?? type, created: ago(150) }),
	};
}
