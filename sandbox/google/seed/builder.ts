import type { Clock } from '../../clock';
import type { Person } from '../../company';
import type { GoogleSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { Group, GoogleState, GoogleUser, Role } from '../state';
import { nextId } from '../state';
import { createUser } from '../users';

const DAY = 86_400_000;

export interface Builder {
	state: GoogleState;
	clock: Clock;
	ago(days: number): string;
	id(): string;
	/** An account in daily use. */
	user(primaryEmail: string, givenName: string, familyName: string, orgUnitPath?: string, profile?: Record<string, unknown>): GoogleUser;
	group(email: string, name: string, description?: string): Group;
	orgUnit(name: string, parentOrgUnitPath?: string): void;
	role(roleName: string, privileges: string[], kind?: Partial<Pick<Role, 'isSystemRole' | 'isSuperAdminRole'>>): Role;
	assign({ roleId }: Role, assignedTo: string): void;
}

export const addMember = ({ members }: Group, { id }: GoogleUser, role: 'MEMBER' | 'MANAGER' | 'OWNER' = 'MEMBER') => members.set(id, { id, type: 'USER', role });

export const fullName = ({ firstName, lastName }: Person) => `${firstName} ${lastName}`;

const emptyState = (domain: string, settings: Partial<GoogleSettings>): GoogleState => ({
	sequence: 0,
	customer: { id: 'C01kestrel', domain },
	users: new Map(),
	index: new Map(),
	groups: new Map(),
	roles: new Map(),
	roleAssignments: new Map(),
	orgUnits: new Map(),
	mobileDevices: new Map(),
	devices: new Map(),
	operations: new Map(),
	chromeDevices: new Map(),
	applications: [],
	transfers: new Map(),
	skus: [],
	projects: new Map(),
	serviceAccounts: new Map(),
	delegation: new Map(),
	oauthClients: new Map(),
	refreshTokens: new Map(),
	accessTokens: new Map(),
	activities: [],
	spreadsheets: new Map(),
	settings: { ...defaultSettings, ...settings },
});

/** Puts things into a fresh domain without leaving traces in its reports. */
export function createBuilder(clock: Clock, domain: string, settings: Partial<GoogleSettings>): Builder {
	const state = emptyState(domain, settings);
	const ago = (days: number) => new Date(clock.now() - days * DAY).toISOString();
	const id = () => nextId(state);
	return {
		state,
		clock,
		ago,
		id,
		user: (primaryEmail, givenName, familyName, orgUnitPath = '/', profile = {}) => {
			const user = createUser({ state, clock }, { primaryEmail, givenName, familyName, orgUnitPath, profile });
			return Object.assign(user, { completeAtElapsed: 0, mailboxAtElapsed: 0, creationTime: ago(400), lastLoginTime: ago(1), sessions: [{ id: id(), createdAt: ago(0) }] });
		},
		group: (email, name, description = '') => {
			const group: Group = { id: `g${id()}`, email, name, description, members: new Map() };
			state.groups.set(group.id, group);
			return group;
		},
		orgUnit: (name, parentOrgUnitPath = '/') => {
			const orgUnitPath = `${parentOrgUnitPath === '/' ? '' : parentOrgUnitPath}/${name}`;
			state.orgUnits.set(orgUnitPath, { orgUnitId: `id:${id()}`, name, orgUnitPath, parentOrgUnitPath, description: '' });
		},
		role: (roleName, privileges, { isSystemRole = false, isSuperAdminRole = false } = {}) => {
			const role: Role = { roleId: id(), roleName, roleDescription: roleName, isSystemRole, isSuperAdminRole, privileges };
			state.roles.set(role.roleId, role);
			return role;
		},
		assign: ({ roleId }, assignedTo) => {
			const roleAssignmentId = id();
			state.roleAssignments.set(roleAssignmentId, { roleAssignmentId, roleId, assignedTo, assigneeType: state.groups.has(assignedTo) ? 'group' : 'user', scopeType: 'CUSTOMER' });
		},
	};
}
