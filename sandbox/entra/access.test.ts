import { createClock } from '../clock';
import { cast } from '../company';
import { LEAVERS_SECRET, ROLES, startEntra, type EntraDouble } from '.';
import { everything, graph, grantOnly, login, verdict, type Failure, type Page } from './testing/graph';

interface Item {
	'@odata.type': string;
	id: string;
	displayName: string;
	appRoleId: string;
	resourceId: string;
	clientId: string;
	scope: string;
	skuId: string;
	consumedUnits: number;
	principalId: string;
	roleDefinitionId: string;
	groupId: string;
	accountEnabled: boolean;
	activityDisplayName: string;
	scheduleInfo: { expiration: { type: string; endDateTime: string | null } };
	passwordCredentials: { keyId: string; hint: string }[];
}

const clock = createClock();
let entra: EntraDouble;
let leaver: string;
beforeEach(async () => {
	entra = await startEntra({ clock });
	leaver = entra.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => entra.stop());

const list = async (path: string) => (await everything<Item>(entra, path)).items;
const names = async (path: string) => (await list(path)).map(({ displayName }) => displayName).sort();
const group = (displayName: string) => {
	const found = [...entra.state.groups.values()].find((candidate) => candidate.displayName === displayName);
	if (found === undefined) throw new Error(displayName);
	return found;
};
const leave = (displayName: string) => verdict(entra, 'DELETE', `/groups/${group(displayName).id}/members/${leaver}/$ref`);
const join = (displayName: string) => verdict(entra, 'POST', `/groups/${group(displayName).id}/members/$ref`, { '@odata.id': `${entra.connection.graphUrl}/v1.0/directoryObjects/${leaver}` });

test('the leaver has something of everything', () => {
	const { enabled, deleted, ...counts } = entra.accessOf(leaver);
	expect([enabled, deleted]).toEqual([true, false]);
	for (const [what, count] of Object.entries(counts)) expect([what, count > 0]).toEqual([what, true]);
});

describe('groups', () => {
	test('memberships are groups, roles and administrative units; a cast shows one kind', async () => {
		const types = new Set((await list(`/users/${leaver}/memberOf`)).map((item) => item['@odata.type']));
		expect(types).toEqual(new Set(['#microsoft.graph.group', '#microsoft.graph.directoryRole', '#microsoft.graph.administrativeUnit']));
		expect(await names(`/users/${leaver}/memberOf/microsoft.graph.directoryRole`)).toEqual(['Helpdesk Administrator']);
		expect(await names(`/users/${leaver}/memberOf/microsoft.graph.administrativeUnit`)).toEqual(['New York Office']);
		entra.state.groups.get(group('VPN Users').id)?.members.delete(leaver);
		expect(await names(`/users/${leaver}/memberOf/microsoft.graph.group`)).not.toContain('VPN Users');
		expect(await names(`/users/${leaver}/transitiveMemberOf/microsoft.graph.group`)).toContain('VPN Users');
	});

	test.each([
		['Code Hosting', '204'],
		['Product Team', '204'],
		['Release Approvers', '204'],
		['Microsoft 365 Users', '204'],
		['Engineering Staff', '403 Authorization_RequestDenied'],
		['AD Building Access', '400 Request_BadRequest'],
		['Engineering Announcements', '400 Request_BadRequest'],
		['Incident Contacts', '400 Request_BadRequest'],
		['Board Documents', '403 Authorization_RequestDenied'],
	])('leaving and joining %s: %s', async (name, expected) => {
		expect(await leave(name)).toBe(expected);
		expect(group(name).members.has(leaver)).toBe(expected !== '204');
		if (expected !== '204') return expect(await join(name)).toBe(expected);
		expect([await leave(name), await join(name), await join(name)]).toEqual(['404 Request_ResourceNotFound', '204', '400 Request_BadRequest']);
		expect(group(name).members.has(leaver)).toBe(true);
	});

	test('a role-assignable group takes the permission to manage roles as well', async () => {
		grantOnly(entra, 'Group.ReadWrite.All');
		expect([await leave('Release Approvers'), await leave('Code Hosting')]).toEqual(['403 Authorization_RequestDenied', '204']);
		grantOnly(entra, 'GroupMember.ReadWrite.All', 'RoleManagement.ReadWrite.Directory');
		expect(await leave('Release Approvers')).toBe('204');
	});

	test('without /$ref the member itself is deleted, if the app may delete it', async () => {
		const path = `/groups/${group('Code Hosting').id}/members/${leaver}`;
		grantOnly(entra, 'GroupMember.ReadWrite.All');
		expect([await verdict(entra, 'DELETE', path), entra.user(leaver).deletedAt]).toEqual(['403 Authorization_RequestDenied', null]);
		grantOnly(entra, 'User.ReadWrite.All');
		expect([await verdict(entra, 'DELETE', path), entra.accessOf(leaver).deleted]).toEqual(['204', true]);
	});

	test('who fits the rule of a dynamic group no longer leaves it by itself, after a while', async () => {
		entra.settings.ruleLagMs = 60_000;
		await graph(entra, 'PATCH', `/users/${leaver}`, { body: { department: 'Sales', accountEnabled: false } });
		expect(group('Engineering Staff').members.has(leaver)).toBe(true);
		clock.move(60_001);
		expect(await names(`/users/${leaver}/memberOf/microsoft.graph.group`)).not.toEqual(expect.arrayContaining(['Engineering Staff']));
		expect(group('All Staff').members.has(leaver)).toBe(false);
	});

	test('the last owner of a Microsoft 365 group stays until there is another', async () => {
		const owners = `/groups/${group('Launch Planning').id}/owners`;
		expect(await names(`/users/${leaver}/ownedObjects/microsoft.graph.group`)).toEqual(['Launch Planning', 'On-call Rota']);
		expect(await verdict(entra, 'DELETE', `${owners}/${leaver}/$ref`)).toBe('400 Request_BadRequest');
		await graph(entra, 'POST', `${owners}/$ref`, { body: { '@odata.id': `https://graph.microsoft.com/v1.0/users/${entra.ids.get(cast.leaverManager.id) ?? ''}` } });
		expect(await verdict(entra, 'DELETE', `${owners}/${leaver}/$ref`)).toBe('204');
		expect(await verdict(entra, 'DELETE', `/groups/${group('On-call Rota').id}/owners/${leaver}/$ref`)).toBe('204');
		expect(entra.accessOf(leaver).ownedGroups).toBe(0);
	});

	test('a restricted administrative unit closes users as well; an ordinary one lets them go', async () => {
		const [unit] = [...entra.state.administrativeUnits.values()].filter(({ displayName }) => displayName === 'New York Office');
		expect(await verdict(entra, 'DELETE', `/directory/administrativeUnits/${unit?.id ?? ''}/members/${leaver}/$ref`)).toBe('204');
		[...entra.state.administrativeUnits.values()].find(({ isMemberManagementRestricted }) => isMemberManagementRestricted)?.members.add(leaver);
		expect(await verdict(entra, 'PATCH', `/users/${leaver}`, { accountEnabled: false })).toBe('403 Authorization_RequestDenied');
		expect(await verdict(entra, 'POST', `/users/${leaver}/revokeSignInSessions`)).toBe('403 Authorization_RequestDenied');
	});

	test('what an app may not read shows nothing but kind and id', async () => {
		grantOnly(entra, 'GroupMember.Read.All');
		const items = await list(`/users/${leaver}/memberOf`);
		expect(items.find((item) => item['@odata.type'] === '#microsoft.graph.directoryRole')).toMatchObject({ id: expect.any(String), displayName: null });
		expect((await list(`/groups/${group('Code Hosting').id}/members/microsoft.graph.user?$select=id,accountEnabled`))[0]).toMatchObject({ accountEnabled: null });
		expect(await names('/groups?$filter=displayName eq \'VPN Users\'')).toEqual(['VPN Users']);
	});
});

describe('licences', () => {
	const POWER_BI = 'f8a1db68-be16-40ed-86d5-cb42ce701560';
	const VISIO = 'c5928f49-12ba-48f7-ada3-0d743a3601d5';
	const OFFICE = '05e9a617-0261-4cee-bb44-138d3ef5d965';
	const assign = (add: string[], remove: string[]) => verdict(entra, 'POST', `/users/${leaver}/assignLicense`, { addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })), removeLicenses: remove });
	const states = async () => (await graph<{ licenseAssignmentStates: { skuId: string; assignedByGroup: string | null }[] }>(entra, 'GET', `/users/${leaver}?$select=licenseAssignmentStates`)).body.licenseAssignmentStates;
	const used = async (skuId: string) => (await list('/subscribedSkus')).find((sku) => sku.skuId === skuId)?.consumedUnits;

	test('direct ones go by request, inherited ones with their group', async () => {
		expect(await states()).toEqual(expect.arrayContaining([expect.objectContaining({ skuId: POWER_BI, assignedByGroup: null }), expect.objectContaining({ skuId: OFFICE, assignedByGroup: group('Microsoft 365 Users').id })]));
		const before = (await used(OFFICE)) ?? 0;
		const { body } = await graph<Failure>(entra, 'POST', `/users/${leaver}/assignLicense`, { body: { addLicenses: [], removeLicenses: [OFFICE, POWER_BI] } });
		expect(body.error.message).toBe('User license is inherited from a group membership and it cannot be removed directly from the user.');
		expect(entra.accessOf(leaver).licences).toBe(3);
		expect([await assign([], [POWER_BI, VISIO]), await leave('Microsoft 365 Users')]).toEqual(['200', '204']);
		expect([await states(), await used(OFFICE), await used(POWER_BI)]).toEqual([[], before - 1, 0]);
	});

	test.each([
		['what somebody does not have', [], ['84a661c4-e949-4bd2-a560-ed7766fcaf2b']],
		['what the company does not have', ['00000000-0000-0000-0000-000000000000'], []],
	])('%s is refused', async (_name, add, remove) => {
		expect(await assign(add, remove)).toBe('400 Request_BadRequest');
	});

	test('a licence takes a country and a free unit, and brings a mailbox', async () => {
		const { body } = await graph<Item>(entra, 'POST', '/users', { body: { accountEnabled: true, displayName: 'New', mailNickname: 'new', userPrincipalName: 'new@kestrel.example', passwordProfile: { password: 'a-Long-passw0rd' } } });
		const give = (skuId: string) => verdict(entra, 'POST', `/users/${body.id}/assignLicense`, { addLicenses: [{ skuId }], removeLicenses: [] });
		expect(await verdict(entra, 'POST', `/users/${body.id}/assignLicense`, { addLicenses: [{ skuId: OFFICE }] })).toBe('400 Request_BadRequest');
		expect([await give(OFFICE), await verdict(entra, 'GET', `/users/${body.id}/mailboxSettings`)]).toEqual(['400 Request_BadRequest', '404 MailboxNotEnabledForRESTAPI']);
		await graph(entra, 'PATCH', `/users/${body.id}`, { body: { usageLocation: 'DE' } });
		expect([await give(OFFICE), await verdict(entra, 'GET', `/users/${body.id}/mailboxSettings`)]).toEqual(['200', '200']);
		const visio = entra.state.skus.get(VISIO);
		if (visio !== undefined) visio.units = 1;
		expect(await give(VISIO)).toBe('400 Request_BadRequest');
	});
});

