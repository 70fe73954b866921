import type { Json } from '../../../ledger/types';
import type { GivingStep } from '../../../lifecycle/giving';
import type { Person } from '../../../lifecycle/person';
import type { Step } from '../../../lifecycle/step';
import { googleSteps, type GoogleWish } from '../../../systems/google';
import { listAccounts } from '../../../systems/google/accounts';
import { checkGoogle, scopesNeeded } from '../../../systems/google/check';
import type { Google } from '../../../systems/google/client';
import { findAccount, type GoogleAccount } from '../../../systems/google/find';
import { giving, googleGivingSteps } from '../../../systems/google/giving';
import { untouchable } from '../../../systems/google/untouchable';
import type { Sdk, World } from './world';

type Ours = (world: World) => Promise<unknown>;
type Oracle = (sdk: Sdk, world: World) => Promise<unknown>;
export type Row = [name: string, request: RegExp, ours: Ours, oracle: Oracle];

const step = (id: string) => googleSteps.find((one) => one.id === id) as unknown as Step<Google, GoogleAccount>;
const giver = (id: string) => googleGivingSteps.find((one) => one.id === id) as unknown as GivingStep<Google, GoogleAccount, GoogleWish>;
const reads = (id: string, receipt?: Json): Ours => ({ google, account }) => step(id).read(google, account, receipt);
const takes = (id: string): Ours => async ({ google, account }) => step(id).apply(google, account, await step(id).read(google, account));
const undoes = (id: string, now: Json, before: Json): Ours => ({ google, account }) => step(id).undo.apply(google, account, now, before);
const supplies = (id: string, changes: Partial<GoogleWish> = {}): Ours => async (world) => {
	const wish = wishOf(world, changes);
	return giver(id).apply(world.google, world.account, await giver(id).read(world.google, world.account, wish), wish);
};

const personOf = ({ company }: World): Person => {
	const { leaver, leaverManager } = company.sandbox.cast;
	return { id: leaver.id, name: 'Mateo Soto', firstName: 'Mateo', lastName: 'Soto', workEmail: 'mateo.soto@kestrel.example', title: 'Lead', department: 'Sales', location: 'Lisbon', timeZone: null, manager: { id: '1', name: null, email: leaverManager.workEmail }, startDate: null, lastDay: null, workerType: 'contractor', clearance: null };
};
const wishOf = (world: World, changes: Partial<GoogleWish>): GoogleWish => ({
	person: personOf(world), facts: ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType'], attributes: {}, usable: true, join: [], leave: [], orgUnitPath: '/Staff', licence: null, ...changes,
});

const user = ({ company, account }: World) => company.sandbox.google.user(account.label);
const state = ({ company }: World) => company.sandbox.google.state;
const held = <T>(all: Iterable<T>, fits: (one: T) => boolean): T => [...all].find(fits)!;
const anyFilter = (world: World) => user(world).mailbox.filters.find(({ action }) => action.forward !== undefined)!;
const role = (world: World) => held(state(world).roleAssignments.values(), ({ assignedTo }) => assignedTo === world.account.id);
const mobile = (world: World) => held(state(world).mobileDevices.values(), ({ userId }) => userId === world.account.id);
const chrome = (world: World) => held(state(world).chromeDevices.values(), ({ annotatedUser }) => annotatedUser === world.account.label);
const group = (world: World) => held(state(world).groups.values(), ({ email }) => email.startsWith('on-call@'));
const serviceAccount = (world: World) => held(state(world).serviceAccounts.values(), ({ description }) => description.includes(world.account.label));
const keyName = (world: World): string => `projects/${world.company.sandbox.google.connection.project}/serviceAccounts/${serviceAccount(world).email}/keys/${serviceAccount(world).keys[0]!.id}`;
const nameAsTyped = 'On-call Rota';
const superAdmin = ({ company }: World) => company.sandbox.google.user(company.sandbox.cast.superAdmin.workEmail!);
const superRole = (world: World) => held(state(world).roles.values(), ({ isSuperAdminRole }) => isSuperAdminRole);
const check: Ours = ({ company }) => checkGoogle(company.connections(), company.sandbox.google.connection.adminEmail, scopesNeeded);
const transfer = (world: World) => ({
	oldOwnerUserId: world.account.id,
	newOwnerUserId: company(world).user(world.google.settings.newOwner).id,
	applicationDataTransfers: [
		{ applicationId: '55656082996', applicationTransferParams: [{ key: 'PRIVACY_LEVEL', value: ['PRIVATE', 'SHARED'] }] },
		{ applicationId: '435070579839', applicationTransferParams: [{ key: 'RELEASE_RESOURCES', value: ['TRUE'] }] },
	],
});
const company = (world: World) => world.company.sandbox.google;

