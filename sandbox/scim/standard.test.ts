import * as fc from 'fast-check';
import { createClock } from '../clock';
import { cast, people } from '../company';
import type { AppName, ScimDouble } from '.';
import { startScim } from '.';
import { activeTo, filtered, found, operations, type Page, PATCH_OP, scim, verdict } from './testing/scim';

const clock = createClock();
let double: ScimDouble;
beforeEach(async () => {
	double = await startScim({ clock });
});
afterEach(() => double.stop());
afterAll(() => clock.stop());

const APP: AppName = 'generic';
const call = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => scim<Body>(double, APP, method, path, { headers, ...(body === undefined ? {} : { body }) });
const judged = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => verdict(double, APP, method, path, { headers, ...(body === undefined ? {} : { body }) });
const names = (filter: string) => found(double, APP, '/Users', filter);
const leaver = () => double.ids.generic.get(cast.leaver.id) ?? '';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test('whoever leaves is found, deactivated, read back and put back', async () => {
	const { body } = await call<Page>('GET', filtered('/Users', `userName eq "${cast.leaver.workEmail.toUpperCase()}"`));
	expect(body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: leaver(), externalId: cast.leaver.id, active: true }] });
	expect(await call('PATCH', `/Users/${leaver()}`, activeTo(false))).toMatchObject({ status: 200, body: { active: false } });
	expect(double.accessOf(APP, cast.leaver.id)).toEqual({ active: false, deleted: false, invited: false, groups: ['Engineering', 'Everyone', 'On-call Rota', 'Release Managers'], sessions: 2, tokens: ['API token', 'OAuth grant'], suspendedTokens: [] });
	expect(() => double.signIn(APP, cast.leaver.id)).toThrow('deactivated');
	expect(await call('PATCH', `/Users/${leaver()}`, activeTo(true))).toMatchObject({ status: 200, body: { active: true } });
	double.signIn(APP, cast.leaver.id);
	expect(double.accessOf(APP, cast.leaver.id)).toMatchObject({ active: true, sessions: 3 });
});

test('people are known by employee id, twice where HR has one of them, and not at all where HR has nobody', async () => {
	expect(await names(`externalId eq "${cast.ambiguous.id}"`)).toHaveLength(2);
	expect(await names(`emails.value eq "${cast.ambiguous.workEmail}"`)).toHaveLength(2);
	expect(await names(`externalId eq "${cast.withoutAccount.id}"`)).toEqual([]);
	expect(await names(`externalId eq "${cast.otherLogin.id}"`)).toEqual(['avisser@corp.kestrel.example']);
	expect(await names(`externalId eq "${cast.former.id}" and active eq false`)).toEqual([cast.former.workEmail]);
	expect(await names('userType eq "Service"')).toEqual([double.strangers.automation, double.strangers.bot]);
});

test.each([
	['userName SW "mateo" aNd ACTIVE eq true', 1],
	['emails[type eq "work" and value sw "MATEO"]', 1],
	[`${ENTERPRISE}:department eq "finance" and not (title co "Accountant")`, 5],
	[`${ENTERPRISE}:manager.value pr and ${ENTERPRISE}:employeeNumber eq "30"`, 1],
	['meta.created lt "2000-01-01T00:00:00Z"', 0],
	['userName eq "mateo.rivas@kestrel.example" and groups.display eq "Release Managers"', 1],
	['nickName eq null and userName eq "mateo.rivas@kestrel.example"', 1],
	['title ne "Engineer" and userName sw "mateo"', 0],
	['externalId gt "98"', 0],
	['externalId eq "30" or externalId eq "31" and userName eq "nobody"', 1],
	['(externalId eq "30" or externalId eq "31") and userName eq "nobody"', 0],
])('%s fits %i', async (filter, count) => {
	expect(await names(filter)).toHaveLength(count);
});

test.each(['userName', 'userName eq', 'userName eq mateo', 'userName like "x"', '(userName eq "x"', 'userName eq "x")', 'emails[type eq "x"', 'active gt true', 'active eq True', '', 'userName eq "x" "y"', 'not userName eq "x"', '"x" eq userName'])('%j is no filter', async (filter) => {
	expect(await judged('GET', filtered('/Users', filter))).toBe('400 invalidFilter');
});