describe('applications', () => {
	test('assignments and consents are listed, taken away, and can be given back', async () => {
		const assignments = await list(`/users/${leaver}/appRoleAssignments`);
		const consents = await list(`/users/${leaver}/oauth2PermissionGrants`);
		for (const { id } of assignments) expect(await verdict(entra, 'DELETE', `/users/${leaver}/appRoleAssignments/${id}`)).toBe('204');
		for (const { id } of consents) expect(await verdict(entra, 'DELETE', `/oauth2PermissionGrants/${id}`)).toBe('204');
		expect(entra.accessOf(leaver)).toMatchObject({ appRoleAssignments: 0, consents: 0 });
		expect(await verdict(entra, 'DELETE', `/oauth2PermissionGrants/${consents[0]?.id ?? ''}`)).toBe('404 Request_ResourceNotFound');
		for (const { appRoleId, resourceId } of assignments) expect(await verdict(entra, 'POST', `/users/${leaver}/appRoleAssignments`, { principalId: leaver, resourceId, appRoleId })).toBe('201');
		for (const { clientId, resourceId, scope } of consents) expect(await verdict(entra, 'POST', '/oauth2PermissionGrants', { clientId, consentType: 'Principal', principalId: leaver, resourceId, scope })).toBe('201');
		expect(entra.accessOf(leaver)).toMatchObject({ appRoleAssignments: 2, consents: 2 });
	});

	test('what comes through a group is assigned to the group', async () => {
		expect(await list(`/groups/${group('Code Hosting').id}/appRoleAssignments`)).toHaveLength(1);
		expect(await list(`/users/${leaver}/appRoleAssignments`)).toHaveLength(2);
	});

	test('a secret the leaver knows works until it is removed', async () => {
		const [application] = await list(`/users/${leaver}/ownedObjects/microsoft.graph.application`);
		const appId = [...entra.state.applications.values()].find(({ id }) => id === application?.id)?.appId ?? '';
		const asBot = () => login(entra, { client_id: appId, client_secret: LEAVERS_SECRET });
		expect((await asBot()).status).toBe(200);
		expect(JSON.stringify(application)).not.toContain(LEAVERS_SECRET);
		const remove = () => verdict(entra, 'POST', `/applications/${application?.id ?? ''}/removePassword`, { keyId: application?.passwordCredentials[0]?.keyId });
		expect([await remove(), await remove()]).toEqual(['204', '400 Request_BadRequest']);
		expect([(await asBot()).body.error_codes, entra.accessOf(leaver).ownedSecrets]).toEqual([[7000215], 0]);
	});

	test('an app finds itself by its client id, with what it was granted', async () => {
		grantOnly(entra, 'Application.Read.All', 'User.Read.All');
		const { body } = await graph<Item>(entra, 'GET', `/servicePrincipals(appId='${entra.connection.clientId}')`);
		const granted = await list(`/servicePrincipals/${body.id}/appRoleAssignments`);
		const { body: resource } = await graph<{ appRoles: { id: string; value: string }[] }>(entra, 'GET', `/servicePrincipals/${granted[0]?.resourceId ?? ''}`);
		expect(granted.map(({ appRoleId }) => resource.appRoles.find(({ id }) => id === appRoleId)?.value)).toEqual(['Application.Read.All', 'User.Read.All']);
		expect(await names(`/servicePrincipals?$filter=appId eq '${entra.connection.clientId}'`)).toEqual(['Joiner Mover Leaver']);
	});
});

