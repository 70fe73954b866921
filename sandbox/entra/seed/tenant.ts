import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, people } from '../../company';
import type { AppCertificate } from '../auth/certificate';
import { applyRules } from '../dynamicGroups';
import { equipCompany } from '../intune/seed';
import { allPermissions } from '../permissions';
import type { EntraSettings } from '../settings';
import type { EntraState, EntraUser } from '../state';
import { graphTime } from '../state';
import { shownUser } from '../users';
import type { Builder } from './builder';
import { createBuilder } from './builder';
import { furnish } from './catalogue';
import { equipLeaver } from './leaver';
import { ALL_STAFF_DOMAIN, CLIENT_ID, CLIENT_SECRET, DEVICES_CLIENT_ID, DEVICES_CLIENT_SECRET, SENDER_MAILBOX, strangers } from './names';

const YEAR = 365 * 86_400_000;

const WITHOUT_ACCOUNT: readonly Person[] = [cast.staged, cast.futureHire, cast.withoutAccount];

/** Mastered by Active Directory. */
const SYNCED = new Set([cast.directoryMastered.id, '58', '31', '32', '33', '36', '44', '45', '48', '49']);

const COUNTRIES: Record<Person['location'], string> = { London: 'GB', 'New York': 'US', Berlin: 'DE', Singapore: 'SG', Sydney: 'AU', Honolulu: 'US' };

export interface Tenant {
	state: EntraState;
	ids: Map<string, string>;
}

const isBlocked = (person: Person) => person.leftOn !== undefined || person === cast.suspended;

function syncedProperties(builder: Builder, { id, firstName, lastName, department, workEmail }: Person): Partial<EntraUser> {
	const guid = Buffer.alloc(16);
	guid.writeUInt32BE(0x6a6d6c05);
	guid.writeUInt32BE(Number(id), 12);
	return {
		onPremisesSyncEnabled: true,
		onPremisesLastSyncDateTime: builder.ago(0),
		onPremisesImmutableId: guid.toString('base64'),
		onPremisesSamAccountName: `${firstName}.${lastName}`.toLowerCase().slice(0, 20),
		onPremisesDistinguishedName: `CN=${firstName} ${lastName},OU=${department},OU=Staff,DC=corp,DC=kestrel,DC=example`,
		onPremisesSecurityIdentifier: `S-1-5-21-1004336348-1177238915-682003330-${1100 + Number(id)}`,
		onPremisesDomainName: 'corp.kestrel.example',
		onPremisesUserPrincipalName: workEmail,
	};
}

function employ(builder: Builder, person: Person): EntraUser {
	const { id, firstName, lastName, workEmail, department, jobTitle, location, hiredOn, kind } = person;
	const userPrincipalName = person === cast.otherLogin ? `avisser@${ALL_STAFF_DOMAIN}` : workEmail;
	return builder.user(
		{
			displayName: `${firstName} ${lastName}`,
			givenName: firstName,
			surname: lastName,
			userPrincipalName,
			mail: workEmail,
			proxyAddresses: [`SMTP:${workEmail}`],
			department,
			jobTitle,
			officeLocation: location,
			city: location,
			companyName: 'Kestrel',
			usageLocation: COUNTRIES[location],
			employeeId: id,
			employeeType: kind === 'Contractor' ? 'Contractor' : 'Employee',
			employeeHireDate: builder.ago(-hiredOn),
			accountEnabled: !isBlocked(person),
			password: `Sandbox-${id}-password`,
			...(SYNCED.has(id) ? syncedProperties(builder, person) : {}),
		},
		Math.max(1, -hiredOn),
	);
}

function addStrangers(builder: Builder): EntraUser {
	const { firstName, lastName, id } = cast.ambiguous;
	builder.user({ displayName: `${firstName} ${lastName}`, userPrincipalName: strangers.ambiguousTwin, mail: strangers.ambiguousTwin, employeeId: id });
	builder.user({ displayName: 'Old Vendor', userPrincipalName: strangers.orphan, mail: strangers.orphan });
	const guest = builder.user({ displayName: 'Rita Solberg', userPrincipalName: strangers.guest, mail: 'rita.solberg@partner.example', userType: 'Guest', externalUserState: 'Accepted' });
	builder.session(guest, 'Product Team', false);
	const sender = builder.user({ displayName: 'IT Notices', userPrincipalName: SENDER_MAILBOX, mail: SENDER_MAILBOX, accountEnabled: false });
	sender.mailbox.shared = true;
	return builder.user({ displayName: 'Break Glass', userPrincipalName: strangers.breakGlass });
}

