import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { startGoogle, type GoogleDouble } from '.';

interface Answer {
	error: { code: number; errors: { reason: string }[] };
	[name: string]: unknown;
}

const clock = createClock();
let google: GoogleDouble;
let leaver: string;
let token: string;
beforeEach(async () => {
	google = await startGoogle({ clock, settings: { deviceSyncMs: 60_000, transferMs: 60_000 } });
	leaver = google.ids.get(cast.leaver.id) ?? '';
	token = google.tokenFor(outsiders.automation);
});
afterEach(() => google.stop());

const directory = '/admin/directory/v1';
const ask = (method: string, path: string, body?: object, bearer = token) =>
	fetch(`${google.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const read = async <T = Answer>(path: string, bearer = token) => (await (await ask('GET', path, undefined, bearer)).json()) as T;
const reason = async (method: string, path: string, body?: object, bearer = token) => {
	const answer = await ask(method, path, body, bearer);
	if (answer.ok) return String(answer.status);
	return `${answer.status} ${((await answer.json()) as Answer).error.errors[0]?.reason}`;
};
const items = async (path: string) => ((await read<{ items?: Record<string, string>[] }>(path)).items ?? []);
const mine = (path: string) => `${directory}/users/${leaver}/${path}`;

test('the demo leaver has something of everything', () => {
	expect(google.accessOf(leaver)).toEqual({
		status: 'active',
		sessions: 2,
		grants: 2,
		refreshTokens: 0,
		appPasswords: 2,
		backupCodes: 5,
		secondSteps: 1,
		forwarding: 1,
		forwardingFilters: 1,
		delegates: 1,
		sendAs: 1,
		groups: 5,
		roles: 1,
		mobileDevices: 1,
		companyDevices: 1,
		chromeDevices: 1,
		licences: 2,
		serviceAccountKeys: 1,
	});
});

describe('credentials', () => {
	test('consents are listed and revoked one by one; none is a body without items', async () => {
		const grants = await items(mine('tokens'));
		expect(grants.map(({ displayText }) => displayText)).toEqual(['Calendar Helper', 'Meeting Notes']);
		for (const { clientId } of grants) expect([await reason('DELETE', mine(`tokens/${clientId}`)), await reason('DELETE', mine(`tokens/${clientId}`))]).toEqual(['204', '404 notFound']);
		expect(await read(mine('tokens'))).toEqual({ kind: 'admin#directory#tokenList' });
	});

	test('app passwords likewise', async () => {
		expect(await items(mine('asps'))).toMatchObject([{ codeId: 1, name: 'Mail on my old phone' }, { codeId: 2 }]);
		expect([await reason('DELETE', mine('asps/1')), await reason('DELETE', mine('asps/2')), await reason('DELETE', mine('asps/2'))]).toEqual(['204', '204', '400 invalid']);
		expect(await read(mine('asps'))).not.toHaveProperty('items');
	});

	test('backup codes are invalidated while the account is active, and not later', async () => {
		expect(await items(mine('verificationCodes'))).toHaveLength(5);
		google.operate('suspend', leaver);
		expect(await reason('POST', mine('verificationCodes/invalidate'))).toBe('400 invalid');
		expect(google.accessOf(leaver).backupCodes).toBe(5);
		google.operate('unsuspend', leaver);
		expect(await reason('POST', mine('verificationCodes/invalidate'))).toBe('204');
		expect(await read(mine('verificationCodes'))).not.toHaveProperty('items');
	});

	test.each([
		['suspended', () => google.operate('suspend', leaver)],
		['enforced', () => google.operate('enforce_2sv', leaver)],
		['in Advanced Protection', () => void (google.user(leaver).inAdvancedProtection = true)],
		['not enrolled', () => void (google.user(leaver).isEnrolledIn2Sv = false)],
	])('2-step verification stays on for somebody %s', async (_name, make) => {
		make();
		expect(await reason('POST', mine('twoStepVerification/turnOff'))).toBe('400 invalid');
	});

	test('2-step verification is turned off for everybody else', async () => {
		expect(await reason('POST', mine('twoStepVerification/turnOff'))).toBe('204');
		expect(await read(`${directory}/users/${leaver}`)).toMatchObject({ isEnrolledIn2Sv: false });
	});

	test('signing out ends sessions, and nothing else, whenever asked', async () => {
		const before = google.accessOf(leaver);
		expect([await reason('POST', mine('signOut')), await reason('POST', mine('signOut'))]).toEqual(['204', '204']);
		expect(google.accessOf(leaver)).toEqual({ ...before, sessions: 0 });
		google.signIn(leaver);
		expect(google.accessOf(leaver).sessions).toBe(1);
	});

	test('what is left alone comes back to life with the account', async () => {
		const before = google.accessOf(leaver);
		google.operate('suspend', leaver);
		google.operate('unsuspend', leaver);
		expect(google.accessOf(leaver)).toEqual(before);
	});
});

describe('groups', () => {
	const groups = async () => (await read<{ groups?: { id: string; email: string; name: string }[] }>(`${directory}/groups?userKey=${leaver}&maxResults=200`)).groups ?? [];
	const member = (group: string) => `${directory}/groups/${group}@kestrel.example/members/${leaver}`;

	test('direct ones are listed, the dynamic one among them', async () => {
		expect((await groups()).map(({ email }) => email.split('@')[0])).toEqual(['dyn-engineering', 'engineering', 'on-call', 'product-news', 'releases']);
		expect(await reason('GET', `${directory}/groups?userKey=${leaver}&customer=my_customer`)).toBe('400 badRequest');
		expect(await reason('GET', `${directory}/groups`)).toBe('400 badRequest');
	});

	test('are left one by one; whoever is in none has no groups at all', async () => {
		expect([await reason('DELETE', member('on-call')), await reason('DELETE', member('on-call'))]).toEqual(['200', '404 notFound']);
		for (const name of ['engineering', 'product-news', 'releases']) expect(await reason('DELETE', member(name))).toBe('200');
		google.user(leaver).profile.organizations = [];
		expect(await read(`${directory}/groups?userKey=${leaver}`)).toEqual({ kind: 'admin#directory#groups' });
	});

	test('a query’s group can be neither joined nor left', async () => {
		expect(await reason('DELETE', member('dyn-engineering'))).toBe('400 failedPrecondition');
		google.settings.dynamicGroupAnswer = 403;
		expect(await reason('DELETE', member('dyn-engineering'))).toBe('403 forbidden');
		expect(await reason('POST', `${directory}/groups/dyn-engineering@kestrel.example/members`, { email: cast.sydney.workEmail })).toBe('403 forbidden');
		await ask('PUT', `${directory}/users/${leaver}`, { organizations: [{ department: 'Sales' }] });
		expect((await groups()).map(({ name }) => name)).not.toContain('Engineering, by query');
	});

	test('somebody joins with a role, changes it, and is not added twice', async () => {
		const path = `${directory}/groups/on-call@kestrel.example/members`;
		expect(await (await ask('POST', path, { email: cast.leeWhoStays.workEmail, role: 'MANAGER' })).json()).toMatchObject({ id: google.ids.get('17'), role: 'MANAGER', type: 'USER' });
		expect(await reason('POST', path, { email: cast.leeWhoStays.workEmail })).toBe('409 duplicate');
		expect(await reason('PATCH', `${path}/${cast.leeWhoStays.workEmail}`, { role: 'OWNER' })).toBe('200');
		expect(await read(`${path}/${google.ids.get('17')}`)).toMatchObject({ role: 'OWNER', status: 'ACTIVE' });
		expect(await reason('POST', path, { email: 'nobody@kestrel.example' })).toBe('404 notFound');
		expect(await reason('POST', path, { email: 'guest@elsewhere.example' })).toBe('200');
		expect(await reason('POST', path, { email: cast.sydney.workEmail, role: 'KING' })).toBe('400 invalid');
		expect(await reason('GET', `${directory}/groups/nothing@kestrel.example`)).toBe('404 notFound');
	});

	test('membership through another group counts', async () => {
		const has = async () => (await read<{ isMember: boolean }>(`${directory}/groups/all@kestrel.example/hasMember/${leaver}`)).isMember;
		expect(await has()).toBe(true);
		expect(await reason('GET', member('all'))).toBe('404 notFound');
		await ask('DELETE', member('engineering'));
		expect(await has()).toBe(false);
	});
});

describe('admin roles', () => {
	const assignments = `${directory}/customer/my_customer/roleassignments`;

	test('are listed and taken; without any the list has no items', async () => {
		const [held] = await items(`${assignments}?userKey=${leaver}&includeIndirectRoleAssignments=true`);
		expect(await reason('DELETE', `${assignments}/${held?.roleAssignmentId}`)).toBe('204');
		expect(await reason('DELETE', `${assignments}/${held?.roleAssignmentId}`)).toBe('404 notFound');
		expect(await read(`${assignments}?userKey=${leaver}`)).toEqual({ kind: 'admin#directory#roleAssignments' });
		expect(await read(`${directory}/users/${leaver}`)).toMatchObject({ isAdmin: false, isDelegatedAdmin: false });
	});

	test('one through a group is the group’s, and is listed only if asked for', async () => {
		const lead = google.ids.get(cast.adminByGroup.id);
		expect(await items(`${assignments}?userKey=${lead}`)).toEqual([]);
		expect(await items(`${assignments}?userKey=${lead}&includeIndirectRoleAssignments=true`)).toMatchObject([{ assigneeType: 'group' }]);
	});

	test('super admin is listed here and not taken here', async () => {
		const admin = google.ids.get(cast.superAdmin.id);
		const [held] = await items(`${assignments}?userKey=${admin}`);
		expect(await reason('DELETE', `${assignments}/${held?.roleAssignmentId}`)).toBe('400 invalid');
	});

	test('are given once, by super admins, to somebody', async () => {
		const roles = await items(`${directory}/customer/my_customer/roles`);
		const roleId = roles.find(({ roleName }) => roleName === '_HELP_DESK_ADMIN_ROLE')?.roleId;
		expect(await reason('POST', assignments, { roleId, assignedTo: leaver, scopeType: 'CUSTOMER' })).toBe('200');
		expect(await reason('POST', assignments, { roleId, assignedTo: leaver, scopeType: 'CUSTOMER' })).toBe('409 duplicate');
		expect(await reason('POST', assignments, { roleId, assignedTo: '1' })).toBe('404 notFound');
		expect(await reason('POST', assignments, { roleId: '1', assignedTo: leaver })).toBe('404 notFound');
		expect(await reason('POST', assignments, { roleId, assignedTo: leaver }, google.tokenFor(cast.orgAdmin.workEmail))).toBe('403 forbidden');
	});
});

test('org units are listed below one another, read by path and made', async () => {
	const at = `${directory}/customer/my_customer/orgunits`;
	const paths = async (query: string) => ((await read<{ organizationUnits?: { orgUnitPath: string }[] }>(`${at}?${query}`)).organizationUnits ?? []).map(({ orgUnitPath }) => orgUnitPath);
	expect(await paths('')).toEqual(['/Staff', '/Leavers', '/Service Accounts']);
	expect(await paths('type=all&orgUnitPath=/Staff')).toContain('/Staff/Engineering');
	expect(await paths('orgUnitPath=/Leavers')).toEqual([]);
	expect(await read(`${at}/Staff/Engineering`)).toMatchObject({ name: 'Engineering', parentOrgUnitPath: '/Staff' });
	expect(await reason('GET', `${at}/Nowhere`)).toBe('404 notFound');
	expect(await reason('POST', at, { name: 'Alumni', parentOrgUnitPath: '/Leavers' })).toBe('200');
	expect(await reason('POST', at, { name: 'Alumni', parentOrgUnitPath: '/Leavers' })).toBe('409 duplicate');
	expect(await reason('PUT', `${directory}/users/${leaver}`, { orgUnitPath: '/Leavers/Alumni' })).toBe('200');
	expect(await reason('PUT', `${directory}/users/${leaver}`, { orgUnitPath: '/Alumni' })).toBe('400 invalid');
});

describe('licences', () => {
	const at = '/apps/licensing/v1/product';
	const held = async (product: string) => (await items(`${at}/${product}/users?customerId=kestrel.example&maxResults=1000`)).filter(({ userId }) => userId === cast.leaver.workEmail);

	test('are found product by product, taken and given', async () => {
		expect([await held('Google-Apps'), await held('Google-Voice')]).toMatchObject([[{ skuId: '1010020028' }], [{ skuId: '1010330003' }]]);
		const path = `${at}/Google-Voice/sku/1010330003/user/${cast.leaver.workEmail}`;
		expect([await reason('DELETE', path), await reason('DELETE', path), await reason('GET', path)]).toEqual(['200', '404 notFound', '404 notFound']);
		expect(await held('Google-Voice')).toEqual([]);
		const given = `${at}/Google-Voice/sku/1010330003/user`;
		expect([await reason('POST', given, { userId: cast.leaver.workEmail }), await reason('POST', given, { userId: cast.leaver.workEmail })]).toEqual(['200', '412 conditionNotMet']);
		expect(await reason('GET', `${at}/Google-Vault/users?customerId=kestrel.example`)).toBe('404 notFound');
		expect(await reason('GET', `${at}/Google-Voice/users?customerId=my_customer`)).toBe('400 invalid');
	});

	test('automatic licensing gives back what was taken', async () => {
		google.settings.automaticLicensing = true;
		await ask('DELETE', `${at}/Google-Apps/sku/1010020028/user/${cast.leaver.workEmail}`);
		expect(await held('Google-Apps')).toEqual([]);
		clock.move(google.settings.deviceSyncMs);
		expect(await held('Google-Apps')).toHaveLength(1);
	});
});

describe('transfers', () => {
	const at = '/admin/datatransfer/v1';
	const DRIVE = '55656082996';
	const CALENDAR = '435070579839';
	const manager = () => google.ids.get(cast.leaverManager.id) ?? '';
	const start = async (privacy: string[] | undefined, change: object = {}) => {
		const drive = { applicationId: DRIVE, ...(privacy === undefined ? {} : { applicationTransferParams: [{ key: 'PRIVACY_LEVEL', value: privacy }] }) };
		const body = { oldOwnerUserId: leaver, newOwnerUserId: manager(), applicationDataTransfers: [drive, { applicationId: CALENDAR, applicationTransferParams: [{ key: 'RELEASE_RESOURCES', value: ['TRUE'] }] }], ...change };
		return (await (await ask('POST', `${at}/transfers`, body)).json()) as Answer & { id: string };
	};
	const status = async (id: string) => (await read(`${at}/transfers/${id}`)).overallTransferStatusCode;

	test('the applications to transfer are read', async () => {
		expect(await read(`${at}/applications?customerId=my_customer`)).toMatchObject({ applications: [{ id: DRIVE, name: 'Drive and Docs' }, { id: CALENDAR, name: 'Calendar' }, { name: 'Looker Studio' }] });
	});

	test('are followed to their end, also for a suspended owner', async () => {
		google.operate('suspend', leaver);
		const { id, overallTransferStatusCode } = await start(['PRIVATE', 'SHARED']);
		expect([overallTransferStatusCode, await status(id)]).toEqual(['inProgress', 'inProgress']);
		clock.move(google.settings.transferMs);
		expect(await status(id)).toBe('completed');
		expect([google.user(leaver).owns, google.user(manager()).owns]).toEqual([{ privateFiles: 0, sharedFiles: 0, calendars: 0 }, { privateFiles: 12, sharedFiles: 34, calendars: 4 }]);
	});

	test('without more being said, private files stay behind', async () => {
		await start(undefined);
		clock.move(google.settings.transferMs);
		await read(`${at}/transfers`);
		expect(google.user(leaver).owns).toEqual({ privateFiles: 12, sharedFiles: 0, calendars: 0 });
	});

	test.each([
		['the licence was taken first', () => google.state.skus.forEach(({ holders }) => holders.delete(leaver))],
		['the account was deleted first', () => google.operate('delete', leaver)],
		['nobody is there to receive them', () => google.operate('suspend', manager())],
	])('fail where %s', async (_name, happen) => {
		const { id } = await start(undefined);
		happen();
		clock.move(google.settings.transferMs);
		expect(await status(id)).toBe('failed');
	});

	test('asked for twice are two', async () => {
		const [first, second] = [await start(undefined), await start(undefined)];
		expect(first.id).not.toBe(second.id);
		expect(await read(`${at}/transfers?oldOwnerUserId=${leaver}&status=inProgress`)).toMatchObject({ dataTransfers: [{ id: first.id }, { id: second.id }] });
	});

	test.each([
		['an address for an id', { newOwnerUserId: cast.leaverManager.workEmail }],
		['nothing to transfer', { applicationDataTransfers: [] }],
		['an unknown application', { applicationDataTransfers: [{ applicationId: '1' }] }],
		['an unknown parameter', { applicationDataTransfers: [{ applicationId: DRIVE, applicationTransferParams: [{ key: 'EVERYTHING', value: ['TRUE'] }] }] }],
	])('%s is refused', async (_name, change) => {
		expect((await start(undefined, change)).error.errors[0]?.reason).toBe('invalid');
	});
});