describe('roles', () => {
	const ASSIGNMENTS = '/roleManagement/directory/roleAssignments';
	const heldBy = (principalId: string) => list(`${ASSIGNMENTS}?$filter=principalId eq '${principalId}'`);

	test('an assignment is found by its principal, taken away and given back', async () => {
		const [held] = await heldBy(leaver);
		expect(held?.roleDefinitionId).toBe(ROLES['Helpdesk Administrator']);
		expect([await verdict(entra, 'DELETE', `${ASSIGNMENTS}/${held?.id ?? ''}`), await verdict(entra, 'DELETE', `${ASSIGNMENTS}/${held?.id ?? ''}`)]).toEqual(['204', '404 Request_ResourceNotFound']);
		expect(entra.accessOf(leaver).roles).toBe(0);
		const again = { principalId: leaver, roleDefinitionId: held?.roleDefinitionId, directoryScopeId: '/' };
		expect([await verdict(entra, 'POST', ASSIGNMENTS, again), await verdict(entra, 'POST', ASSIGNMENTS, again)]).toEqual(['201', '400 Request_BadRequest']);
		expect(entra.accessOf(leaver).roles).toBe(1);
		grantOnly(entra, 'RoleManagement.Read.Directory');
		expect(await verdict(entra, 'POST', ASSIGNMENTS, again)).toBe('403 Authorization_RequestDenied');
	});

	test('the last Global Administrator stays', async () => {
		const holders = await list(`${ASSIGNMENTS}?$filter=roleDefinitionId eq '${ROLES['Global Administrator']}'`);
		expect(holders).toHaveLength(2);
		const verdicts = [];
		for (const { id } of holders) verdicts.push(await verdict(entra, 'DELETE', `${ASSIGNMENTS}/${id}`));
		expect(verdicts).toEqual(['204', '400 Request_BadRequest']);
	});

	test.each([
		['roles', '/roleManagement/directory/roleEligibilitySchedules', '/roleManagement/directory/roleEligibilityScheduleRequests', 'eligibleRoles'],
		['groups', '/identityGovernance/privilegedAccess/group/eligibilitySchedules', '/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests', 'eligibleGroups'],
	] as const)('eligibility for %s is removed and given by request, with its end', async (_name, schedules, requests, counted) => {
		const held = () => list(`${schedules}?$filter=principalId eq '${leaver}'`);
		const [before] = await held();
		const { id: _id, createdDateTime: _created, createdUsing: _using, modifiedDateTime: _modified, status: _status, memberType: _type, appScopeId: _scope, scheduleInfo, ...what } = before as Item & Record<string, unknown>;
		const ask = (action: string) => verdict(entra, 'POST', requests, { action, ...what, scheduleInfo, justification: 'Access ended' });
		expect([await ask('adminRemove'), await ask('adminRemove')]).toEqual(['201', '400 RoleAssignmentDoesNotExist']);
		expect([await held(), entra.accessOf(leaver)[counted]]).toEqual([[], 0]);
		expect([await ask('adminAssign'), await ask('adminAssign')]).toEqual(['201', '400 RoleAssignmentExists']);
		expect((await held())[0]?.scheduleInfo.expiration).toEqual(scheduleInfo.expiration);
	});

	test('eligibility ends when it said it would', () => {
		clock.move(61 * 86_400_000);
		expect(entra.accessOf(leaver)).toMatchObject({ eligibleRoles: 1, eligibleGroups: 0 });
	});

	test('eligibility for groups is not listed for everybody', async () => {
		expect(await verdict(entra, 'GET', '/identityGovernance/privilegedAccess/group/eligibilitySchedules')).toBe('400 Request_BadRequest');
	});
});