/** The app the pack signs in as: everything is granted to it, and it may act on administrators too. */
function registerApp(builder: Builder, { pem }: AppCertificate): void {
	const { id, ago } = builder;
	const until = graphTime(Date.parse(ago(30)) + YEAR);
	const principal = builder.principal('Joiner Mover Leaver', CLIENT_ID);
	principal.permissions = allPermissions();
	const application = builder.application('Joiner Mover Leaver', CLIENT_ID);
	application.passwords.push({ keyId: id(), displayName: 'n8n', secret: CLIENT_SECRET, startDateTime: ago(30), endDateTime: until });
	application.certificates.push({ keyId: id(), displayName: 'CN=Joiner Mover Leaver', pem, startDateTime: ago(30), endDateTime: until });
	builder.role('Privileged Authentication Administrator', principal.id);
}

/** The one devices are acted on with: it may do that, and read what it takes to do it to the right ones. */
function registerDeviceApp(builder: Builder): void {
	const { id, ago } = builder;
	builder.principal('Joiner Mover Leaver Devices', DEVICES_CLIENT_ID).permissions = [
		'DeviceManagementManagedDevices.PrivilegedOperations.All',
		'DeviceManagementManagedDevices.Read.All',
		'DeviceManagementConfiguration.Read.All',
		'User.Read.All',
	];
	const { passwords } = builder.application('Joiner Mover Leaver Devices', DEVICES_CLIENT_ID);
	passwords.push({ keyId: id(), displayName: 'n8n', secret: DEVICES_CLIENT_SECRET, startDateTime: ago(30), endDateTime: graphTime(Date.parse(ago(30)) + YEAR) });
}

export function foundTenant(clock: Clock, certificate: AppCertificate, settings: Partial<EntraSettings>, staff: readonly Person[] = people): Tenant {
	const builder = createBuilder(clock, settings);
	const { state } = builder;
	const catalogue = furnish(builder);
	const users = new Map(staff.filter((person) => !WITHOUT_ACCOUNT.includes(person)).map((person) => [person.id, employ(builder, person)]));
	const userOf = ({ id }: Person) => users.get(id) as EntraUser;
	for (const { id, managerId } of staff) {
		const user = users.get(id);
		if (user !== undefined && managerId !== undefined) user.managerId = users.get(managerId)?.id ?? null;
	}
	const breakGlass = addStrangers(builder);

	const { groups } = catalogue;
	for (const [id, user] of users) {
		if (user.accountEnabled) {
			groups.office.members.add(user.id);
			builder.session(user, 'Outlook', true);
		}
		user.methods.push({ id: builder.id(), collection: 'microsoftAuthenticatorMethods', isDefault: id !== cast.leaver.id, shown: { displayName: 'Phone', deviceTag: 'SoftwareTokenActivated', phoneAppVersion: '6.8', createdDateTime: builder.ago(90) } });
		if (user.onPremisesSyncEnabled === true) groups.buildingAccess.members.add(user.id);
		if (user.department === 'IT' || user.department === 'Engineering') groups.codeHosting.members.add(user.id);
	}
	groups.productTeam.members.add(userOf(cast.leaverManager).id);
	groups.productTeam.owners.add(userOf(cast.leaverManager).id);
	groups.onCall.members.add(userOf(cast.directoryMastered).id);
	groups.boardDocuments.members.add(userOf(cast.executive).id);
	groups.supportLeads.members.add(userOf(cast.adminByGroup).id);
	builder.role('Global Administrator', breakGlass.id);
	builder.role('Global Administrator', userOf(cast.superAdmin).id);
	builder.role('User Administrator', userOf(cast.orgAdmin).id);
	builder.device('Support kiosk', 'Windows', 'AzureAd', userOf(cast.deviceOwner), userOf(cast.deviceSharer));
	builder.device('KST-AD-57', 'Windows', 'ServerAd', userOf(cast.directoryMastered));
	equipLeaver(builder, userOf(cast.leaver), catalogue);
	registerApp(builder, certificate);
	registerDeviceApp(builder);
	equipCompany(builder, userOf);

	for (const user of state.users.values()) {
		applyRules(state, user);
		state.index.set(user.id, shownUser(state, user));
	}
	return { state, ids: new Map([...users].map(([id, user]) => [id, user.id])) };
}
