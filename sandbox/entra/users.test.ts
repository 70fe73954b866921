import { createClock } from '../clock';
import { cast, people } from '../company';
import { startEntra, type EntraDouble } from '.';
import { everything, graph, grantOnly, verdict, type Failure, type Page } from './testing/graph';

interface User {
	id: string;
	displayName: string;
	userPrincipalName: string;
	accountEnabled: boolean;
	employeeId: string;
	onPremisesSyncEnabled: boolean | null;
	signInSessionsValidFromDateTime: string;
}

const clock = createClock();
let entra: EntraDouble;
let leaver: string;
let synced: string;
beforeEach(async () => {
	entra = await startEntra({ clock });
	leaver = entra.ids.get(cast.leaver.id) ?? '';
	synced = entra.ids.get(cast.directoryMastered.id) ?? '';
});
afterEach(() => entra.stop());

const patch = (id: string, body: unknown) => verdict(entra, 'PATCH', `/users/${id}`, body);
const read = async (id: string, ...names: string[]) => (await graph<User>(entra, 'GET', `/users/${id}?$select=id,${names.join(',')}`)).body;
const NEW = { accountEnabled: true, displayName: 'Ada Lovelace', mailNickname: 'ada', userPrincipalName: 'ada@kestrel.example', employeeId: '76', passwordProfile: { password: 'a-Long-passw0rd', forceChangePasswordNextSignIn: true } };

test('everybody who should has one account, found by the HR id', async () => {
	for (const { id } of people) {
		const expected = [cast.withoutAccount.id, cast.staged.id, cast.futureHire.id].includes(id) ? 0 : id === cast.ambiguous.id ? 2 : 1;
		expect([id, entra.usersOfEmployee(id).length]).toEqual([id, expected]);
	}
	expect([...entra.state.users.values()].filter(({ onPremisesSyncEnabled }) => onPremisesSyncEnabled === true)).toHaveLength(10);
	const { body } = await graph<Page<User>>(entra, 'GET', `/users?$filter=employeeId eq '30'&$select=id,userPrincipalName,employeeId`);
	expect(body.value).toEqual([{ id: leaver, userPrincipalName: cast.leaver.workEmail, employeeId: '30' }]);
});