describe('the audit log', () => {
	test('shows what was done to whom, after a while', async () => {
		entra.settings.auditLagMs = 120_000;
		const since = new Date(clock.now() - 1_000).toISOString();
		await graph(entra, 'PATCH', `/users/${leaver}`, { body: { accountEnabled: false } });
		await graph(entra, 'POST', `/users/${leaver}/revokeSignInSessions`);
		await leave('Code Hosting');
		const path = `/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${leaver}') and activityDateTime ge ${since}`;
		expect(await list(path)).toEqual([]);
		clock.move(120_001);
		const activities = (await list(path)).map(({ activityDisplayName }) => activityDisplayName);
		expect(activities).toEqual(['Remove member from group', 'Update StsRefreshTokenValidFrom Timestamp', 'Disable account']);
		expect(await list(`${path} and activityDisplayName eq 'Disable account'`)).toHaveLength(1);
	});

	test('shows who signed in, and who was not let in', async () => {
		entra.signIn(leaver);
		entra.operate('disable', leaver);
		expect(() => entra.signIn(leaver)).toThrow();
		const found = (await everything<{ status: { errorCode: number } }>(entra, `/auditLogs/signIns?$filter=userId eq '${leaver}' and createdDateTime ge 2020-01-01T00:00:00Z`)).items;
		expect(found.map(({ status }) => status.errorCode)).toEqual([50057, 0]);
		grantOnly(entra, 'AuditLog.Read.All');
		expect(await verdict(entra, 'GET', '/auditLogs/signIns')).toBe('403 Authorization_RequestDenied');
	});
});

