import type {
	AppRoleAssignment,
	AuthenticationMethod,
	Device,
	DirectoryAudit,
	DirectoryObject,
	Group,
	MailboxSettings,
	ManagedDevice,
	MessageRule,
	OAuth2PermissionGrant,
	SubscribedSku,
	UnifiedRoleAssignment,
	UnifiedRoleDefinition,
	UnifiedRoleEligibilitySchedule,
	User,
} from '@microsoft/microsoft-graph-types';
import { entraSteps } from '../../../systems/entra';
import { entraClient, nothingOnPremises } from '../../../systems/entra/client';

type Typed<Resource> = Resource & { '@odata.type'?: string };

const id = 'u1';
const user: User = {
	id,
	userPrincipalName: 'ada@acme.test',
	accountEnabled: false,
	userType: 'Member',
	onPremisesSyncEnabled: true,
	onPremisesImmutableId: 'AAAAAAAAAAAAAAAAAAAAAA==',
	onPremisesLastSyncDateTime: '2026-11-20T11:00:00Z',
	signInSessionsValidFromDateTime: '2026-11-20T10:00:00Z',
	employeeId: '42',
	licenseAssignmentStates: [{ skuId: 'sku-1', assignedByGroup: null, disabledPlans: [], state: 'Active', error: 'None' }],
};
const audit: DirectoryAudit = { activityDisplayName: 'Disable account', activityDateTime: '2026-11-20T10:00:00.123Z' };
const group: Group = { id: 'g1', displayName: 'Board', groupTypes: [], mailEnabled: false, isAssignableToRole: null, onPremisesSyncEnabled: null, assignedLicenses: [], isManagementRestricted: true };
const method: Typed<AuthenticationMethod> = { '@odata.type': '#microsoft.graph.fido2AuthenticationMethod', id: 'm1' };
const consent: OAuth2PermissionGrant = { id: 'c1', clientId: 'app', resourceId: 'graph', principalId: id, consentType: 'Principal', scope: ' Mail.Read' };
const appRole: AppRoleAssignment = { id: 'a1', resourceId: 'app', resourceDisplayName: 'Dashboards', appRoleId: 'r1', principalId: id };
const role: UnifiedRoleAssignment = { id: 'ra1', principalId: id, roleDefinitionId: 'rd1', directoryScopeId: '/' };
const definition: UnifiedRoleDefinition = { id: 'rd1', displayName: 'Security Reader' };
const eligibility: UnifiedRoleEligibilitySchedule = { principalId: id, roleDefinitionId: 'rd1', directoryScopeId: '/', scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2026-12-31T00:00:00Z' } } };
const device: Device = { id: 'd1', displayName: 'Laptop', accountEnabled: true, trustType: 'AzureAd', onPremisesSyncEnabled: null };
const managed: ManagedDevice = { id: 'i1', deviceName: 'Laptop' };
const rule: MessageRule = { id: 'AQAAAJ5dZqA=', displayName: 'Copy', isEnabled: true, isReadOnly: false, actions: { redirectTo: [{ emailAddress: { address: 'x@y.z' } }] } };
const mailbox: MailboxSettings = { automaticRepliesSetting: { status: 'disabled', internalReplyMessage: '', externalReplyMessage: '', externalAudience: 'none' } };
const owned: Typed<DirectoryObject & { displayName: string }> = { '@odata.type': '#microsoft.graph.application', id: 'o1', displayName: 'bot' };
const sku: SubscribedSku = { skuId: 'sku-1', skuPartNumber: 'SPE_E3' };

const answers: readonly (readonly [RegExp, object])[] = [
	[/\/memberOf\//, { value: [group] }],
	[/\/authentication\/methods$/, { value: [method] }],
	[/\/oauth2PermissionGrants$/, { value: [consent] }],
	[/\/appRoleAssignments$/, { value: [appRole] }],
	[/\/roleAssignments$/, { value: [role] }],
	[/\/roleDefinitions$/, { value: [definition] }],
	[/\/roleEligibilitySchedules$/, { value: [eligibility] }],
	[/\/group\/eligibilitySchedules$/, { value: [] }],
	[/\/(owned|registered)Devices\//, { value: [device] }],
	[/\/managedDevices$/, { value: [managed] }],
	[/\/messageRules$/, { value: [rule] }],
	[/\/mailboxSettings$/, mailbox],
	[/\/ownedObjects$/, { value: [owned] }],
	[/\/directoryAudits$/, { value: [audit] }],
	[/\/subscribedSkus$/, { value: [sku] }],
	[/\/users\/u1$/, user],
];

const settings = { graphUrl: 'https://graph.microsoft.com', hrIdAttribute: 'employeeId', matchByEmail: true, autoReply: null, licencesWaitForMailbox: false, onPremises: nothingOnPremises };
const entra = entraClient(async ({ path }) => ({ status: 200, headers: {}, body: answers.find(([pattern]) => pattern.test(path))![1] }), settings, () => {});

/** What each step makes of an answer that has the shape Microsoft publishes; the compiler checks the shapes. */
test.each([
	['blockSignIn', { enabled: false, synced: true, heldBecause: 'the synchronisation of 2026-11-20T11:00:00Z left it blocked', beingCut: false }],
	['revokeSessions', { enabled: false, external: false, validFrom: '2026-11-20T10:00:00Z', call: null }],
	['removeMethods', { methods: [{ id: 'm1', kind: 'fido2' }] }],
	['revokeConsents', { consents: [{ id: 'c1', client: 'app', resource: 'graph', scope: 'Mail.Read' }] }],
	['removeAppRoles', { assignments: [{ id: 'a1', app: 'app', name: 'Dashboards', role: 'r1', direct: true }] }],
	['removeFromGroups', { groups: [{ id: 'g1', name: 'Board', kind: 'restricted' }] }],
	['leaveLicenceGroups', { groups: [{ id: 'g1', name: 'Board', kind: 'restricted' }], mailboxAtStake: null }],
	['removeRoles', { roles: [{ id: 'ra1', role: 'rd1', name: 'Security Reader', scope: '/', eligible: true }] }],
	['removeEligibility', { eligibilities: [{ of: 'role', target: 'rd1', name: 'Security Reader', scope: '/', until: '2026-12-31T00:00:00Z' }], today: expect.any(String) }],
	['disableDevices', { devices: [{ id: 'd1', name: 'Laptop', enabled: true, owned: true, onPremises: false }], managed: ['Laptop'] }],
	['stopForwarding', { mailbox: true, rules: [{ id: 'AQAAAJ5dZqA=', name: 'Copy', enabled: true, fixed: false }] }],
	['setAutoReply', { reply: { status: 'disabled', internal: '', external: '', audience: 'none' }, wanted: null }],
	['reportOwned', { owned: [{ kind: 'application', name: 'bot', why: expect.stringContaining('Certificates & secrets') }] }],
	['removeLicences', { licences: [{ id: 'sku-1', name: 'SPE_E3', group: null, disabledPlans: [] }], mailboxAtStake: null }],
])('%s', async (stepId, state) => {
	expect(await entraSteps.find((step) => step.id === stepId)!.read(entra, { id, label: 'ada@acme.test' })).toEqual(state);
});

test('every step is here', () => {
	expect(entraSteps).toHaveLength(14);
});