describe('reading', () => {
	test('a user shows eleven properties, and others to those who ask for them', async () => {
		const { body: usual } = await graph<User>(entra, 'GET', `/users/${leaver}`);
		expect(Object.keys(usual).filter((name) => !name.startsWith('@'))).toHaveLength(11);
		const { body: asked } = await graph<User>(entra, 'GET', `/users/${cast.leaver.workEmail}?$select=id,accountEnabled`);
		expect(asked).toEqual({ '@odata.context': expect.any(String), id: leaver, accountEnabled: true });
		expect(await verdict(entra, 'GET', `/users/${leaver}?$select=shoeSize`)).toBe('400 BadRequest');
		expect(await verdict(entra, 'GET', '/users/nobody@kestrel.example')).toBe('404 Request_ResourceNotFound');
		expect((await graph<User>(entra, 'GET', `/users/${encodeURIComponent(entra.strangers.guest)}`)).body.displayName).toBe('Rita Solberg');
	});

	test('with User.ReadBasic.All, only who somebody is', async () => {
		grantOnly(entra, 'User.ReadBasic.All');
		expect(Object.keys((await graph<User>(entra, 'GET', `/users/${leaver}`)).body)).not.toContain('jobTitle');
		expect(await verdict(entra, 'GET', `/users/${leaver}?$select=accountEnabled`)).toBe('403 Authorization_RequestDenied');
	});

	test('pages of any size hold everybody once', async () => {
		const { items, pages } = await everything<User>(entra, '/users?$top=10&$select=id');
		expect([new Set(items.map(({ id }) => id)).size, pages]).toEqual([entra.state.users.size, Math.ceil(entra.state.users.size / 10)]);
		entra.settings.pageSize = 2;
		expect((await everything(entra, `/users/${leaver}/memberOf`)).pages).toBeGreaterThan(3);
		expect(await verdict(entra, 'GET', '/users?$top=1000')).toBe('400 Request_BadRequest');
		expect(await verdict(entra, 'GET', '/users?$expand=manager')).toBe('400 BadRequest');
	});

	test('somebody who vanishes between two pages takes nobody else with them', async () => {
		const { body } = await graph<Page<User>>(entra, 'GET', '/users?$top=5&$select=id');
		entra.operate('delete', body.value[4]?.id ?? '');
		const { items } = await everything<User>(entra, body['@odata.nextLink'] ?? '');
		expect([...body.value, ...items].map(({ id }) => id)).toEqual(expect.arrayContaining([...entra.state.users.keys()]));
	});

	test('ten thousand more are listed page by page', async () => {
		entra.populate(10_000);
		const { items, pages } = await everything<User>(entra, '/users?$top=999&$select=id');
		expect([items.length, pages]).toEqual([entra.state.users.size, 11]);
	});

	test.each([
		["userPrincipalName eq 'MATEO.RIVAS@kestrel.example'", 1],
		["mail eq 'anouk.visser@kestrel.example'", 1],
		["startswith(displayName,'Jam')", 1],
		["department eq 'Finance' and accountEnabled eq false", 1],
		["employeeId in ('30','31')", 2],
		["userType eq 'Guest' or employeeId eq '30'", 2],
		["onPremisesSyncEnabled eq true and (department eq 'Operations' or department eq 'Finance')", 6],
		["proxyAddresses/any(p:p eq 'SMTP:mateo.rivas@kestrel.example')", 1],
		["displayName eq 'O''Nobody'", 0],
	])('$filter=%s', async (filter, found) => {
		expect((await graph<Page<User>>(entra, 'GET', `/users?$select=id&$filter=${encodeURIComponent(filter)}`)).body.value).toHaveLength(found);
	});

	test('what only the index can answer takes a header, a count, and time', async () => {
		const path = "/users?$select=id&$count=true&$filter=accountEnabled ne true and startswith(displayName,'Mateo')";
		const ask = async () => (await graph<Page<User>>(entra, 'GET', path, { headers: { ConsistencyLevel: 'eventual' } })).body;
		expect(await verdict(entra, 'GET', path)).toBe('400 Request_UnsupportedQuery');
		expect(await verdict(entra, 'GET', "/users?$filter=endswith(mail,'x')")).toBe('400 Request_UnsupportedQuery');
		expect(await verdict(entra, 'GET', "/users?$filter=shoeSize eq '4'")).toBe('400 Request_UnsupportedQuery');
		expect(await verdict(entra, 'GET', '/users?$filter=employeeId eq')).toBe('400 BadRequest');
		entra.settings.indexLagMs = 60_000;
		await patch(leaver, { accountEnabled: false });
		expect((await read(leaver, 'accountEnabled')).accountEnabled).toBe(false);
		expect((await ask()).value).toEqual([]);
		clock.move(60_000);
		expect(await ask()).toMatchObject({ '@odata.count': 1, value: [{ id: leaver }] });
		const { body } = await graph<string>(entra, 'GET', '/users/$count', { headers: { ConsistencyLevel: 'eventual' } });
		expect(body).toBe(String(entra.state.users.size));
	});

	test('the last sign-in takes a permission of its own and makes pages small', async () => {
		entra.populate(300);
		const { body } = await graph<Page<User & { signInActivity?: object }>>(entra, 'GET', '/users?$select=id,signInActivity&$top=999');
		expect(body.value).toHaveLength(120);
		expect(body.value.find(({ id }) => id === leaver)?.signInActivity).toMatchObject({ lastSignInDateTime: expect.any(String) });
		grantOnly(entra, 'User.Read.All');
		expect(await verdict(entra, 'GET', '/users?$select=id,signInActivity')).toBe('403 Authorization_RequestDenied');
	});
});

