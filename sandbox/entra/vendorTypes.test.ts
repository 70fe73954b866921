import type * as Graph from '@microsoft/microsoft-graph-types';
import { readFileSync } from 'node:fs';
import { createClock } from '../clock';
import { cast } from '../company';
import { startEntra, type EntraDouble } from '.';
import type { showGroup } from './groups';
import { managedDeviceIn } from './intune/listing';
import type { showManagedDevice } from './intune/show';
import type { showMethod } from './methods';
import { DEVICE, GROUP, USER } from './resources';
import type { showAssignment } from './routes/access';
import type { showApplication, showPrincipal } from './routes/applications';
import type { showDevice } from './routes/devices';
import type { showSku } from './routes/licences';
import type { USUAL_MAILBOX } from './routes/mail';
import type { showOrganization } from './routes/organization';
import type { showDefinition, showEligibility, showGroupEligibility, showRoleAssignment } from './routes/roles';
import type { MessageRule, PermissionGrant } from './state';
import { everything, graph, type Page } from './testing/graph';
import type { showUser } from './users';

/**
 * What is shown has the vendor's names and the vendor's types: the compiler refuses this list where the published types
 * know a property under another name, or as something else.
 */
type Conforms<Shown extends Vendor, Vendor> = Exclude<keyof Shown, keyof Vendor | `@odata.${string}`> extends never ? true : never;

type Conforming = [
	user: Conforms<ReturnType<typeof showUser>, Graph.User>,
	group: Conforms<ReturnType<typeof showGroup>, Graph.Group>,
	method: Conforms<ReturnType<typeof showMethod>, Graph.AuthenticationMethod & Graph.TemporaryAccessPassAuthenticationMethod>,
	device: Conforms<ReturnType<typeof showDevice>, Graph.Device>,
	managedDevice: Conforms<ReturnType<typeof showManagedDevice>, Graph.ManagedDevice>,
	sku: Conforms<ReturnType<typeof showSku>, Graph.SubscribedSku>,
	application: Conforms<ReturnType<typeof showApplication>, Graph.Application>,
	principal: Conforms<ReturnType<typeof showPrincipal>, Graph.ServicePrincipal>,
	assignment: Conforms<ReturnType<typeof showAssignment>, Graph.AppRoleAssignment>,
	grant: Conforms<PermissionGrant, Graph.OAuth2PermissionGrant>,
	role: Conforms<ReturnType<typeof showRoleAssignment>, Graph.UnifiedRoleAssignment>,
	definition: Conforms<ReturnType<typeof showDefinition>, Graph.UnifiedRoleDefinition>,
	eligibility: Conforms<ReturnType<typeof showEligibility>, Graph.UnifiedRoleEligibilitySchedule>,
	groupEligibility: Conforms<ReturnType<typeof showGroupEligibility>, Graph.PrivilegedAccessGroupEligibilitySchedule>,
	mailbox: Conforms<typeof USUAL_MAILBOX, Graph.MailboxSettings>,
	rule: Conforms<MessageRule, Graph.MessageRule>,
	organization: Conforms<ReturnType<typeof showOrganization>, Graph.Organization>,
];

const conforming: Conforming = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];