const customer = 'my_customer';
const at = '2026-11-20T09:00:00.000Z';
const profile = (world: World) => ({
	name: { givenName: 'Mateo', familyName: 'Soto' },
	organizations: [{ primary: true, customType: '', title: 'Lead', department: 'Sales', location: 'Lisbon', description: 'contractor' }],
	relations: [{ type: 'manager', value: personOf(world).manager!.email }],
});
const nothingForwarded = { access: 'open', found: { auto: null, addresses: [], filters: [] } };
const forwarding = (world: World) => {
	const { criteria, action } = anyFilter(world);
	const to = 'mateo.rivas.home@mail.example';
	return { access: 'open', found: { auto: { to, disposition: 'leaveInInbox' }, addresses: [{ email: 'new@kestrel.example', confirmed: true }], filters: [{ id: 'f', to, criteria, action }] } } as Json;
};

const users: Row[] = [
	['a user by id', /^GET .*\/users\/\d+$/, reads('suspend'), ({ directory }, { account }) => directory.users.get({ userKey: account.id, projection: 'full' })],
	['a user by address', /^GET .*\/users\/.*@/, ({ google }) => findAccount(google, { id: '30', workEmail: 'mateo.rivas@kestrel.example' }), ({ directory }) => directory.users.get({ userKey: 'mateo.rivas@kestrel.example', projection: 'full' })],
	['a user by the HR id', /^GET .*\/users$/, ({ google }) => findAccount(google, { id: '30', workEmail: null }), ({ directory }) => directory.users.list({ customer, query: 'externalId=30', maxResults: 500 })],
	['a user by an HR id with a blank and a quote', /^GET .*\/users$/, ({ google }) => findAccount(google, { id: "3 o'0", workEmail: null }), ({ directory }) => directory.users.list({ customer, query: "externalId='3 o\\'0'", maxResults: 500 })],
	['every account', /^GET .*\/users$/, async ({ google }) => { for await (const _ of listAccounts(google)); }, ({ directory }) => directory.users.list({ customer, maxResults: 500, projection: 'full' })],
	[
		'a new account',
		/^POST .*\/users$/,
		(world) => giving.create.apply(world.google, wishOf(world, { usable: false })),
		({ directory }, world) =>
			directory.users.insert({
				requestBody: {
					...profile(world),
					organizations: [{ primary: true, title: 'Lead', department: 'Sales', location: 'Lisbon', description: 'contractor' }],
					externalIds: [{ type: 'organization', value: world.account.hrId }],
					primaryEmail: 'mateo.soto@kestrel.example', password: 'a secret nobody knows', changePasswordAtNextLogin: true, suspended: true, orgUnitPath: '/Staff',
				},
			}),
	],
	['suspend, with another password', /^PUT .*\/users\/\d+$/, takes('suspend'), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { suspended: true, password: 'a secret nobody knows' } })],
	['un-suspend', /^PUT .*\/users\/\d+$/, undoes('suspend', {}, {}), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { suspended: false } })],
	['let in', /^PUT .*\/users\/\d+$/, supplies('signIn'), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { suspended: false } })],
	['rename', /^PUT .*\/users\/\d+$/, supplies('rename'), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { primaryEmail: 'mateo.soto@kestrel.example' } })],
	['fill in the profile', /^PUT .*\/users\/\d+$/, supplies('fillProfile'), ({ directory }, world) => directory.users.update({ userKey: world.account.id, requestBody: profile(world) })],
	['move', /^PUT .*\/users\/\d+$/, supplies('moveToOrgUnit'), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { orgUnitPath: '/Staff' } })],
	['move back', /^PUT .*\/users\/\d+$/, undoes('moveToOrgUnit', {}, { orgUnitPath: '/Staff', wanted: '' }), ({ directory }, { account }) => directory.users.update({ userKey: account.id, requestBody: { orgUnitPath: '/Staff' } })],
];