describe('joining', () => {
	test('a new account answers with the usual properties alone, and can be used at once', async () => {
		const { status, body } = await graph<User>(entra, 'POST', '/users', { body: NEW });
		expect([status, body.userPrincipalName, 'accountEnabled' in body]).toEqual([201, NEW.userPrincipalName, false]);
		expect(await read(body.id, 'employeeId', 'accountEnabled')).toMatchObject({ employeeId: '76', accountEnabled: true });
		entra.signIn(body.id, { password: NEW.passwordProfile.password });
		expect(() => entra.signIn(body.id, { password: 'another' })).toThrow('the password is wrong');
		expect(await verdict(entra, 'POST', '/users', NEW)).toBe('400 Request_BadRequest');
		const { body: again } = await graph<Failure>(entra, 'POST', '/users', { body: NEW });
		expect(again.error.message).toBe('Another object with the same value for property userPrincipalName already exists.');
	});

	test('a new account may not be there for a while', async () => {
		entra.faults.add({ method: 'GET', path: /users/, effect: { kind: 'lag', ms: 60_000 } });
		const { body } = await graph<User>(entra, 'POST', '/users', { body: NEW });
		expect(await verdict(entra, 'GET', `/users/${body.id}`)).toBe('404 Request_ResourceNotFound');
		clock.move(60_001);
		expect(await verdict(entra, 'GET', `/users/${body.id}`)).toBe('200');
	});

	test.each([
		['without a nickname', { mailNickname: undefined }],
		['in a domain that is not ours', { userPrincipalName: 'ada@elsewhere.example' }],
		['with a name that is none', { userPrincipalName: 'a da@kestrel.example' }],
		['with a weak password', { passwordProfile: { password: 'password' } }],
		['with an HR id that is too long', { employeeId: '12345678901234567' }],
		['with a property that does not exist', { shoeSize: 4 }],
		['with a country that is none', { usageLocation: 'Germany' }],
		['with a text where a flag belongs', { accountEnabled: 'yes' }],
	])('%s it is refused', async (_name, deviation) => {
		expect(await verdict(entra, 'POST', '/users', { ...NEW, ...deviation })).toBe('400 Request_BadRequest');
		expect(entra.usersOfEmployee('76')).toEqual([]);
	});

	test('a manager is set by reference, taken away, and then is not there', async () => {
		const manager = `/users/${leaver}/manager`;
		expect((await graph<User>(entra, 'GET', manager)).body.id).toBe(entra.ids.get(cast.leaverManager.id));
		expect(await verdict(entra, 'PUT', `${manager}/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/users/${entra.ids.get(cast.executive.id) ?? ''}` })).toBe('204');
		expect((await graph<User>(entra, 'GET', manager)).body.displayName).toBe('Ines Halvorsen');
		expect(await verdict(entra, 'DELETE', `${manager}/$ref`)).toBe('204');
		expect(await verdict(entra, 'DELETE', `${manager}/$ref`)).toBe('404 Request_ResourceNotFound');
		expect(await verdict(entra, 'GET', manager)).toBe('404 Request_ResourceNotFound');
	});
});

