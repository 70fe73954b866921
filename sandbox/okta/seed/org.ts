import type { JsonWebKey } from 'node:crypto';
import type { Clock } from '../../clock';
import { cast, outsiders, people, TIME_ZONES } from '../../company';
import type { Person } from '../../company';
import type { OktaSettings } from '../settings';
import type { OktaState, OktaUser, UserStatus } from '../state';
import { reindex } from '../users';
import type { Builder } from './builders';
import { createBuilder } from './builders';
import { furnish } from './catalogue';
import { equipLeaver } from './leaver';

export const SCOPES = ['users', 'groups', 'apps', 'roles', 'devices', 'apiTokens'].flatMap((area) => [`okta.${area}.read`, `okta.${area}.manage`]).concat('okta.logs.read');

const STATUSES = new Map<Person, UserStatus>([
	[cast.lockedOut, 'LOCKED_OUT'],
	[cast.passwordExpired, 'PASSWORD_EXPIRED'],
	[cast.provisioned, 'PROVISIONED'],
	[cast.recovery, 'RECOVERY'],
	[cast.suspended, 'SUSPENDED'],
	[cast.staged, 'STAGED'],
	[cast.former, 'DEPROVISIONED'],
]);

const WITHOUT_ACCOUNT: readonly Person[] = [cast.withoutAccount, cast.futureHire];

export interface Org {
	state: OktaState;
	/** Okta user ids by employee id. */
	ids: Map<string, string>;
	apiToken: string;
	clients: { withDpop: string; withoutDpop: string };
}

const profileOf = ({ id, firstName, lastName, workEmail, department, jobTitle, location, managerId }: Person) => ({
	firstName,
	lastName,
	email: workEmail,
	login: workEmail,
	employeeNumber: id,
	department,
	title: jobTitle,
	city: location,
	timezone: TIME_ZONES[location],
	managerId: managerId ?? null,
});

function employ(builder: Builder, person: Person): OktaUser {
	const profile = profileOf(person);
	const login = person === cast.otherLogin ? `avisser@corp.${profile.login.split('@')[1] ?? ''}` : profile.login;
	return builder.user({ ...profile, login }, STATUSES.get(person) ?? 'ACTIVE', Math.max(1, -person.hiredOn));
}

function addOutsiders(builder: Builder): OktaUser {
	const breakGlass = builder.user({ login: outsiders.breakGlass, email: outsiders.breakGlass, firstName: 'Break', lastName: 'Glass' });
	breakGlass.roles.push(builder.role('SUPER_ADMIN'));
	builder.user({ login: outsiders.orphan, email: outsiders.orphan, firstName: 'Old', lastName: 'Vendor' });
	const { firstName, lastName, ...rest } = profileOf(cast.ambiguous);
	builder.user({ ...rest, firstName, lastName, login: `${firstName}.${lastName}.test@kestrel.example`.toLowerCase() });
	const automation = builder.user({ login: outsiders.automation, email: outsiders.automation, firstName: 'Joiner Mover', lastName: 'Leaver' });
	automation.roles.push(builder.role('SUPER_ADMIN'));
	return automation;
}

function addCredentials({ state, id, ago }: Builder, automation: OktaUser, key: JsonWebKey & { kid: string }) {
	const tokenId = id('00T');
	const apiToken = '00sandboxAutomationToken-kestrel';
	state.apiTokens.set(tokenId, { id: tokenId, secret: apiToken, name: 'joiner-mover-leaver', userId: automation.id, clientName: 'Okta API', created: ago(30), lastUsed: Date.parse(ago(0)) });
	const app = (label: string, requireDpop: boolean) => {
		const clientId = id('0oa');
		state.serviceApps.set(clientId, { clientId, label, keys: [key], scopes: [...SCOPES], roles: ['SUPER_ADMIN'], requireDpop, status: 'ACTIVE' });
		return clientId;
	};
	return { apiToken, clients: { withDpop: app('Joiner Mover Leaver', true), withoutDpop: app('Joiner Mover Leaver (no DPoP)', false) } };
}

export function foundOrg(clock: Clock, key: JsonWebKey & { kid: string }, settings: Partial<OktaSettings>, staff: readonly Person[] = people): Org {
	const builder = createBuilder(clock, settings);
	const catalogue = furnish(builder);
	const users = new Map(staff.filter((person) => !WITHOUT_ACCOUNT.includes(person)).map((person) => [person, employ(builder, person)]));
	const userOf = (person: Person) => users.get(person) ?? employ(builder, person);
	const automation = addOutsiders(builder);
	const { state } = builder;

	for (const user of state.users.values()) {
		catalogue.everyone.members.add(user.id);
		const department = catalogue.departments.get(String(user.profile.department));
		department?.members.add(user.id);
		department?.ruleMembers.add(user.id);
	}
	for (const [{ department }, { id }] of users) if (department === 'IT' || department === 'Engineering') catalogue.vpn.members.add(id);
	catalogue.supportLeads.members.add(userOf(cast.adminByGroup).id);
	userOf(cast.superAdmin).roles.push(builder.role('SUPER_ADMIN'));
	userOf(cast.orgAdmin).roles.push(builder.role('ORG_ADMIN'));
	Object.assign(userOf(cast.directoryMastered), { provider: { type: 'ACTIVE_DIRECTORY', name: 'corp.kestrel.example' }, readOnlyProfile: true });
	builder.device('Support kiosk', 'WINDOWS', 'KST-KIOSK-1', userOf(cast.deviceOwner), userOf(cast.deviceSharer));
	equipLeaver(builder, userOf(cast.leaver), catalogue);

	const { apiToken, clients } = addCredentials(builder, automation, key);
	for (const id of state.users.keys()) reindex({ state, clock }, id);
	for (const versions of state.index.values()) for (const version of versions) version.sinceElapsed = 0;
	return { state, ids: new Map([...users].map(([person, { id }]) => [person.id, id])), apiToken, clients };
}