const credentials: Row[] = [
	['backup codes', /^GET .*verificationCodes$/, reads('invalidateBackupCodes'), ({ directory }, { account }) => directory.verificationCodes.list({ userKey: account.id })],
	['invalidate backup codes', /^POST .*invalidate$/, takes('invalidateBackupCodes'), ({ directory }, { account }) => directory.verificationCodes.invalidate({ userKey: account.id })],
	['2-step verification off', /^POST .*turnOff$/, takes('turnOffTwoStep'), ({ directory }, { account }) => directory.twoStepVerification.turnOff({ userKey: account.id })],
	['app passwords', /^GET .*asps$/, reads('deleteAppPasswords'), ({ directory }, { account }) => directory.asps.list({ userKey: account.id })],
	['delete app passwords', /^DELETE .*asps/, takes('deleteAppPasswords'), async ({ directory }, { account }) => { for (const codeId of [1, 2]) await directory.asps.delete({ userKey: account.id, codeId }); }],
	['sign out', /^POST .*signOut$/, takes('signOut'), ({ directory }, { account }) => directory.users.signOut({ userKey: account.id })],
	['the login report', /^GET .*applications\/login$/, reads('signOut', { at }), ({ reports }, { account }) => reports.activities.list({ userKey: account.id, applicationName: 'login', eventName: 'logout', startTime: at, maxResults: 100 })],
	['apps with access', /^GET .*tokens$/, reads('revokeTokens'), ({ directory }, { account }) => directory.tokens.list({ userKey: account.id })],
	['revoke apps', /^DELETE .*tokens\//, takes('revokeTokens'), async ({ directory }, world) => { for (const { clientId } of user(world).grants.slice()) await directory.tokens.delete({ userKey: world.account.id, clientId }); }],
	['service accounts', /^GET .*serviceAccounts$/, reads('disableCloudKeys'), ({ iam }, world) => iam.projects.serviceAccounts.list({ name: `projects/${company(world).connection.project}`, pageSize: 100 })],
	['keys', /^GET .*\/keys$/, reads('disableCloudKeys'), ({ iam }, world) => iam.projects.serviceAccounts.keys.list({ name: `projects/-/serviceAccounts/${serviceAccount(world).email}`, keyTypes: ['USER_MANAGED'] })],
	['disable a key', /^POST .*:disable$/, takes('disableCloudKeys'), ({ iam }, world) => iam.projects.serviceAccounts.keys.disable({ name: keyName(world), requestBody: {} })],
	['enable a key', /^POST .*:enable$/, (world) => undoes('disableCloudKeys', { keys: [{ name: keyName(world), disabled: true }] }, { keys: [{ name: keyName(world), disabled: false }] })(world), ({ iam }, world) => iam.projects.serviceAccounts.keys.enable({ name: keyName(world), requestBody: {} })],
];

const entitlements: Row[] = [
	['groups of a user', /^GET .*\/groups$/, reads('removeFromGroups'), ({ directory }, { account }) => directory.groups.list({ userKey: account.id, maxResults: 200 })],
	['the role in a group', /^GET .*\/members\//, reads('removeFromGroups'), async ({ directory }, world) => {
		const { data } = await directory.groups.list({ userKey: world.account.id, maxResults: 200 });
		for (const { id } of data.groups!) await directory.members.get({ groupKey: id!, memberKey: world.account.id });
	}],
	['leave groups', /^DELETE .*\/members\//, takes('removeFromGroups'), async ({ directory }, world) => {
		const { data } = await directory.groups.list({ userKey: world.account.id, maxResults: 200 });
		for (const { id } of data.groups!) await directory.members.delete({ groupKey: id!, memberKey: world.account.id }).catch(() => {});
	}],
	['put back into a group', /^POST .*\/members$/, undoes('removeFromGroups', { groups: [] }, { groups: [{ id: 'g1', email: 'g', role: 'OWNER' }] }), ({ directory }, { account }) => directory.members.insert({ groupKey: 'g1', requestBody: { email: account.label, role: 'OWNER' } })],
	['a group by address', /^GET .*\/groups\//, (world) => giver('joinGroups').read(world.google, world.account, wishOf(world, { join: [group(world).email] })), ({ directory }, world) => directory.groups.get({ groupKey: group(world).email })],
	['a group by name', /^GET .*\/groups$/, (world) => giver('joinGroups').read(world.google, world.account, wishOf(world, { join: [nameAsTyped] })), async ({ directory }, { account }) => {
		await directory.groups.list({ userKey: account.id, maxResults: 200 });
		await directory.groups.list({ customer, maxResults: 200 });
	}],
	['join a group', /^POST .*\/members$/, (world) => {
		group(world).members.delete(world.account.id);
		return supplies('joinGroups', { join: [group(world).email] })(world);
	}, ({ directory }, world) => directory.members.insert({ groupKey: group(world).id, requestBody: { email: world.account.label, role: 'MEMBER' } })],
	['the address that joins', /^GET .*\/users\/\d+$/, (world) => supplies('joinGroups', { join: [group(world).email] })(world), ({ directory }, { account }) => directory.users.get({ userKey: account.id })],
	['role assignments', /^GET .*roleassignments$/, reads('revokeAdminRoles'), ({ directory }, { account }) => directory.roleAssignments.list({ customer, userKey: account.id, includeIndirectRoleAssignments: true, maxResults: 200 })],
	['roles', /^GET .*\/roles$/, reads('revokeAdminRoles'), ({ directory }) => directory.roles.list({ customer, maxResults: 100 })],
	['who is super admin', /^GET .*roleassignments$/, (world) => untouchable(world.google, { id: superAdmin(world).id, label: '', hrId: '' }), ({ directory }, world) => directory.roleAssignments.list({ customer, roleId: superRole(world).roleId, maxResults: 200 })],
	['revoke a role', /^DELETE .*roleassignments/, takes('revokeAdminRoles'), ({ directory }, world) => directory.roleAssignments.delete({ customer, roleAssignmentId: role(world).roleAssignmentId })],
	['assign a role', /^POST .*roleassignments$/, undoes('revokeAdminRoles', { superAdmin: false, roles: [] }, { superAdmin: false, roles: [{ assignment: '1', role: '2', name: '', direct: true, scope: 'ORG_UNIT', orgUnit: '3', condition: 'c' }] }), ({ directory }, { account }) => directory.roleAssignments.insert({ customer, requestBody: { roleId: '2', assignedTo: account.id, scopeType: 'ORG_UNIT', orgUnitId: '3', condition: 'c' } })],
	['super admin off', /^POST .*makeAdmin$/, ({ google, account }) => step('revokeAdminRoles').apply(google, account, { superAdmin: true, roles: [] }), ({ directory }, { account }) => directory.users.makeAdmin({ userKey: account.id, requestBody: { status: false } })],
	['super admin on', /^POST .*makeAdmin$/, undoes('revokeAdminRoles', { superAdmin: false, roles: [] }, { superAdmin: true, roles: [] }), ({ directory }, { account }) => directory.users.makeAdmin({ userKey: account.id, requestBody: { status: true } })],
];

