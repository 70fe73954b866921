import { createClock } from '../clock';
import { cast, outsiders, people } from '../company';
import { startGoogle, type GoogleDouble } from '.';

interface Answer {
	users?: { id: string; primaryEmail: string }[];
	nextPageToken?: string;
	error: { code: number; errors: { reason: string }[] };
	[name: string]: unknown;
}

const clock = createClock();
let google: GoogleDouble;
let leaver: string;
let token: string;
beforeEach(async () => {
	google = await startGoogle({ clock, settings: { creationMs: 60_000, mailboxMs: 120_000 } });
	leaver = google.ids.get(cast.leaver.id) ?? '';
	token = google.tokenFor(outsiders.automation);
});
afterEach(() => google.stop());

const call = (method: string, path: string, body?: object, bearer = token) =>
	fetch(`${google.url}/admin/directory/v1${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const read = async (path: string) => (await (await call('GET', path)).json()) as Answer;
const reason = async (method: string, path: string, body?: object, bearer = token) => {
	const answer = await call(method, path, body, bearer);
	if (answer.ok) return String(answer.status);
	return `${answer.status} ${((await answer.json()) as Answer).error.errors[0]?.reason}`;
};
const users = async (query: string) => (await read(`/users?customer=my_customer&${query}`)).users ?? [];

const newcomer = (change: object = {}) => ({
	primaryEmail: 'ada.lovelace@kestrel.example',
	name: { givenName: 'Ada', familyName: 'Lovelace' },
	password: 'something long',
	orgUnitPath: '/Staff/Engineering',
	externalIds: [{ type: 'organization', value: '76' }],
	...change,
});

test('everybody who works here has one account, under their person id', () => {
	for (const person of people) {
		const expected = person.hiredOn > 0 || person === cast.withoutAccount ? 0 : person === cast.ambiguous ? 2 : 1;
		expect([person.id, google.usersOfPerson(person.id).length]).toEqual([person.id, expected]);
		expect(google.ids.has(person.id)).toBe(expected > 0);
	}
	expect([google.accessOf(cast.former.workEmail).status, google.accessOf(cast.suspended.workEmail).status]).toEqual(['suspended', 'suspended']);
});

test('a user is found by id, address and alias', async () => {
	const other = google.ids.get(cast.otherLogin.id);
	for (const key of [other, cast.otherLogin.workEmail, 'avisser@kestrel.example']) expect(await read(`/users/${key}`)).toMatchObject({ id: other, primaryEmail: 'avisser@kestrel.example', aliases: [cast.otherLogin.workEmail] });
});

test('what is shown of a user', async () => {
	expect(await read(`/users/${leaver}?projection=full`)).toMatchObject({
		id: leaver,
		primaryEmail: cast.leaver.workEmail,
		name: { fullName: 'Mateo Rivas' },
		isAdmin: false,
		isDelegatedAdmin: true,
		suspended: false,
		archived: false,
		orgUnitPath: '/Staff/Engineering',
		externalIds: [{ type: 'organization', value: '30' }],
		relations: [{ type: 'manager', value: cast.leaverManager.workEmail }],
		isMailboxSetup: true,
		isEnrolledIn2Sv: true,
	});
	expect(await read(`/users/${leaver}`)).not.toHaveProperty('suspensionReason');
});

test.each([
	['nobody of ours', 'nobody@kestrel.example', '404 notFound'],
	['somebody elsewhere', 'nobody@elsewhere.example', '403 forbidden'],
	['an unknown id', '1', '404 notFound'],
])('%s', async (_name, key, expected) => {
	expect(await reason('GET', `/users/${key}`)).toBe(expected);
});

describe('listing', () => {
	test('pages are whole, in order, and end', async () => {
		const seen: string[] = [];
		for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
			const page: Answer = await read(`/users?customer=my_customer&maxResults=20&pageToken=${pageToken}`);
			seen.push(...(page.users ?? []).map(({ primaryEmail }) => primaryEmail));
			pageToken = page.nextPageToken;
		}
		expect(seen).toHaveLength(google.state.users.size);
		expect(seen).toEqual([...new Set(seen)].sort());
	});

	test.each([
		["externalId=30", ['30']],
		["externalId='22'", ['22', '22']],
		['email:mateo*', ['30']],
		["orgDepartment=Engineering isSuspended=false manager=amara.osei@kestrel.example name:'mateo rivas'", ['30']],
		['externalId=999', []],
	])('query %s', async (query, expected) => {
		const found = await users(`query=${encodeURIComponent(query)}`);
		expect(found.map((user) => (user as unknown as { externalIds: { value: string }[] }).externalIds[0]?.value)).toEqual(expected);
	});

	test('nothing found is a body without users', async () => {
		expect(await read('/users?customer=my_customer&query=externalId%3D999')).toEqual({ kind: 'admin#directory#users' });
	});

	test('a search lags behind what was written', async () => {
		google.settings.searchLagMs = 5_000;
		await call('PUT', `/users/${leaver}`, { externalIds: [{ type: 'organization', value: '777' }] });
		expect(await users('query=externalId%3D777')).toEqual([]);
		expect(await users('query=externalId%3D30')).toHaveLength(1);
		clock.move(5_001);
		expect(await users('query=externalId%3D777')).toHaveLength(1);
	});

	test.each([
		['without saying whose', '/users', '400 badRequest'],
		['of a foreign customer', '/users?customer=C0other', '403 forbidden'],
		['too many at once', '/users?customer=my_customer&maxResults=501', '400 invalid'],
		['with a torn page token', '/users?customer=my_customer&pageToken=zzz', '400 invalid'],
		['by something unknown', '/users?customer=my_customer&query=shoeSize%3D43', '400 invalid'],
	])('%s', async (_name, path, expected) => {
		expect(await reason('GET', path)).toBe(expected);
	});
});

describe('a joiner', () => {
	test('is created, cannot be changed at once, and gets a mailbox a little later', async () => {
		const { id, isMailboxSetup } = (await (await call('POST', '/users', newcomer())).json()) as Answer;
		expect(isMailboxSetup).toBe(false);
		expect(await reason('PUT', `/users/${String(id)}`, { suspended: true })).toBe('412 conditionNotMet');
		clock.move(google.settings.mailboxMs);
		expect(await reason('PUT', `/users/${String(id)}`, { relations: [{ type: 'manager', value: 'x@kestrel.example' }] })).toBe('200');
		expect(await read(`/users/${String(id)}`)).toMatchObject({ isMailboxSetup: true, externalIds: [{ value: '76' }], orgUnitPath: '/Staff/Engineering' });
		expect(await users('query=externalId%3D76')).toHaveLength(1);
	});

	test.each([
		['twice', { primaryEmail: cast.leaver.workEmail }, '409 duplicate'],
		['under an alias somebody has', { primaryEmail: cast.otherLogin.workEmail }, '409 duplicate'],
		['under a group’s address', { primaryEmail: 'engineering@kestrel.example' }, '409 duplicate'],
		['in another domain', { primaryEmail: 'ada@elsewhere.example' }, '400 invalid'],
		['with a short password', { password: 'short' }, '400 invalid'],
		['without a password', { password: undefined }, '400 invalid'],
		['without a family name', { name: { givenName: 'Ada' } }, '400 invalid'],
		['in an org unit that is not there', { orgUnitPath: '/Nowhere' }, '400 invalid'],
		['with a field nobody has', { shoeSize: 43 }, '400 badRequest'],
		['with a text for a flag', { suspended: 'yes' }, '400 invalid'],
	])('%s', async (_name, change, expected) => {
		expect(await reason('POST', '/users', newcomer(change))).toBe(expected);
		expect(google.state.users.size).toBe(google.ids.size + 4);
	});
});

describe('changing', () => {
	test.each(['PUT', 'PATCH'])('%s changes what was sent, null clears, lists are replaced', async (method) => {
		await call(method, `/users/${leaver}`, { organizations: [{ title: 'Boss' }], relations: null });
		const user = await read(`/users/${leaver}`);
		expect(user.organizations).toEqual([{ title: 'Boss' }]);
		expect(user).not.toHaveProperty('relations');
		expect(user).toMatchObject({ externalIds: [{ value: '30' }], orgUnitPath: '/Staff/Engineering', suspended: false });
	});

	test('suspension says why, keeps everything else, and can be repeated', async () => {
		const before = google.accessOf(leaver);
		for (let times = 0; times < 2; times++) expect(await (await call('PUT', `/users/${leaver}`, { suspended: true })).json()).toMatchObject({ suspended: true, suspensionReason: 'ADMIN' });
		expect(google.accessOf(leaver)).toEqual({ ...before, status: 'suspended' });
		expect(() => google.signIn(leaver)).toThrow('suspended');
		expect(google.state.activities.filter(({ name }) => name === 'SUSPEND_USER')).toHaveLength(1);
		await call('PUT', `/users/${leaver}`, { suspended: false });
		expect(google.accessOf(leaver)).toEqual(before);
	});

	test('whom Google has suspended only Google brings back', async () => {
		google.operate('suspend_for_abuse', leaver);
		expect(await reason('PUT', `/users/${leaver}`, { suspended: false })).toBe('412 adminCannotUnsuspend');
	});

	test('archiving takes a licence', async () => {
		expect(await reason('PUT', `/users/${leaver}`, { archived: true })).toBe('412 conditionNotMet');
		google.settings.archivedUserLicences = 1;
		expect(await reason('PUT', `/users/${leaver}`, { archived: true })).toBe('200');
		expect(await reason('PUT', `/users/${google.ids.get('17')}`, { archived: true })).toBe('412 conditionNotMet');
	});

	test('the address of before a rename becomes an alias', async () => {
		await call('PUT', `/users/${leaver}`, { primaryEmail: 'Mateo.Osei@kestrel.example' });
		expect(await read(`/users/${cast.leaver.workEmail}`)).toMatchObject({ id: leaver, primaryEmail: 'mateo.osei@kestrel.example', aliases: [cast.leaver.workEmail] });
		expect(await reason('PUT', `/users/${leaver}`, { primaryEmail: 'j.lee@kestrel.example' })).toBe('409 duplicate');
	});

	test('a read may lag behind', async () => {
		google.faults.add({ method: 'GET', path: /\/users\//, effect: { kind: 'lag', reads: 1 } });
		await call('PUT', `/users/${leaver}`, { suspended: true });
		expect([(await read(`/users/${leaver}`)).suspended, (await read(`/users/${leaver}`)).suspended]).toEqual([false, true]);
	});
});

describe('deleting', () => {
	test('takes the account away, until it is undeleted by its id', async () => {
		expect([await reason('DELETE', `/users/${leaver}`), await reason('DELETE', `/users/${leaver}`)]).toEqual(['204', '404 notFound']);
		expect(await users('showDeleted=true')).toMatchObject([{ id: leaver, deletionTime: expect.any(String) }]);
		expect((await users('maxResults=500')).some(({ id }) => id === leaver)).toBe(false);
		expect(google.accessOf(leaver)).toMatchObject({ status: 'deleted', grants: 0, appPasswords: 0, groups: 0, roles: 0, licences: 0 });
		expect(await reason('POST', `/users/${cast.leaver.workEmail}/undelete`, { orgUnitPath: '/' })).toBe('404 notFound');
		expect(await reason('POST', `/users/${leaver}/undelete`, { orgUnitPath: '/Staff' })).toBe('204');
		expect(await read(`/users/${leaver}`)).toMatchObject({ orgUnitPath: '/Staff' });
	});

	test('twenty days later it is too late', async () => {
		await call('DELETE', `/users/${leaver}`);
		clock.move(21 * 86_400_000);
		token = google.tokenFor(outsiders.automation);
		expect(await reason('POST', `/users/${leaver}/undelete`, {})).toBe('404 notFound');
	});
});

describe('admins', () => {
	test('super admin is given and taken with makeAdmin', async () => {
		expect(await reason('POST', `/users/${leaver}/makeAdmin`, { status: true })).toBe('204');
		expect(await read(`/users/${leaver}`)).toMatchObject({ isAdmin: true });
		expect([await reason('POST', `/users/${leaver}/makeAdmin`, { status: false }), await reason('POST', `/users/${leaver}/makeAdmin`, { status: false })]).toEqual(['204', '204']);
		expect(await read(`/users/${leaver}`)).toMatchObject({ isAdmin: false, isDelegatedAdmin: true });
	});

	test('the last super admin can be neither demoted nor suspended nor deleted', async () => {
		google.operate('remove_admin', outsiders.breakGlass);
		google.operate('suspend', cast.superAdmin.workEmail);
		const last = outsiders.automation;
		expect(await reason('POST', `/users/${last}/makeAdmin`, { status: false })).toBe('403 forbidden');
		expect(await reason('PUT', `/users/${last}`, { suspended: true })).toBe('403 forbidden');
		expect(await reason('DELETE', `/users/${last}`)).toBe('403 forbidden');
		google.operate('make_admin', leaver);
		expect(await reason('PUT', `/users/${last}`, { suspended: true })).toBe('200');
	});

	test('a delegated admin cuts everybody but admins', async () => {
		const delegated = google.tokenFor(cast.orgAdmin.workEmail);
		const colleague = google.ids.get(cast.leeWhoLeaves.id);
		expect(await reason('PUT', `/users/${colleague}`, { suspended: true }, delegated)).toBe('200');
		expect(await reason('POST', `/users/${colleague}/signOut`, undefined, delegated)).toBe('204');
		expect(await reason('PUT', `/users/${outsiders.breakGlass}`, { suspended: true }, delegated)).toBe('403 forbidden');
		expect(await reason('PUT', `/users/${leaver}`, { suspended: true }, delegated)).toBe('403 forbidden');
		expect(await reason('POST', `/users/${colleague}/makeAdmin`, { status: true }, delegated)).toBe('403 forbidden');
		expect(await reason('GET', '/groups?customer=my_customer', undefined, delegated)).toBe('403 forbidden');
	});

	test('the help desk resets passwords and no more', async () => {
		const desk = google.tokenFor(cast.adminByGroup.workEmail);
		const colleague = google.ids.get(cast.leeWhoLeaves.id);
		expect(await reason('PUT', `/users/${colleague}`, { password: 'something long' }, desk)).toBe('200');
		expect(await reason('PUT', `/users/${colleague}`, { password: 'something long', suspended: true }, desk)).toBe('403 forbidden');
		expect(await reason('POST', '/users', newcomer(), desk)).toBe('403 forbidden');
	});

	test('who is no admin may nothing', async () => {
		expect(await reason('GET', `/users/${leaver}`, undefined, google.tokenFor(cast.sydney.workEmail))).toBe('403 forbidden');
	});
});
