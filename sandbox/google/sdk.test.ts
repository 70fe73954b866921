import { createSign } from 'node:crypto';
import { admin, auth } from '@googleapis/admin';
import { auth as gmailAuth, gmail } from '@googleapis/gmail';
import { auth as iamAuth, iam } from '@googleapis/iam';
import { createClock } from '../clock';
import { cast } from '../company';
import { ALL_SCOPES } from './auth/scopes';
import { startGoogle, type GoogleDouble } from '.';

/** Google's own SDK is the judge: what it can do at the real thing, it can do here. */
const clock = createClock();
let google: GoogleDouble;
let leaver: string;
beforeEach(async () => {
	google = await startGoogle({ clock, settings: { deviceSyncMs: 60_000, transferMs: 60_000, creationMs: 0 } });
	leaver = google.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => google.stop());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** From the double's token endpoint, with the service account's key. */
async function accessToken(subject: string | undefined, scopes: readonly string[]): Promise<string> {
	const { email, keyId, privateKey } = google.connection.serviceAccount;
	const now = Math.floor(Date.now() / 1000);
	const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${part({ iss: email, sub: subject, scope: scopes.join(' '), aud: 'https://oauth2.googleapis.com/token', iat: now, exp: now + 3600 })}`;
	const assertion = `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
	const answer = await fetch(`${google.url}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }) });
	return ((await answer.json()) as { access_token: string }).access_token;
}

/** Left to itself the SDK imports node-fetch, which it cannot inside a test. */
const at = () => ({ rootUrl: `${google.url}/`, fetchImplementation: fetch });

async function asAdmin() {
	const client = new auth.OAuth2();
	client.setCredentials({ access_token: await accessToken(google.connection.adminEmail, ALL_SCOPES) });
	const common = { auth: client, retry: false, ...at() };
	return { directory: admin({ version: 'directory_v1', ...common }), transfers: admin({ version: 'datatransfer_v1', ...common }), reports: admin({ version: 'reports_v1', ...common }) };
}

async function asOwner(subject: string) {
	const client = new gmailAuth.OAuth2();
	client.setCredentials({ access_token: await accessToken(subject, ALL_SCOPES.filter((scope) => scope.includes('/gmail.'))) });
	return gmail({ version: 'v1', auth: client, ...at() }).users.settings;
}

async function asItself() {
	const client = new iamAuth.OAuth2();
	client.setCredentials({ access_token: await accessToken(undefined, ['https://www.googleapis.com/auth/cloud-platform']) });
	return iam({ version: 'v1', auth: client, ...at() }).projects.serviceAccounts;
}

async function closeMailbox(userId = 'me') {
	const settings = await asOwner(cast.leaver.workEmail);
	await settings.updateAutoForwarding({ userId, requestBody: { enabled: false } });
	for (const { forwardingEmail } of (await settings.forwardingAddresses.list({ userId })).data.forwardingAddresses ?? []) await settings.forwardingAddresses.delete({ userId, forwardingEmail: forwardingEmail ?? '' });
	for (const { delegateEmail } of (await settings.delegates.list({ userId })).data.delegates ?? []) await settings.delegates.delete({ userId, delegateEmail: delegateEmail ?? '' });
	for (const { id, action } of (await settings.filters.list({ userId })).data.filter ?? []) if (action?.forward !== undefined) await settings.filters.delete({ userId, id: id ?? '' });
	for (const { sendAsEmail, isPrimary } of (await settings.sendAs.list({ userId })).data.sendAs ?? []) if (isPrimary !== true) await settings.sendAs.delete({ userId, sendAsEmail: sendAsEmail ?? '' });
	await settings.updateImap({ userId, requestBody: { enabled: false } });
	await settings.updatePop({ userId, requestBody: { accessWindow: 'disabled' } });
	const { data } = await settings.updateVacation({ userId, requestBody: { enableAutoReply: true, responseSubject: 'Left' } });
	expect(data.enableAutoReply).toBe(true);
}

test('a leaver is found, cut and read back', async () => {
	const { directory, transfers, reports } = await asAdmin();
	const userKey = leaver;
	const customerId = 'my_customer';
	const { data: found } = await directory.users.list({ customer: customerId, query: `externalId=${cast.leaver.id}`, maxResults: 500 });
	expect(found.users?.map(({ id }) => id)).toEqual([leaver]);

	await closeMailbox();
	await directory.verificationCodes.invalidate({ userKey });
	await directory.twoStepVerification.turnOff({ userKey });

	const { data: suspended } = await directory.users.update({ userKey, requestBody: { suspended: true, password: 'something long', orgUnitPath: '/Leavers' } });
	expect(suspended).toMatchObject({ suspended: true, suspensionReason: 'ADMIN', orgUnitPath: '/Leavers' });
	expect((await directory.users.signOut({ userKey })).status).toBe(204);
	for (const { clientId } of (await directory.tokens.list({ userKey })).data.items ?? []) await directory.tokens.delete({ userKey, clientId: clientId ?? '' });
	for (const { codeId } of (await directory.asps.list({ userKey })).data.items ?? []) await directory.asps.delete({ userKey, codeId: codeId ?? 0 });
	for (const { id, name } of (await directory.groups.list({ userKey })).data.groups ?? []) if (name !== 'Engineering, by query') await directory.members.delete({ groupKey: id ?? '', memberKey: userKey });
	for (const { roleAssignmentId } of (await directory.roleAssignments.list({ customer: customerId, userKey })).data.items ?? []) await directory.roleAssignments.delete({ customer: customerId, roleAssignmentId: roleAssignmentId ?? '' });

	for (const { resourceId } of (await directory.mobiledevices.list({ customerId, query: `email:${cast.leaver.workEmail}`, projection: 'FULL' })).data.mobiledevices ?? []) {
		await directory.mobiledevices.action({ customerId, resourceId: resourceId ?? '', requestBody: { action: 'admin_account_wipe' } });
	}
	const { data: chromebooks } = await directory.chromeosdevices.list({ customerId, query: `user:${cast.leaver.workEmail}` });
	const deviceIds = (chromebooks.chromeosdevices ?? []).map(({ deviceId }) => deviceId ?? '');
	const { data: changed } = await directory.customer.devices.chromeos.batchChangeStatus({ customerId, requestBody: { deviceIds, changeChromeOsDeviceStatusAction: 'CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_DISABLE' } });
	expect(changed.changeChromeOsDeviceStatusResults).toEqual([{ deviceId: deviceIds[0], response: {} }]);
	const { data: command } = await directory.customer.devices.chromeos.issueCommand({ customerId, deviceId: deviceIds[0] ?? '', requestBody: { commandType: 'REMOTE_POWERWASH' } });
	const commandState = async () => (await directory.customer.devices.chromeos.commands.get({ customerId, deviceId: deviceIds[0] ?? '', commandId: command.commandId ?? '' })).data.state;

	const { data: applications } = await transfers.applications.list({ customerId });
	const { data: transfer } = await transfers.transfers.insert({
		requestBody: { oldOwnerUserId: leaver, newOwnerUserId: google.ids.get(cast.leaverManager.id) ?? '', applicationDataTransfers: (applications.applications ?? []).map(({ id }) => ({ applicationId: id ?? '' })) },
	});
	const transferStatus = async () => (await transfers.transfers.get({ dataTransferId: transfer.id ?? '' })).data.overallTransferStatusCode;
	expect([await commandState(), await transferStatus()]).toEqual(['PENDING', 'inProgress']);

	const accounts = await asItself();
	const { data: ofProject } = await accounts.list({ name: `projects/${google.connection.project}` });
	const own = (ofProject.accounts ?? []).filter(({ description }) => description?.includes(cast.leaver.workEmail));
	for (const { name } of own) {
		for (const key of (await accounts.keys.list({ name: name ?? '', keyTypes: ['USER_MANAGED'] })).data.keys ?? []) await accounts.keys.disable({ name: key.name ?? '', requestBody: {} });
	}

	clock.move(60_000);
	expect([await commandState(), await transferStatus()]).toEqual(['EXECUTED_BY_CLIENT', 'completed']);
	expect(google.accessOf(leaver)).toEqual({
		status: 'suspended',
		sessions: 0,
		grants: 0,
		refreshTokens: 0,
		appPasswords: 0,
		backupCodes: 0,
		secondSteps: 0,
		forwarding: 0,
		forwardingFilters: 0,
		delegates: 0,
		sendAs: 0,
		groups: 1,
		roles: 0,
		mobileDevices: 0,
		companyDevices: 1,
		chromeDevices: 0,
		licences: 2,
		serviceAccountKeys: 0,
	});
	const { data: evidence } = await reports.activities.list({ userKey: 'all', applicationName: 'admin', filters: `USER_EMAIL==${cast.leaver.workEmail}` });
	const names = (evidence.items ?? []).flatMap(({ events }) => (events ?? []).map(({ name }) => name));
	expect(names).toEqual(expect.arrayContaining(['SUSPEND_USER', 'CHANGE_PASSWORD', 'REVOKE_3LO_TOKEN', 'REVOKE_ASP', 'UNASSIGN_ROLE', 'REMOVE_GROUP_MEMBER']));
});

test('a joiner is made, put into an org unit and a group, and made admin', async () => {
	const { directory } = await asAdmin();
	const { data: user } = await directory.users.insert({ requestBody: { primaryEmail: 'ada@kestrel.example', name: { givenName: 'Ada', familyName: 'Lovelace' }, password: 'something long', orgUnitPath: '/Staff/Engineering' } });
	const userKey = user.id ?? '';
	const { data: member } = await directory.members.insert({ groupKey: 'on-call@kestrel.example', requestBody: { email: 'ada@kestrel.example', role: 'MEMBER' } });
	expect(member.id).toBe(userKey);
	expect((await directory.members.hasMember({ groupKey: 'on-call@kestrel.example', memberKey: userKey })).data.isMember).toBe(true);
	expect((await directory.orgunits.get({ customerId: 'my_customer', orgUnitPath: 'Staff/Engineering' })).data.orgUnitPath).toBe('/Staff/Engineering');
	await directory.users.makeAdmin({ userKey, requestBody: { status: true } });
	expect((await directory.users.get({ userKey: 'ada@kestrel.example', projection: 'full' })).data.isAdmin).toBe(true);
	await directory.users.delete({ userKey });
	await directory.users.undelete({ userKey, requestBody: { orgUnitPath: '/' } });
});

test('errors arrive as the SDK knows them', async () => {
	const { directory } = await asAdmin();
	await expect(directory.users.get({ userKey: 'nobody@kestrel.example' })).rejects.toMatchObject({
		status: 404,
		response: { data: { error: { code: 404, message: 'Resource Not Found: userKey', errors: [{ domain: 'global', reason: 'notFound', message: 'Resource Not Found: userKey' }], status: 'NOT_FOUND' } } },
	});
	google.operate('suspend', leaver);
	await expect(directory.verificationCodes.invalidate({ userKey: leaver })).rejects.toMatchObject({ status: 400, response: { data: { error: { errors: [{ reason: 'invalid' }] } } } });
});

test('a suspended user can no longer be acted for', async () => {
	google.operate('suspend', leaver);
	expect(await accessToken(cast.leaver.workEmail, ALL_SCOPES)).toBeUndefined();
});

test('pages are followed', async () => {
	const { directory } = await asAdmin();
	const seen: unknown[] = [];
	for (let pageToken: string | undefined; ; ) {
		const { data } = await directory.users.list({ customer: 'my_customer', maxResults: 10, ...(pageToken === undefined ? {} : { pageToken }) });
		seen.push(...(data.users ?? []));
		if (typeof data.nextPageToken !== 'string') break;
		pageToken = data.nextPageToken;
	}
	expect(seen).toHaveLength(google.state.users.size);
});

test('the SDK repeats a read that failed, and no write', async () => {
	const { directory } = await asAdmin();
	google.journal.clear();
	google.faults.add({ times: 1, effect: { kind: 'status', status: 503 } });
	await directory.users.get({ userKey: leaver }, { retry: true });
	google.faults.add({ times: 1, method: 'POST', effect: { kind: 'status', status: 503 } });
	await expect(directory.users.signOut({ userKey: leaver }, { retry: true })).rejects.toMatchObject({ status: 503 });
	expect(google.journal.entries.map(({ method, status }) => `${method} ${status}`)).toEqual(['GET 503', 'GET 200', 'POST 503']);
});