const devices: Row[] = [
	['mobile devices', /^GET .*devices\/mobile$/, reads('wipeMobileAccounts'), ({ directory }, { account }) => directory.mobiledevices.list({ customerId: customer, query: `email:${account.label}`, projection: 'FULL', maxResults: 100 })],
	['wipe an account from a phone', /^POST .*devices\/mobile/, takes('wipeMobileAccounts'), ({ directory }, world) => directory.mobiledevices.action({ customerId: customer, resourceId: mobile(world).resourceId, requestBody: { action: 'admin_account_wipe' } })],
	...([['APPROVED', 'activate'], ['BLOCKED', 'block']] as const).map(([status, then]): Row => [
		`call the wipe of a phone off that was ${status}`,
		/^POST .*devices\/mobile/,
		(world) => undoes('wipeMobileAccounts', { devices: [{ id: mobile(world).resourceId, name: '', status: 'WIPING' }] }, { devices: [{ id: mobile(world).resourceId, name: '', status }] })(world),
		({ directory }, world) => directory.mobiledevices.action({ customerId: customer, resourceId: mobile(world).resourceId, requestBody: { action: `cancel_remote_wipe_then_${then}` } }),
	]),
	['Chromebooks', /^GET .*devices\/chromeos$/, reads('disableChromeDevices'), async ({ directory }, { account }) => {
		for (const query of [`user:${account.label}`, `recent_user:${account.label}`]) await directory.chromeosdevices.list({ customerId: customer, query, maxResults: 200 });
	}],
	...([['disable', 'DISABLE', 'ACTIVE'], ['enable', 'REENABLE', 'DISABLED']] as const).map(([verb, action, status]): Row => [
		`${verb} a Chromebook`,
		/^POST .*batchChangeStatus$/,
		(world) => {
			const [device, before] = [{ id: chrome(world).deviceId, name: '', status, own: true }, { id: chrome(world).deviceId, name: '', status: 'ACTIVE', own: true }];
			return verb === 'disable' ? takes('disableChromeDevices')(world) : undoes('disableChromeDevices', { devices: [device] }, { devices: [before] })(world);
		},
		({ directory }, world) => directory.customer.devices.chromeos.batchChangeStatus({ customerId: customer, requestBody: { deviceIds: [chrome(world).deviceId], changeChromeOsDeviceStatusAction: `CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_${action}` } }),
	]),
];