const published = readFileSync(require.resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts'), 'utf8');

/** The names an interface publishes, with those it inherits. */
function namesOf(type: string): Set<string> {
	const [, base, body = ''] = new RegExp(`^export interface ${type} (?:extends (\\w+) )?\\{(?:\\}|$([\\s\\S]*?)^\\})`, 'm').exec(published) ?? [];
	const own = [...body.matchAll(/^ {4}'?(\w+)'?\??:/gm)].map(([, name = '']) => name);
	if (own.length === 0 && base === undefined) throw new Error(`Nothing is published as ${type}`);
	return new Set([...own, ...(base === undefined ? [] : namesOf(base))]);
}

const typeOf = (item: object, declared: string) => {
	const said = (item as { '@odata.type'?: string })['@odata.type']?.replace('#microsoft.graph.', '') ?? declared;
	return `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}`;
};

const unpublished = (item: object, declared: string) => {
	const names = namesOf(typeOf(item, declared));
	return Object.keys(item).filter((name) => !name.includes('@odata') && !names.has(name));
};

const clock = createClock();
let entra: EntraDouble;
let leaver: string;
beforeAll(async () => {
	entra = await startEntra({ clock });
	leaver = entra.ids.get(cast.leaver.id) ?? '';
	entra.signIn(leaver);
	entra.operate('revoke', leaver);
});
afterAll(() => entra.stop());

test('the published types are read as they are written', () => {
	expect(conforming).toHaveLength(17);
	expect([...namesOf('Group')]).toEqual(expect.arrayContaining(['isAssignableToRole', 'deletedDateTime', 'id']));
	expect(() => namesOf('Shoe')).toThrow();
	expect(unpublished({ id: '1', shoeSize: 4 }, 'user')).toEqual(['shoeSize']);
});

test.each([
	[`/users?$select=${USER.properties?.join(',') ?? ''}`, 'user'],
	[`/groups?$select=${GROUP.properties?.join(',') ?? ''}`, 'group'],
	['/groups', 'group'],
	['/devices', 'device'],
	['/subscribedSkus', 'subscribedSku'],
	['/applications', 'application'],
	['/servicePrincipals', 'servicePrincipal'],
	['/organization', 'organization'],
	['/oauth2PermissionGrants', 'oAuth2PermissionGrant'],
	['/deviceManagement/managedDevices', 'managedDevice'],
	['/deviceManagement/managedDevices/MANAGED/users', 'user'],
	['/roleManagement/directory/roleAssignments', 'unifiedRoleAssignment'],
	['/roleManagement/directory/roleDefinitions', 'unifiedRoleDefinition'],
	['/roleManagement/directory/roleEligibilitySchedules', 'unifiedRoleEligibilitySchedule'],
	['/roleManagement/directory/roleEligibilityScheduleInstances', 'unifiedRoleEligibilityScheduleInstance'],
	['/identityGovernance/privilegedAccess/group/eligibilitySchedules?$filter=principalId eq \'LEAVER\'', 'privilegedAccessGroupEligibilitySchedule'],
	['/auditLogs/directoryAudits', 'directoryAudit'],
	['/auditLogs/signIns', 'signIn'],
	['/users/LEAVER/transitiveMemberOf', ''],
	['/users/LEAVER/ownedObjects', ''],
	['/users/LEAVER/ownedDevices', ''],
	['/users/LEAVER/authentication/methods', ''],
	['/users/LEAVER/appRoleAssignments', 'appRoleAssignment'],
	['/users/LEAVER/managedDevices', 'managedDevice'],
	['/users/LEAVER/mailFolders/inbox/messageRules', 'messageRule'],
])('%s answers with what is published', async (path, declared) => {
	const { items } = await everything<object>(entra, path.replace('LEAVER', leaver).replace('MANAGED', entra.intune.find('KST-IPD-0002')));
	expect(items.length).toBeGreaterThan(0);
	expect(items.flatMap((item) => unpublished(item, declared))).toEqual([]);
});

test('what it filters by is published', () => {
	for (const { type, filters = {} } of [USER, GROUP, DEVICE, managedDeviceIn('v1.0')]) {
		const names = namesOf(typeOf({}, type.replace('microsoft.graph.', '')));
		for (const property of Object.keys(filters)) expect([property, names.has(property.split('/')[0] ?? '')]).toEqual([property, true]);
	}
});

const skuId = 'c5928f49-12ba-48f7-ada3-0d743a3601d5';

/** Every body it takes, in the vendor's types. */
const bodies = {
	user: { accountEnabled: false, displayName: 'Ada Lovelace', givenName: 'Ada', surname: 'Lovelace', jobTitle: 'Engineer', department: 'Engineering', mailNickname: 'ada', userPrincipalName: 'ada@kestrel.example', employeeId: '76', employeeType: 'Employee', employeeHireDate: '2026-12-01T08:00:00Z', usageLocation: 'DE', onPremisesExtensionAttributes: { extensionAttribute1: '76' }, passwordProfile: { password: 'a-Long-passw0rd', forceChangePasswordNextSignIn: true } } satisfies Graph.User,
	update: { mobilePhone: '+49 30 555', businessPhones: ['+49 30 555'], employeeLeaveDateTime: '2026-12-31T23:59:59Z', onPremisesExtensionAttributes: { extensionAttribute2: 'x' } } satisfies Graph.User,
	licences: { addLicenses: [{ skuId, disabledPlans: [] }] satisfies Graph.AssignedLicense[], removeLicenses: [] as string[] },
	device: { accountEnabled: false } satisfies Graph.Device,
	wipe: { keepEnrollmentData: false, keepUserData: false, macOsUnlockCode: '481516', obliterationBehavior: 'obliterateWithWarning' satisfies Graph.ObliterationBehavior, persistEsimDataPlan: true },
	pass: { lifetimeInMinutes: 60, isUsableOnce: true } satisfies Graph.TemporaryAccessPassAuthenticationMethod,
	phone: { phoneType: 'mobile', phoneNumber: '+49 30555' } satisfies Graph.PhoneAuthenticationMethod,
	email: { emailAddress: 'ada@home.example' } satisfies Graph.EmailAuthenticationMethod,
	replies: { automaticRepliesSetting: { status: 'alwaysEnabled', internalReplyMessage: 'Gone', externalReplyMessage: 'Gone' } } satisfies Graph.MailboxSettings,
	rule: { displayName: 'Copy', sequence: 3, isEnabled: true, actions: { forwardTo: [{ emailAddress: { address: 'ada@home.example' } }] } } satisfies Graph.MessageRule,
	mail: { message: { subject: 'Hello', body: { contentType: 'text', content: 'Hello' }, toRecipients: [{ emailAddress: { address: 'ada@kestrel.example' } }] } satisfies Graph.Message, saveToSentItems: false },
};

test('every body it takes is one the vendor publishes, and the answers are too', async () => {
	const post = async (path: string, body: object, declared: string) => {
		const answer = await graph<{ id: string } & object>(entra, 'POST', path, { body });
		expect([path, answer.status, unpublished(answer.body, declared)]).toEqual([path, 201, []]);
		return answer.body.id;
	};
	const ada = await post('/users', bodies.user, 'user');
	const take = async (method: string, path: string, body: object) => (await graph(entra, method, path, { body })).status;
	expect(await take('PATCH', `/users/${ada}`, bodies.update)).toBe(204);
	const { body: shown } = await graph<Graph.User>(entra, 'GET', `/users/${ada}?$select=onPremisesExtensionAttributes,employeeHireDate,department`);
	expect(shown).toMatchObject({ department: 'Engineering', employeeHireDate: '2026-12-01T08:00:00Z', onPremisesExtensionAttributes: { extensionAttribute1: '76', extensionAttribute2: 'x', extensionAttribute3: null } });
	const { body: found } = await graph<Page<Graph.User>>(entra, 'GET', "/users?$count=true&$select=id&$filter=onPremisesExtensionAttributes/extensionAttribute1 eq '76'", { headers: { ConsistencyLevel: 'eventual' } });
	expect(found.value.map(({ id }) => id)).toEqual([ada]);
	expect(await take('POST', `/users/${ada}/assignLicense`, bodies.licences)).toBe(200);
	await post(`/users/${ada}/authentication/temporaryAccessPassMethods`, bodies.pass, 'temporaryAccessPassAuthenticationMethod');
	await post(`/users/${ada}/authentication/phoneMethods`, bodies.phone, 'phoneAuthenticationMethod');
	await post(`/users/${ada}/authentication/emailMethods`, bodies.email, 'emailAuthenticationMethod');
	const [client, resource] = [...entra.state.servicePrincipals.values()].filter(({ permissions }) => permissions.length === 0);
	const grant = { clientId: client?.id ?? '', consentType: 'Principal', principalId: ada, resourceId: resource?.id ?? '', scope: 'User.Read' } satisfies Graph.OAuth2PermissionGrant;
	await post('/oauth2PermissionGrants', grant, 'oAuth2PermissionGrant');
	const assignment = { principalId: ada, resourceId: resource?.id ?? '', appRoleId: resource?.appRoles[0]?.id ?? '' } satisfies Graph.AppRoleAssignment;
	await post(`/users/${ada}/appRoleAssignments`, assignment, 'appRoleAssignment');
	const role = { principalId: ada, roleDefinitionId: '4a5d8f65-41da-4de4-8968-e035b65339cf', directoryScopeId: '/' } satisfies Graph.UnifiedRoleAssignment;
	await post('/roleManagement/directory/roleAssignments', role, 'unifiedRoleAssignment');
	const eligible = { ...role, action: 'adminAssign', justification: 'Test', scheduleInfo: { startDateTime: clock.iso(), expiration: { type: 'noExpiration' } } } satisfies Graph.UnifiedRoleEligibilityScheduleRequest;
	await post('/roleManagement/directory/roleEligibilityScheduleRequests', eligible, 'unifiedRoleEligibilityScheduleRequest');
	const groupId = [...entra.state.groups.keys()][0] ?? '';
	const inGroup = { principalId: ada, groupId, accessId: 'member', action: 'adminAssign', justification: 'Test', scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2030-01-01T00:00:00Z' } } } satisfies Graph.PrivilegedAccessGroupEligibilityScheduleRequest;
	await post('/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests', inGroup, 'privilegedAccessGroupEligibilityScheduleRequest');
	const settings = await graph<object>(entra, 'PATCH', `/users/${leaver}/mailboxSettings`, { body: bodies.replies });
	expect([settings.status, unpublished(settings.body, 'mailboxSettings')]).toEqual([200, []]);
	await post(`/users/${leaver}/mailFolders/inbox/messageRules`, bodies.rule, 'messageRule');
	expect(await take('POST', `/users/${entra.connection.senderMailbox}/sendMail`, bodies.mail)).toBe(202);
	const device = [...entra.state.devices.values()].find(({ onPremisesSyncEnabled }) => onPremisesSyncEnabled === null)?.id ?? '';
	expect(await take('PATCH', `/devices/${device}`, bodies.device)).toBe(204);
	expect(await take('POST', `/deviceManagement/managedDevices/${entra.intune.find('KST-MBP-3030')}/wipe`, bodies.wipe)).toBe(204);
});

/** What the published types say of a result, by its type. */
const RESULTS: Record<string, string> = { remoteLock: 'remoteLockActionResult', rotateBitLockerKeys: 'rotateBitLockerKeysDeviceActionResult', resetPasscode: 'resetPasscodeActionResult', rebootNow: 'deviceActionResult' };

test.each([
	['KST-MBP-1515', 'v1.0', 'remoteLock'],
	['KST-WIN-1616', 'beta', 'rotateBitLockerKeys'],
	['KST-AND-3939', 'v1.0', 'resetPasscode'],
	['KST-WIN-1616', 'v1.0', 'rebootNow'],
])('one managed device, %s, with everything there is, and what came of %s %s', async (serial, version, action) => {
	const id = entra.intune.find(serial);
	const actOn = `${entra.connection.graphUrl}/${version}/deviceManagement/managedDevices/${id}`;
	expect((await graph(entra, 'POST', `${actOn}/${action}`)).status).toBe(204);
	entra.checkIn(id);
	const { body } = await graph<Graph.ManagedDevice>(entra, 'GET', `/deviceManagement/managedDevices/${id}?$select=${managedDeviceIn('v1.0').properties?.join(',') ?? ''}`);
	expect([Object.keys(body).length > 25, unpublished(body, 'managedDevice')]).toEqual([true, []]);
	const result = body.deviceActionResults?.at(-1) ?? {};
	expect([result, typeOf(result, 'deviceActionResult').toLowerCase(), unpublished(result, 'deviceActionResult')]).toEqual([expect.objectContaining({ actionName: action, actionState: 'done' }), RESULTS[action]?.toLowerCase(), []]);
});