describe('batches', () => {
	const batch = async (requests: object[]) => (await graph<{ responses: { id: string; status: number; headers: Record<string, string>; body?: Partial<Failure & Page<Item>> }[] }>(entra, 'POST', '/$batch', { body: { requests } })).body.responses;

	test('each request has an answer of its own, and limits of its own', async () => {
		entra.settings.batchItemsToThrottle = 1;
		const answers = await batch([
			{ id: 'a', method: 'GET', url: `/users/${leaver}` },
			{ id: 'b', method: 'GET', url: '/users/nobody' },
			{ id: 'c', method: 'PATCH', url: `/users/${leaver}`, headers: { 'Content-Type': 'application/json' }, body: { accountEnabled: false } },
			{ id: 'd', method: 'GET', url: '/users?$top=1' },
			{ id: 'e', method: 'GET', url: '/users', dependsOn: ['b'] },
		]);
		expect(answers.map(({ id, status }) => `${id} ${status}`)).toEqual(['a 429', 'b 404', 'c 204', 'd 200', 'e 424']);
		expect(answers[0]?.headers['Retry-After']).toBe('1');
		expect(answers[1]?.body?.error?.innerError).toHaveProperty('request-id');
		expect(answers[3]?.body?.['@odata.nextLink']).toContain('/v1.0/users?');
		expect(entra.accessOf(leaver).enabled).toBe(false);
	});

	test('permissions count inside as well, and twenty is the most', async () => {
		grantOnly(entra, 'User.Read.All');
		expect((await batch([{ id: '1', method: 'GET', url: '/groups' }]))[0]?.status).toBe(403);
		expect(await verdict(entra, 'POST', '/$batch', { requests: Array.from({ length: 21 }, (_, id) => ({ id: String(id), method: 'GET', url: '/users' })) })).toBe('400 BadRequest');
		expect(await verdict(entra, 'POST', '/$batch', { requests: [{ id: '1', method: 'PATCH', url: '/users/x', body: {} }] })).toBe('400 Request_BadRequest');
	});
});

test('a lie changes nothing, and reads can lag behind all kinds of changes', async () => {
	const lie = entra.faults.add({ method: 'DELETE', effect: { kind: 'lie' } });
	expect([await leave('Code Hosting'), group('Code Hosting').members.has(leaver)]).toEqual(['204', true]);
	lie.remove();
	entra.faults.add({ path: /users/, effect: { kind: 'lag', reads: 1 } });
	entra.operate('disable', leaver);
	const enabled = async () => (await graph<Item>(entra, 'GET', `/users/${leaver}?$select=accountEnabled`)).body.accountEnabled;
	expect([await enabled(), await enabled()]).toEqual([true, false]);
});