test('a text in a filter is a text, whatever is in it', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), async (displayName) => {
			const { body } = await call('POST', '/Users', { userName: `x${Math.random()}`, displayName });
			const { body: page } = await call<Page>('GET', filtered('/Users', `displayName eq ${JSON.stringify(displayName)} and id eq "${String(body.id)}"`));
			expect(page.totalResults).toBe(1);
		}),
		{ numRuns: 25 },
	);
});

test('pages put together are everybody once, whatever their size', async () => {
	const { body: all } = await call<Page>('GET', '/Users?count=200');
	const ids = (all.Resources ?? []).map(({ id }) => id);
	expect(ids.length).toBeGreaterThan(people.length - 3);
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (count) => {
			const seen: string[] = [];
			while (seen.length < all.totalResults) seen.push(...((await call<Page>('GET', `/Users?startIndex=${seen.length + 1}&count=${count}`)).body.Resources ?? []).map(({ id }) => id));
			expect(seen).toEqual(ids);
		}),
		{ numRuns: 8 },
	);
	expect((await call<Page>('GET', '/Users?count=0')).body).toMatchObject({ totalResults: all.totalResults, itemsPerPage: 0 });
	expect((await call<Page>('GET', '/Users?count=0')).body.Resources).toBeUndefined();
	expect(await judged('GET', '/Users?count=many')).toBe('400 invalidValue');
});

test('a PATCH does all or nothing, and says what it minds', async () => {
	const patch = (...change: object[]) => judged('PATCH', `/Users/${leaver()}`, operations(...change));
	const { body: before } = await call('GET', `/Users/${leaver()}`);
	expect(await patch({ op: 'replace', path: 'title', value: 'Bard' }, { op: 'replace', path: 'nonsense', value: 1 })).toBe('400 invalidPath');
	expect(await patch({ op: 'replace', path: 'active', value: 'False' })).toBe('400 invalidValue');
	expect(await patch({ op: 'remove', path: 'userName' })).toBe('400 mutability');
	expect(await patch({ op: 'replace', path: 'groups', value: [] })).toBe('400 mutability');
	expect(await patch({ op: 'remove' })).toBe('400 noTarget');
	expect(await patch({ op: 'replace', path: 'emails[type eq "x"].value', value: 'x' })).toBe('400 noTarget');
	expect(await patch({ op: 'replace', path: 'emails[type eq', value: 'x' })).toBe('400 invalidPath');
	expect(await judged('PATCH', `/Users/${leaver()}`, { Operations: [{ op: 'replace', path: 'active', value: false }] })).toBe('400 invalidSyntax');
	expect(await judged('PATCH', `/Users/${leaver()}`, { schemas: [PATCH_OP], Operations: [] })).toBe('400 invalidSyntax');
	expect(await judged('PATCH', `/Users/${leaver()}`, '{"half')).toBe('400 invalidSyntax');
	expect((await call('GET', `/Users/${leaver()}`)).body).toEqual(before);
});

test('values with a path, without one, below one and in the extension', async () => {
	const { body } = await call(
		'PATCH',
		`/Users/${leaver()}`,
		operations(
			{ op: 'add', path: 'emails', value: [{ value: 'm@home.example', type: 'home', primary: true }] },
			{ op: 'Replace', value: { title: 'Bard', 'name.familyName': 'Rivera' } },
			{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'Music' },
			{ op: 'add', path: ENTERPRISE, value: { costCenter: '7' } },
			{ op: 'remove', path: `${ENTERPRISE}:manager` },
		),
	);
	expect(body).toMatchObject({
		title: 'Bard',
		name: { givenName: 'Mateo', familyName: 'Rivera' },
		emails: [{ value: cast.leaver.workEmail, primary: false }, { value: 'm@home.example', primary: true }],
		[ENTERPRISE]: { employeeNumber: '30', department: 'Music', costCenter: '7' },
	});
	expect(body[ENTERPRISE]).not.toHaveProperty('manager');
});

test('PUT replaces the whole; what the server says of itself cannot be written, and a password is never shown', async () => {
	const { body } = await call('PUT', `/Users/${leaver()}`, { userName: cast.leaver.workEmail, active: false, password: 'correct horse', groups: [], id: 'mine', meta: {} });
	expect(body).toMatchObject({ id: leaver(), active: false, groups: expect.any(Array) });
	expect(body).not.toHaveProperty('title');
	expect(body).not.toHaveProperty('password');
	expect(await judged('PUT', `/Users/${leaver()}`, { active: false })).toBe('400 invalidValue');
	expect(await judged('PUT', `/Users/${leaver()}`, { userName: cast.superAdmin.workEmail })).toBe('409 uniqueness');
});