describe('leaving', () => {
	test('blocking is idempotent, stops sign-in, and leaves tokens that nothing takes back', async () => {
		expect([await patch(leaver, { accountEnabled: false }), await patch(leaver, { accountEnabled: false })]).toEqual(['204', '204']);
		expect(() => entra.signIn(leaver)).toThrow('the account is disabled');
		// The client that hears of critical events has lost its access token; the other keeps it for its hour.
		expect(entra.accessOf(leaver)).toMatchObject({ enabled: false, sessions: 0, accessTokens: 1 });
		clock.move(3_600_000);
		expect(entra.accessOf(leaver).accessTokens).toBe(0);
	});

	test('revoking ends every session there is, and none that begins afterwards', async () => {
		const before = (await read(leaver, 'signInSessionsValidFromDateTime')).signInSessionsValidFromDateTime;
		const { status, body } = await graph<{ value: boolean }>(entra, 'POST', `/users/${leaver}/revokeSignInSessions`);
		expect([status, body.value, entra.accessOf(leaver).sessions]).toEqual([200, true, 0]);
		const after = (await read(leaver, 'signInSessionsValidFromDateTime')).signInSessionsValidFromDateTime;
		expect(after).toMatch(/T\d\d:\d\d:\d\dZ$/);
		expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
		entra.signIn(leaver);
		expect(entra.accessOf(leaver).sessions).toBe(1);
		entra.settings.revokeAnswers = 204;
		expect(await verdict(entra, 'POST', `/users/${leaver}/revokeSignInSessions`)).toBe('204');
		grantOnly(entra, 'User.ReadWrite.All');
		expect([await verdict(entra, 'POST', `/users/${leaver}/revokeSignInSessions`), await verdict(entra, 'POST', `/users/${leaver}/invalidateAllRefreshTokens`)]).toEqual(['204', '403 Authorization_RequestDenied']);
	});

	test('a guest keeps the sessions of their own tenant', async () => {
		const guest = encodeURIComponent(entra.strangers.guest);
		expect(await verdict(entra, 'POST', `/users/${guest}/revokeSignInSessions`)).toBe('200');
		expect(entra.accessOf(entra.strangers.guest).sessions).toBe(1);
	});

	test('a deleted account can be restored with all it had, until it is deleted for good', async () => {
		const before = entra.accessOf(leaver);
		expect(await verdict(entra, 'DELETE', `/users/${leaver}`)).toBe('204');
		expect([await verdict(entra, 'GET', `/users/${leaver}`), await verdict(entra, 'DELETE', `/users/${leaver}`)]).toEqual(['404 Request_ResourceNotFound', '404 Request_ResourceNotFound']);
		const { body } = await graph<Page<User>>(entra, 'GET', "/directory/deletedItems/microsoft.graph.user?$filter=employeeId eq '30'&$select=id,accountEnabled");
		expect(body.value).toMatchObject([{ id: leaver, accountEnabled: true }]);
		expect(await verdict(entra, 'POST', `/directory/deletedItems/${leaver}/restore`)).toBe('200');
		expect(entra.accessOf(leaver)).toMatchObject({ ...before, accessTokens: expect.any(Number) });
		entra.operate('delete', leaver);
		expect(await verdict(entra, 'DELETE', `/directory/deletedItems/${leaver}`)).toBe('204');
		expect(await verdict(entra, 'POST', `/directory/deletedItems/${leaver}/restore`)).toBe('404 Request_ResourceNotFound');
	});

	test('nobody is restored into a name that somebody else has by now', async () => {
		entra.operate('delete', leaver);
		await graph(entra, 'POST', '/users', { body: { ...NEW, userPrincipalName: cast.leaver.workEmail } });
		expect(await verdict(entra, 'POST', `/directory/deletedItems/${leaver}/restore`)).toBe('400 Request_BadRequest');
	});
});

describe('synced from Active Directory', () => {
	test('what the directory owns is refused, also together with what it does not', async () => {
		for (const body of [{ displayName: 'Another' }, { passwordProfile: NEW.passwordProfile }, { accountEnabled: false, department: 'IT' }]) {
			const answer = await graph<Failure>(entra, 'PATCH', `/users/${synced}`, { body });
			expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining('on-premises mastered Directory Sync objects')]);
		}
		expect(await verdict(entra, 'DELETE', `/users/${synced}/manager/$ref`)).toBe('400 Request_BadRequest');
		expect(entra.user(synced).accountEnabled).toBe(true);
		expect(await patch(synced, { usageLocation: 'DE' })).toBe('204');
		expect(entra.user(synced)).toMatchObject({ onPremisesImmutableId: expect.stringMatching(/^[\w+/]{22}==$/), onPremisesSamAccountName: 'stephen.rowe', onPremisesDistinguishedName: expect.stringContaining('DC=corp'), onPremisesSecurityIdentifier: expect.stringMatching(/^S-1-5-21-/) });
	});

	test('a block in the cloud alone lasts until the next run', async () => {
		expect(await patch(synced, { accountEnabled: false })).toBe('204');
		expect((await read(synced, 'accountEnabled')).accountEnabled).toBe(false);
		clock.move(entra.settings.syncIntervalMs);
		expect((await read(synced, 'accountEnabled')).accountEnabled).toBe(true);
	});

	test('a block in Active Directory arrives with the next run, and stays', async () => {
		entra.setOnPremises(cast.directoryMastered.workEmail, false);
		expect((await read(synced, 'accountEnabled')).accountEnabled).toBe(true);
		entra.sync();
		expect((await read(synced, 'accountEnabled')).accountEnabled).toBe(false);
		clock.move(10 * entra.settings.syncIntervalMs);
		expect((await read(synced, 'accountEnabled')).accountEnabled).toBe(false);
		expect(() => entra.setOnPremises(leaver, false)).toThrow('not synced');
	});

	test('the organization says when the last run was', async () => {
		clock.move(entra.settings.syncIntervalMs);
		const { body } = await graph<Page<{ onPremisesSyncEnabled: boolean; onPremisesLastSyncDateTime: string }>>(entra, 'GET', '/organization?$select=onPremisesSyncEnabled,onPremisesLastSyncDateTime');
		expect(body.value[0]?.onPremisesSyncEnabled).toBe(true);
		expect(clock.now() - Date.parse(body.value[0]?.onPremisesLastSyncDateTime ?? '')).toBeLessThan(60_000);
	});
});