const data: Row[] = [
	['transfers so far', /^GET .*transfers$/, reads('transferOwnership'), ({ transfer: { transfers } }, { account }) => transfers.list({ customerId: customer, oldOwnerUserId: account.id, maxResults: 100 })],
	['the transfer that was begun', /^GET .*transfers\/t1$/, reads('transferOwnership', { id: 't1' }), ({ transfer: { transfers } }) => transfers.get({ dataTransferId: 't1' })],
	['applications', /^GET .*datatransfer.*applications$/, takes('transferOwnership'), ({ transfer: { applications } }) => applications.list({ customerId: customer })],
	['begin a transfer', /^POST .*transfers$/, takes('transferOwnership'), ({ transfer: { transfers } }, world) => transfers.insert({ requestBody: transfer(world) })],
	['automatic forwarding', /^GET .*autoForwarding$/, reads('stopForwarding'), ({ gmail }) => gmail.users.settings.getAutoForwarding({ userId: 'me' })],
	['forwarding addresses', /^GET .*forwardingAddresses$/, reads('stopForwarding'), ({ gmail }) => gmail.users.settings.forwardingAddresses.list({ userId: 'me' })],
	['filters', /^GET .*filters$/, reads('stopForwarding'), ({ gmail }) => gmail.users.settings.filters.list({ userId: 'me' })],
	['forwarding off', /^PUT .*autoForwarding$/, takes('stopForwarding'), ({ gmail }) => gmail.users.settings.updateAutoForwarding({ userId: 'me', requestBody: { enabled: false } })],
	['remove forwarding addresses', /^DELETE .*forwardingAddresses/, takes('stopForwarding'), ({ gmail }, world) => gmail.users.settings.forwardingAddresses.delete({ userId: 'me', forwardingEmail: [...user(world).mailbox.forwardingAddresses.keys()][0]! })],
	['remove filters that forward', /^DELETE .*filters/, takes('stopForwarding'), ({ gmail }, world) => gmail.users.settings.filters.delete({ userId: 'me', id: anyFilter(world).id })],
	['forwarding on', /^PUT .*autoForwarding$/, (world) => undoes('stopForwarding', nothingForwarded, forwarding(world))(world), ({ gmail }) => gmail.users.settings.updateAutoForwarding({ userId: 'me', requestBody: { enabled: true, emailAddress: 'mateo.rivas.home@mail.example', disposition: 'leaveInInbox' } })],
	['add a forwarding address', /^POST .*forwardingAddresses$/, (world) => undoes('stopForwarding', nothingForwarded, forwarding(world))(world), ({ gmail }) => gmail.users.settings.forwardingAddresses.create({ userId: 'me', requestBody: { forwardingEmail: 'new@kestrel.example' } })],
	['add a filter', /^POST .*filters$/, (world) => undoes('stopForwarding', nothingForwarded, forwarding(world))(world), ({ gmail }, world) => {
		const { criteria, action } = anyFilter(world);
		return gmail.users.settings.filters.create({ userId: 'me', requestBody: { criteria, action } });
	}],
	['delegates', /^GET .*delegates$/, reads('removeDelegates'), ({ gmail }) => gmail.users.settings.delegates.list({ userId: 'me' })],
	['remove delegates', /^DELETE .*delegates/, takes('removeDelegates'), ({ gmail }, world) => gmail.users.settings.delegates.delete({ userId: 'me', delegateEmail: [...user(world).mailbox.delegates.keys()][0]! })],
	['add a delegate', /^POST .*delegates$/, undoes('removeDelegates', { access: 'open', found: [] }, { access: 'open', found: ['boss@kestrel.example'] }), ({ gmail }) => gmail.users.settings.delegates.create({ userId: 'me', requestBody: { delegateEmail: 'boss@kestrel.example' } })],
	['the auto-reply', /^GET .*vacation$/, reads('setAutoReply'), ({ gmail }) => gmail.users.settings.getVacation({ userId: 'me' })],
	['set the auto-reply', /^PUT .*vacation$/, takes('setAutoReply'), ({ gmail }) => gmail.users.settings.updateVacation({ userId: 'me', requestBody: { enableAutoReply: true, responseSubject: 'Gone', responseBodyPlainText: 'Write to the team.' } })],
	['switch the auto-reply off', /^PUT .*vacation$/, undoes('setAutoReply', { access: 'open', found: {} }, { access: 'open', found: { responseBodyPlainText: 'Later' } }), ({ gmail }) => gmail.users.settings.updateVacation({ userId: 'me', requestBody: { enableAutoReply: false, responseBodyPlainText: 'Later' } })],
];

const probes: Row[] = [
	['one group', /^GET .*\/groups$/, check, ({ directory }) => directory.groups.list({ customer, maxResults: 1 })],
	['one role', /^GET .*\/roles$/, check, ({ directory }) => directory.roles.list({ customer, maxResults: 1 })],
	['one phone', /^GET .*devices\/mobile$/, check, ({ directory }) => directory.mobiledevices.list({ customerId: customer, maxResults: 1 })],
	['one Chromebook', /^GET .*devices\/chromeos$/, check, ({ directory }) => directory.chromeosdevices.list({ customerId: customer, maxResults: 1 })],
	['one line of the login report', /^GET .*applications\/login$/, check, ({ reports }) => reports.activities.list({ userKey: 'all', applicationName: 'login', maxResults: 1 })],
];

export const rows: readonly Row[] = [...users, ...credentials, ...entitlements, ...devices, ...data, ...probes];