test('creating says where it is, and userNames are taken whatever their letters', async () => {
	const answer = await call('POST', '/Users', { userName: 'ada@kestrel.example', active: true });
	expect(answer.status).toBe(201);
	expect(answer.headers.get('location')).toBe(`${double.connection.generic.baseUrl}/Users/${String(answer.body.id)}`);
	expect(await judged('POST', '/Users', { userName: 'ADA@kestrel.example' })).toBe('409 uniqueness');
	expect(await judged('POST', '/Users', { displayName: 'Nobody' })).toBe('400 invalidValue');
});

test('members come and go, and who is deleted is in no group', async () => {
	const [{ id: group } = { id: '' }] = (await call<Page>('GET', filtered('/Groups', 'displayName eq "Guests"'))).body.Resources ?? [];
	const patch = (...change: object[]) => call('PATCH', `/Groups/${group}`, operations(...change));
	const other = double.ids.generic.get(cast.superAdmin.id);
	const members = async () => (await call<{ members?: { value: string }[] }>('GET', `/Groups/${group}`)).body.members?.map(({ value }) => value);
	await patch({ op: 'add', path: 'members', value: [{ value: leaver() }, { value: leaver() }, { value: other }] });
	expect(await members()).toEqual([leaver(), other]);
	await patch({ op: 'remove', path: `members[value eq "${leaver()}"]` });
	await patch({ op: 'remove', path: `members[value eq "${leaver()}"]` });
	expect(await members()).toEqual([other]);
	expect(await judged('PATCH', `/Groups/${group}`, operations({ op: 'add', path: 'members', value: [{ value: 'nobody' }] }))).toBe('400 invalidValue');
	expect(await found(double, APP, '/Groups', `members eq "${leaver()}"`)).toEqual(['Engineering', 'Everyone', 'On-call Rota', 'Release Managers']);
	expect((await call('DELETE', `/Users/${leaver()}`)).status).toBe(204);
	expect(await found(double, APP, '/Groups', `members eq "${leaver()}"`)).toEqual([]);
	expect(await judged('GET', `/Users/${leaver()}`)).toBe('404');
	expect(await judged('DELETE', `/Users/${leaver()}`)).toBe('404');
	expect(double.accessOf(APP, cast.leaver.id)).toEqual({ active: false, deleted: true, invited: false, groups: [], sessions: 0, tokens: [], suspendedTokens: [] });
});

test('only what is asked for is shown', async () => {
	expect(Object.keys((await call('GET', `/Users/${leaver()}?attributes=userName,emails.value,${ENTERPRISE}:department`)).body).sort()).toEqual(['emails', 'id', 'schemas', ENTERPRISE, 'userName'].sort());
	expect((await call('GET', `/Users/${leaver()}?attributes=emails.value`)).body.emails).toEqual([{ value: cast.leaver.workEmail }]);
	expect((await call('GET', `/Users/${leaver()}?excludedAttributes=groups,id`)).body).toMatchObject({ id: leaver() });
	expect((await call('GET', `/Users/${leaver()}?excludedAttributes=groups`)).body).not.toHaveProperty('groups');
});

test('discovery says what is supported, and what is not is 501', async () => {
	const config = await call('GET', '/ServiceProviderConfig');
	expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, filter: { supported: true, maxResults: 200 }, etag: { supported: false } });
	expect((await call<Page>('GET', '/Schemas')).body.totalResults).toBe(3);
	expect((await call('GET', '/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users' });
	expect(await judged('GET', '/Me')).toBe('501');
	expect(await judged('POST', '/Bulk', {})).toBe('501');
	expect(await judged('GET', filtered('/Schemas', 'id eq "x"'))).toBe('403');
});

test('a token opens one application, and errors are SCIM’s', async () => {
	for (const authorization of ['', 'Bearer wrong', `Bearer ${double.connection.slack.token}`]) {
		const { status, headers, body } = await call('GET', `/Users/${leaver()}`, undefined, { authorization });
		expect([status, headers.get('content-type'), body]).toEqual([401, 'application/scim+json', { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401', detail: 'The token is missing or not valid' }]);
	}
	expect(await judged('GET', '/Nothing')).toBe('404');
	expect(await judged('PATCH', '/Users', {})).toBe('405');
});
