import { createClock } from '../clock';
import { cast } from '../company';
import type { AppSettings, ScimDouble } from '.';
import { startScim } from '.';
import { activeTo, filtered, operations, type Page, scim, verdict } from './testing/scim';

const clock = createClock();
let double: ScimDouble;
afterEach(() => double.stop());
afterAll(() => clock.stop());

const startWith = async (generic: Partial<AppSettings>) => {
	double = await startScim({ clock, settings: { generic } });
};
const leaver = () => double.ids.generic.get(cast.leaver.id) ?? '';
const call = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => scim<Body>(double, 'generic', method, path, { headers, ...(body === undefined ? {} : { body }) });
const judged = (method: string, path: string, body?: unknown) => verdict(double, 'generic', method, path, body === undefined ? {} : { body });
const access = () => double.accessOf('generic', cast.leaver.id);
const find = async (filter: string) => (await call<Page>('GET', filtered('/Users', filter))).body.totalResults;

test('filters are ignored: everybody comes back', async () => {
	await startWith({ filters: 'ignored' });
	expect(await find('userName eq "nobody"')).toBe(double.state.applications.generic.users.size);
	expect(await find('not even a filter')).toBe(double.state.applications.generic.users.size);
});

test('filters are for some attributes and for equality only', async () => {
	await startWith({ filters: 'eq', filterable: ['userName'] });
	expect(await find(`USERNAME eq "${cast.leaver.workEmail}"`)).toBe(1);
	for (const filter of ['externalId eq "30"', 'userName sw "m"', 'userName eq "a" and userName eq "b"']) expect(await judged('GET', filtered('/Users', filter))).toBe('400 invalidFilter');
});