describe('permissions', () => {
	test.each([
		['accountEnabled', ['User.EnableDisableAccount.All', 'User.Read.All'], '204'],
		['accountEnabled', ['User.EnableDisableAccount.All'], '403 Authorization_RequestDenied'],
		['accountEnabled', ['User.ReadWrite.All'], '204'],
		['accountEnabled', ['Directory.ReadWrite.All'], '403 Authorization_RequestDenied'],
		['passwordProfile', ['User-PasswordProfile.ReadWrite.All'], '204'],
		['passwordProfile', ['User.ReadWrite.All'], '403 Authorization_RequestDenied'],
		['employeeLeaveDateTime', ['User-LifeCycleInfo.ReadWrite.All'], '204'],
		['employeeLeaveDateTime', ['User.ReadWrite.All'], '403 Authorization_RequestDenied'],
		['department', ['Directory.ReadWrite.All'], '204'],
		['department', ['User.EnableDisableAccount.All', 'User.Read.All'], '403 Authorization_RequestDenied'],
	] as const)('%s with %s: %s', async (property, permissions, expected) => {
		const bodies = { accountEnabled: false, passwordProfile: NEW.passwordProfile, employeeLeaveDateTime: '2026-12-31T23:59:59Z', department: 'IT' };
		grantOnly(entra, ...permissions);
		expect(await patch(entra.ids.get('41') ?? '', { [property]: bodies[property] })).toBe(expected);
	});

	test.each([
		['nobody special', '41', [], '204'],
		['a limited administrator', cast.orgAdmin.id, [], '403 Authorization_RequestDenied'],
		['a limited administrator', cast.orgAdmin.id, ['User Administrator'], '204'],
		['an administrator through a group', cast.adminByGroup.id, ['User Administrator'], '403 Authorization_RequestDenied'],
		['an administrator through a group', cast.adminByGroup.id, ['Privileged Authentication Administrator'], '204'],
		['a Global Administrator', cast.superAdmin.id, ['User Administrator'], '403 Authorization_RequestDenied'],
		['a Global Administrator', cast.superAdmin.id, ['Global Administrator'], '204'],
		['a member of a role-assignable group', cast.leaver.id, ['User Administrator'], '403 Authorization_RequestDenied'],
	] as const)('%s (%s) is blocked by an app with %s: %s', async (_name, id, roles, expected) => {
		entra.setAppRoles(...roles);
		expect(await patch(entra.ids.get(id) ?? '', { accountEnabled: false })).toBe(expected);
		// What is not sensitive takes no role.
		expect(await patch(entra.ids.get(id) ?? '', { department: 'IT' })).toBe('204');
		if (expected !== '204') expect(await verdict(entra, 'DELETE', `/users/${entra.ids.get(id) ?? ''}`)).toBe(expected);
	});
});
