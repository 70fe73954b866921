import type { Clock } from '../../clock';
import { blankUser } from '../profile';
import type { RoleName } from '../roles';
import { ROLES } from '../roles';
import type { EntraSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { AdministrativeUnit, Application, AppRoleAssignment, Device, EntraState, EntraUser, Group, PermissionGrant, ServicePrincipal, Sku } from '../state';
import { graphTime, nextId } from '../state';
import { ALL_STAFF_DOMAIN, TENANT_DOMAIN, TENANT_ID } from './names';

const DAY = 86_400_000;
const HOUR = 3_600_000;

type NewUser = Partial<EntraUser> & Pick<EntraUser, 'displayName' | 'userPrincipalName'>;

export interface Builder {
	state: EntraState;
	ago(days: number): string;
	user(given: NewUser, daysAgo?: number): EntraUser;
	/** Assigned, security, in the cloud, unless said otherwise. */
	group(displayName: string, deviations?: Partial<Group>): Group;
	unit(displayName: string, restricted?: boolean): AdministrativeUnit;
	sku(skuPartNumber: string, skuId: string, units: number, ...servicePlans: string[]): Sku;
	principal(displayName: string, appId?: string, appRoles?: readonly string[]): ServicePrincipal;
	application(displayName: string, appId: string): Application;
	role(name: RoleName, principalId: string): void;
	assignment(resource: ServicePrincipal, principalId: string, principalType: AppRoleAssignment['principalType']): void;
	consent(client: ServicePrincipal, resource: ServicePrincipal, principalId: string, scope: string): PermissionGrant;
	device(displayName: string, operatingSystem: string, trustType: Device['trustType'], ...people: EntraUser[]): Device;
	session(user: EntraUser, app: string, cae: boolean): void;
	id(): string;
}

export function emptyState(clock: Clock, settings: Partial<EntraSettings>): EntraState {
	return {
		sequence: 0,
		tenantId: TENANT_ID,
		verifiedDomains: [ALL_STAFF_DOMAIN, TENANT_DOMAIN],
		users: new Map(),
		deletedUsers: new Map(),
		index: new Map(),
		pending: [],
		groups: new Map(),
		administrativeUnits: new Map(),
		skus: new Map(),
		applications: new Map(),
		servicePrincipals: new Map(),
		appRoleAssignments: new Map(),
		permissionGrants: new Map(),
		roleAssignments: new Map(),
		eligibilities: new Map(),
		groupEligibilities: new Map(),
		devices: new Map(),
		managedDevices: new Map(),
		formerDevices: new Map(),
		approvals: new Map(),
		accessTokens: new Map(),
		audits: [],
		signIns: [],
		mail: [],
		onPremises: new Map(),
		lastSyncAt: clock.now(),
		settings: structuredClone({ ...defaultSettings, ...settings }),
	};
}

/** Puts things into a fresh tenant without leaving traces in its audit log. */
export function createBuilder(clock: Clock, settings: Partial<EntraSettings>): Builder {
	const state = emptyState(clock, settings);
	const id = () => nextId(state);
	const ago = (days: number) => graphTime(clock.now() - days * DAY);
	return {
		state,
		ago,
		id,
		user: (given, daysAgo = 100) => {
			const created = ago(daysAgo);
			const user: EntraUser = { ...blankUser(id(), created), accountEnabled: true, mailNickname: given.userPrincipalName.split('@')[0] ?? '', ...given };
			state.users.set(user.id, user);
			return user;
		},
		group: (displayName, deviations = {}) => {
			const mailNickname = displayName.replaceAll(/[^A-Za-z]/g, '').toLowerCase();
			const group: Group = {
				id: id(),
				displayName,
				description: null,
				mail: deviations.mailEnabled === true ? `${mailNickname}@${ALL_STAFF_DOMAIN}` : null,
				mailEnabled: false,
				mailNickname,
				securityEnabled: true,
				groupTypes: [],
				membershipRule: null,
				membershipRuleProcessingState: deviations.membershipRule === undefined ? null : 'On',
				isAssignableToRole: null,
				onPremisesSyncEnabled: null,
				visibility: null,
				createdDateTime: ago(900),
				members: new Set(),
				owners: new Set(),
				skuIds: [],
				...deviations,
			};
			state.groups.set(group.id, group);
			return group;
		},
		unit: (displayName, isMemberManagementRestricted = false) => {
			const unit: AdministrativeUnit = { id: id(), displayName, isMemberManagementRestricted, members: new Set() };
			state.administrativeUnits.set(unit.id, unit);
			return unit;
		},
		sku: (skuPartNumber, skuId, units, ...servicePlans) => {
			const sku: Sku = { skuId, skuPartNumber, units, servicePlans: servicePlans.map((servicePlanName) => ({ servicePlanId: id(), servicePlanName })) };
			state.skus.set(skuId, sku);
			return sku;
		},
		principal: (displayName, appId = id(), appRoles = []) => {
			const principal: ServicePrincipal = {
				id: id(),
				appId,
				displayName,
				accountEnabled: true,
				appRoles: appRoles.map((value) => ({ id: id(), value, displayName: value, allowedMemberTypes: [value.includes('.') ? 'Application' : 'User'] })),
				permissions: [],
			};
			state.servicePrincipals.set(principal.id, principal);
			return principal;
		},
		application: (displayName, appId) => {
			const application: Application = { id: id(), appId, displayName, passwords: [], certificates: [], owners: new Set(), createdDateTime: ago(300) };
			state.applications.set(application.id, application);
			return application;
		},
		role: (name, principalId) => {
			const assignment = { id: id(), principalId, roleDefinitionId: ROLES[name], directoryScopeId: '/' };
			state.roleAssignments.set(assignment.id, assignment);
		},
		assignment: (resource, principalId, principalType) => {
			const assignment: AppRoleAssignment = { id: id(), appRoleId: resource.appRoles[0]?.id ?? '00000000-0000-0000-0000-000000000000', principalId, principalType, resourceId: resource.id, createdDateTime: ago(90) };
			state.appRoleAssignments.set(assignment.id, assignment);
		},
		consent: (client, resource, principalId, scope) => {
			const grant: PermissionGrant = { id: id(), clientId: client.id, consentType: 'Principal', principalId, resourceId: resource.id, scope };
			state.permissionGrants.set(grant.id, grant);
			return grant;
		},
		device: (displayName, operatingSystem, trustType, ...people) => {
			const device: Device = {
				id: id(),
				deviceId: id(),
				displayName,
				accountEnabled: true,
				operatingSystem,
				operatingSystemVersion: '10.0',
				trustType,
				isCompliant: true,
				isManaged: true,
				onPremisesSyncEnabled: trustType === 'ServerAd' ? true : null,
				approximateLastSignInDateTime: ago(1),
				registrationDateTime: ago(200),
				owners: new Set(people.slice(0, 1).map((person) => person.id)),
				users: new Set(people.map((person) => person.id)),
			};
			state.devices.set(device.id, device);
			return device;
		},
		session: (user, app, cae) => {
			const issuedAt = clock.now() - HOUR / 2;
			user.sessions.push({ id: id(), app, issuedAt, cae, accessTokenUntil: issuedAt + (cae ? 28 * HOUR : HOUR) });
		},
	};
}