test.each([405, 501] as const)('PATCH is %i: PUT is needed', async (patch) => {
	await startWith({ patch });
	expect(await judged('PATCH', `/Users/${leaver()}`, activeTo(false))).toBe(String(patch));
	expect((await call('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: false } });
	const { body } = await call('GET', `/Users/${leaver()}`);
	expect((await call('PUT', `/Users/${leaver()}`, { ...body, active: false })).status).toBe(200);
	const { body: after } = await call('GET', `/Users/${leaver()}`);
	expect({ ...after, meta: null }).toEqual({ ...body, active: false, meta: null });
});

test('PATCH answers 204 without a body', async () => {
	await startWith({ patchAnswers: 204 });
	expect(await call('PATCH', `/Users/${leaver()}`, activeTo(false))).toMatchObject({ status: 204, body: '' });
	expect(access().active).toBe(false);
});

test('PATCH is accepted and changes nothing', async () => {
	await startWith({ patch: 'ignored' });
	expect((await call('PATCH', `/Users/${leaver()}`, activeTo(false))).status).toBe(200);
	expect(access().active).toBe(true);
	expect(await judged('PATCH', `/Users/${leaver()}`, {})).toBe('400 invalidSyntax');
});

test('userNames that differ in letters are different', async () => {
	await startWith({ caseSensitiveUserName: true });
	expect(await find(`userName eq "${cast.leaver.workEmail.toUpperCase()}"`)).toBe(0);
	expect(await judged('POST', '/Users', { userName: cast.leaver.workEmail.toUpperCase() })).toBe('201');
});

test.each([
	['these', 3, '200'],
	['all', 0, '200'],
	['refused', 4, '400 invalidSyntax'],
] as const)('remove with values takes out %s', async (removeWithValues, left, expected) => {
	await startWith({ removeWithValues });
	const members = ['30', '31', '32', '33'].map((id) => ({ value: double.ids.generic.get(id) ?? '' }));
	const { body } = await call('POST', '/Groups', { displayName: 'Four', members });
	const path = `/Groups/${String(body.id)}`;
	expect(await judged('PATCH', path, operations({ op: 'remove', path: 'members', value: [{ value: leaver() }] }))).toBe(expected);
	expect((await call<{ members?: unknown[] }>('GET', path)).body.members ?? []).toHaveLength(left);
});

test.each([
	[400, '400 noTarget'],
	[404, '404'],
	[null, '200'],
] as const)('removing somebody who is not a member: %s', async (removeOfNobody, expected) => {
	await startWith({ removeOfNobody });
	const { body } = await call('POST', '/Groups', { displayName: 'Nobody' });
	expect(await judged('PATCH', `/Groups/${String(body.id)}`, operations({ op: 'remove', path: `members[value eq "${leaver()}"]` }))).toBe(expected);
});

test('only application/json is read and answered', async () => {
	await startWith({ contentTypes: ['application/json'], answersAs: 'application/json' });
	expect(await judged('PATCH', `/Users/${leaver()}`, activeTo(false))).toBe('415');
	expect((await call('GET', `/Users/${leaver()}`, undefined, { accept: 'application/scim+json' })).status).toBe(406);
	const answer = await call('PATCH', `/Users/${leaver()}`, activeTo(false), { 'content-type': 'application/json; charset=utf-8' });
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
});

test('a gateway answers with a page, also to discovery', async () => {
	await startWith({ gateway: 503, openDiscovery: true });
	const answer = await call<string>('GET', '/ServiceProviderConfig');
	expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
	expect(answer.body).toMatch(/^<!DOCTYPE html>/);
});

test('whoever is deactivated is in no list, and answers by id', async () => {
	await startWith({ deactivatedInLists: false });
	await call('PATCH', `/Users/${leaver()}`, activeTo(false));
	expect(await find(`userName eq "${cast.leaver.workEmail}"`)).toBe(0);
	expect((await call('GET', `/Users/${leaver()}`)).body).toMatchObject({ active: false });
	expect(await judged('POST', '/Users', { userName: cast.leaver.workEmail })).toBe('409 uniqueness');
});

test('pages are no larger than the application likes', async () => {
	await startWith({ largestCount: 10, usualCount: 5 });
	const sizes = await Promise.all(['', '?count=7', '?count=500'].map(async (query) => (await call<Page>('GET', `/Users${query}`)).body.Resources?.length));
	expect(sizes).toEqual([5, 7, 10]);
});

test('users do not say which groups they are in', async () => {
	await startWith({ groupsOnUsers: false });
	expect((await call('GET', `/Users/${leaver()}`)).body).not.toHaveProperty('groups');
});

test('discovery is open, the people are not', async () => {
	await startWith({ openDiscovery: true });
	const anonymous = async (path: string) => (await call('GET', path, undefined, { authorization: '' })).status;
	expect([await anonymous('/ServiceProviderConfig'), await anonymous('/Users?count=1')]).toEqual([200, 401]);
	double.settings.generic.discovery = 404;
	expect(await judged('GET', '/ServiceProviderConfig')).toBe('404');
});

test('the status in errors is a number', async () => {
	await startWith({ errorStatus: 'number' });
	const statuses = [await call('GET', '/Users/nobody'), await call('GET', '/nowhere'), await call('GET', '/Users', undefined, { authorization: '' })].map(({ body }) => body.status);
	expect(statuses).toEqual([404, 404, 401]);
	double.faults.add({ effect: { kind: 'throttle', retryAfterSeconds: 3 } });
	const throttled = await call('GET', '/Users');
	expect([throttled.body.status, throttled.headers.get('retry-after')]).toEqual([429, '3']);
});

test('pages are turned by cursor, and startIndex says nothing', async () => {
	await startWith({ paging: 'cursor', usualCount: 30 });
	const seen: string[] = [];
	let cursor: string | undefined = '';
	while (cursor !== undefined) {
		const { body }: { body: Page } = await call<Page>('GET', `/Users?cursor=${cursor}`);
		seen.push(...(body.Resources ?? []).map(({ id }) => id));
		cursor = body.nextCursor;
	}
	expect(new Set(seen).size).toBe(double.state.applications.generic.users.size);
	expect(seen).toHaveLength(double.state.applications.generic.users.size);
	expect((await call<Page>('GET', '/Users?startIndex=31')).body.Resources?.[0]?.id).toBe(seen[0]);
	expect(await judged('GET', '/Users?cursor=forged')).toBe('400 invalidValue');
});

test('a change made from an old version is refused', async () => {
	await startWith({ etag: true });
	const first = await call('GET', `/Users/${leaver()}`);
	const version = first.headers.get('etag') ?? '';
	expect(first.body).toMatchObject({ meta: { version } });
	expect((await call('GET', `/Users/${leaver()}`, undefined, { 'if-none-match': version })).status).toBe(304);
	expect((await call('PATCH', `/Users/${leaver()}`, activeTo(false), { 'if-match': version })).status).toBe(200);
	expect((await call('PATCH', `/Users/${leaver()}`, activeTo(true), { 'if-match': version })).status).toBe(412);
	expect(access().active).toBe(false);
});

test('booleans may be written either way', async () => {
	await startWith({ booleans: 'either' });
	for (const value of ['False', true, 'false']) expect(await judged('PATCH', `/Users/${leaver()}`, operations({ op: 'replace', path: 'active', value }))).toBe('200');
	expect(access().active).toBe(false);
});

test('an administrator does in the console what SCIM does, and from outside the process as well', async () => {
	await startWith({});
	const { commands, views } = double.controls;
	expect(commands.deactivate?.({ app: 'generic', user: cast.leaver.id })).toEqual({ active: false });
	expect(views.access?.({ app: 'generic', user: cast.leaver.workEmail })).toMatchObject({ active: false, deleted: false });
	commands.reactivate?.({ app: 'generic', user: cast.leaver.id });
	expect(access().active).toBe(true);
	Object.assign(double.settings, { generic: { patch: 501 } });
	expect(double.settings.generic).toMatchObject({ patch: 501, put: 'applied' });
	expect(await judged('PATCH', `/Users/${leaver()}`, activeTo(true))).toBe('501');
	commands.delete?.({ app: 'generic', user: cast.leaver.id });
	expect(() => commands.reactivate?.({ app: 'generic', user: cast.leaver.id })).toThrow('deleted');
	expect(() => double.user('generic', 'nobody')).toThrow('Generic application knows nobody as nobody');
});

test('reads that lag show what was, and a lie changes nothing', async () => {
	await startWith({});
	double.faults.add({ method: 'GET', effect: { kind: 'lag', reads: 1 } });
	await call('PATCH', `/Users/${leaver()}`, activeTo(false));
	expect([(await call('GET', `/Users/${leaver()}`)).body.active, (await call('GET', `/Users/${leaver()}`)).body.active]).toEqual([true, false]);
	double.faults.clear();
	double.faults.add({ method: 'PATCH', effect: { kind: 'lie' } });
	expect((await call('PATCH', `/Users/${leaver()}`, activeTo(true))).body.active).toBe(true);
	expect(access().active).toBe(false);
});

test('ten thousand are found and listed', async () => {
	await startWith({ largestCount: 5_000 });
	double.populate('generic', 10_000);
	expect(await find('userName sw "member."')).toBe(10_000);
	const last = await call<Page>('GET', '/Users?startIndex=10001&count=5000');
	expect(last.body).toMatchObject({ totalResults: double.state.applications.generic.users.size, itemsPerPage: double.state.applications.generic.users.size - 10_000 });
});
