import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, outsiders, people } from '../../company';
import type { JumpCloudSettings } from '../settings';
import type { Administrator, JumpCloudState, JumpCloudUser, UserState } from '../state';
import type { Builder } from './builder';
import { createBuilder } from './builder';
import { equipLeaver } from './leaver';

const STATES = new Map<Person, UserState>([
	[cast.staged, 'STAGED'],
	[cast.suspended, 'SUSPENDED'],
	[cast.former, 'SUSPENDED'],
]);

const WITHOUT_ACCOUNT: readonly Person[] = [cast.withoutAccount, cast.futureHire];

export interface Founded {
	state: JumpCloudState;
	/** User ids by HR id, for those who have exactly the account HR knows of. */
	ids: Map<string, string>;
	organisation: string;
	administrator: Administrator;
	provider: Administrator;
	serviceAccount: { clientId: string; clientSecret: string };
}

const shortName = (email: string) => email.split('@')[0] ?? email;

function employ(builder: Builder, person: Person): JumpCloudUser {
	const { id, firstName, lastName, workEmail, department, jobTitle, location, kind } = person;
	const email = person === cast.otherLogin ? `avisser@corp.${workEmail.split('@')[1] ?? ''}` : workEmail;
	const fields = {
		username: shortName(email),
		email,
		firstname: firstName,
		lastname: lastName,
		displayname: `${firstName} ${lastName}`,
		employeeIdentifier: id,
		employeeType: kind,
		jobTitle,
		department,
		location,
		company: 'Kestrel',
	};
	return builder.user(fields, STATES.get(person) ?? 'ACTIVATED', Math.max(1, -person.hiredOn));
}

function administer({ state, id }: Builder, email: string, ...organisations: string[]): Administrator {
	const administrator: Administrator = { id: id(), email, apiKey: `jca_${randomUUID().replaceAll('-', '')}`, organisations };
	state.administrators.set(administrator.id, administrator);
	return administrator;
}

export function foundCompany(clock: Clock, settings: Partial<JumpCloudSettings>, staff: readonly Person[] = people): Founded {
	const builder = createBuilder(clock, settings);
	const { state, organisation, group, target, id, ago } = builder;
	const users = new Map(staff.filter((person) => !WITHOUT_ACCOUNT.includes(person)).map((person) => [person, employ(builder, person)]));
	const userOf = (person: Person): JumpCloudUser => users.get(person)!;

	const everybodysVpn = group('VPN Users');
	everybodysVpn.targets.push({ type: 'radius_server', targetId: target('radius_server', 'VPN Gateway') });
	for (const department of new Set(staff.map((person) => person.department))) group(`Dept ${department}`, { field: 'department', value: department });
	const engineering = [...state.groups.values()].find(({ name }) => name === 'Dept Engineering')!;
	engineering.targets.push({ type: 'application', targetId: target('application', 'Code Hosting') }, { type: 'system', targetId: builder.device('kst-build-01', 'Ubuntu', 'KST-BUILD-01').id });
	for (const [{ department }, user] of users) {
		[...state.groups.values()].find(({ query }) => query?.value === department)?.members.add(user.id);
		if (department === 'IT' || department === 'Engineering') everybodysVpn.members.add(user.id);
	}

	builder.user({ username: 'breakglass', email: outsiders.breakGlass, displayname: 'Break Glass' });
	builder.user({ username: 'old.vendor', email: outsiders.orphan, displayname: 'Old Vendor' });
	const twin = userOf(cast.ambiguous).fields;
	builder.user({ ...twin, username: 'tariq.aziz.test', email: 'tariq.aziz.test@kestrel.example' });
	Object.assign(userOf(cast.lockedOut).fields, { account_locked: true });
	Object.assign(userOf(cast.passwordExpired).fields, { password_expired: true });
	const synced = userOf(cast.directoryMastered);
	synced.upstream = 'active';
	Object.assign(synced.fields, {
		externally_managed: true,
		external_source_type: 'active_directory',
		delegatedAuthority: { name: 'ActiveDirectory', id: id() },
		restrictedFields: ['email', 'firstname', 'lastname', 'department', 'jobTitle'].map((field) => ({ field, type: 'active_directory', id: id() })),
	});
	equipLeaver(builder, userOf(cast.leaver));

	const labs = id();
	state.organisations.push({ id: labs, displayName: 'Kestrel Labs' });
	const administrator = administer(builder, cast.superAdmin.workEmail, organisation);
	administer(builder, cast.orgAdmin.workEmail, organisation);
	const leaversOwn = administer(builder, cast.leaver.workEmail, organisation);
	const provider = administer(builder, 'msp@provider.example', organisation, labs);
	state.events.push({
		visibleAtElapsed: 0,
		event: {
			id: randomUUID(),
			timestamp: ago(3),
			service: 'directory',
			event_type: 'system_update',
			initiated_by: { id: leaversOwn.id, email: leaversOwn.email, type: 'admin' },
			resource: { id: id(), type: 'system' },
			changes: [],
			success: true,
			client_ip: '127.0.0.1',
		},
	});
	const serviceAccount = { clientId: randomUUID(), clientSecret: `jcs_${randomUUID().replaceAll('-', '')}` };
	state.serviceAccounts.set(serviceAccount.clientId, { ...serviceAccount, name: 'Joiner Mover Leaver', organisations: [organisation] });
	return { state, ids: new Map([...users].map(([person, user]) => [person.id, user.id])), organisation, administrator, provider, serviceAccount };
}
