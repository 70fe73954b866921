import * as fc from 'fast-check';
import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { startOkta, type OktaDouble } from '.';

interface Body {
	id: string;
	status: string;
	errorCode: string;
	errorSummary: string;
	errorCauses: { errorSummary: string }[];
	transitioningToStatus?: string;
	profile: Record<string, string | null>;
}

const clock = createClock();
let okta: OktaDouble;
beforeEach(async () => {
	okta = await startOkta({ clock });
});
afterEach(() => okta.stop());

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
	fetch(path.startsWith('http') ? path : `${okta.url}/api/v1${path}`, {
		method,
		headers: { authorization: `SSWS ${okta.connection.apiToken}`, ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
const get = async <T = Body>(path: string) => (await (await call('GET', path)).json()) as T;
const failure = async (answer: Promise<Response>) => {
	const { status, body } = await answer.then(async (response) => ({ status: response.status, body: (await response.json()) as Body }));
	return [status, body.errorCode, body.errorCauses[0]?.errorSummary];
};
const idOf = (person: { id: string }) => okta.ids.get(person.id) ?? '';
const logins = async (query: string) => (await get<Body[]>(`/users?${query}`)).map(({ profile }) => profile.login);
const query = (name: string, expression: string) => `${name}=${encodeURIComponent(expression)}`;

test('a user is found by id, login and unambiguous short name, also when deprovisioned', async () => {
	const { login } = okta.user(idOf(cast.former)).profile;
	for (const key of [idOf(cast.former), String(login), 'gwen.parry']) expect((await get(`/users/${key}`)).status).toBe('DEPROVISIONED');
	expect(await failure(call('GET', '/users/nobody'))).toEqual([404, 'E0000007', undefined]);
});

test('users carry the links and headers the real thing has', async () => {
	const answer = await call('GET', `/users/${idOf(cast.leaver)}`);
	expect(await answer.json()).toMatchObject({ _links: { self: { href: `${okta.url}/api/v1/users/${idOf(cast.leaver)}` } }, credentials: { provider: { type: 'OKTA' } } });
	for (const name of ['x-okta-request-id', 'x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset']) expect(answer.headers.get(name)).toBeTruthy();
});

test('me is the admin who owns the token', async () => {
	expect((await get('/users/me')).profile.login).toBe(outsiders.automation);
});

test('plain lists and q leave out deprovisioned users, search and filter do not', async () => {
	const login = String(okta.user(idOf(cast.former)).profile.login);
	expect(await logins('limit=200')).not.toContain(login);
	expect(await logins('q=Gwen')).toEqual([]);
	expect(await logins(query('search', `profile.employeeNumber eq "${cast.former.id}"`))).toEqual([login]);
	expect(await logins(query('filter', `profile.login eq "${login}"`))).toEqual([login]);
});

test('search finds both accounts of the ambiguous person, and refuses what Okta refuses', async () => {
	expect(await logins(query('search', `profile.employeeNumber eq "${cast.ambiguous.id}"`))).toHaveLength(2);
	expect(await failure(call('GET', `/users?${query('search', 'status ne "ACTIVE"')}`))).toEqual([400, 'E0000031', undefined]);
	expect(await failure(call('GET', `/users?${query('search', 'profile.department co "Eng"')}`))).toEqual([400, 'E0000031', undefined]);
	expect(await failure(call('GET', `/users?${query('filter', 'profile.employeeNumber eq "1"')}`))).toEqual([400, 'E0000031', undefined]);
});

test('search lags behind, reading by id does not', async () => {
	okta.settings.searchLagMs = 5000;
	await call('POST', `/users/${idOf(cast.leaver)}/lifecycle/suspend`);
	const found = () => get<Body[]>(`/users?${query('search', `id eq "${idOf(cast.leaver)}"`)}`);
	expect((await get(`/users/${idOf(cast.leaver)}`)).status).toBe('SUSPENDED');
	expect((await found())[0]?.status).toBe('ACTIVE');
	clock.move(5001);
	expect((await found())[0]?.status).toBe('SUSPENDED');
});

test('following next links yields everybody once, whatever the page size', async () => {
	const all = await logins('limit=200');
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (limit) => {
			const seen: (string | null | undefined)[] = [];
			let next: string | undefined = `/users?limit=${limit}`;
			while (next !== undefined) {
				const answer: Response = await call('GET', next);
				seen.push(...((await answer.json()) as Body[]).map(({ profile }) => profile.login));
				next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
			}
			expect(seen).toEqual(all);
		}),
		{ numRuns: 12 },
	);
});

const newcomer = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@kestrel.example', login: 'ada@kestrel.example', department: 'Engineering' };

test('creating: staged or active, validated, and owning the login for ever', async () => {
	const staged = (await (await call('POST', '/users?activate=false', { profile: newcomer })).json()) as Body;
	expect(staged.status).toBe('STAGED');
	expect(await failure(call('POST', '/users', { profile: newcomer }))).toEqual([400, 'E0000001', 'login: An object with this field already exists in the current organization']);
	expect((await failure(call('POST', '/users', { profile: { ...newcomer, login: 'x', firstName: 'a'.repeat(51) } })))[1]).toBe('E0000001');
	expect((await failure(call('POST', '/users', { profile: { ...newcomer, login: 'y' }, groupIds: Array(21).fill('00g') })))[1]).toBe('E0000093');
	expect((await failure(call('POST', '/users?nextLogin=changePassword', { profile: { ...newcomer, login: 'y' } })))[1]).toBe('E0000125');
	const active = await call('POST', '/users', { profile: { ...newcomer, login: 'z' }, credentials: { password: { value: 'correct horse' } } });
	expect(((await active.json()) as Body).status).toBe('ACTIVE');
});

test('activation takes a while, hands out a link when no mail is wanted, and cannot be repeated', async () => {
	const id = idOf(cast.staged);
	const answer = await call('POST', `/users/${id}/lifecycle/activate?sendEmail=false`);
	expect(await answer.json()).toMatchObject({ activationToken: expect.any(String), activationUrl: expect.any(String) });
	expect(await get(`/users/${id}`)).toMatchObject({ status: 'STAGED', transitioningToStatus: 'PROVISIONED' });
	clock.move(okta.settings.asyncMs);
	expect(await get(`/users/${id}`)).toMatchObject({ status: 'PROVISIONED' });
	expect(await failure(call('POST', `/users/${id}/lifecycle/activate`))).toEqual([403, 'E0000016', undefined]);
});

test('POST keeps what it does not mention, PUT empties it', async () => {
	const path = `/users/${idOf(cast.leaver)}`;
	const { firstName, lastName, email, login } = (await get(path)).profile;
	await call('POST', path, { profile: { title: 'Principal' } });
	expect((await get(path)).profile).toMatchObject({ title: 'Principal', department: 'Engineering' });
	await call('PUT', path, { profile: { firstName, lastName, email, login } });
	expect((await get(path)).profile).toMatchObject({ title: null, department: null });
});

test('profiles of deprovisioned users and those mastered elsewhere cannot be changed', async () => {
	expect((await failure(call('POST', `/users/${idOf(cast.former)}`, { profile: { title: 'x' } }))).slice(0, 2)).toEqual([404, 'E0000007']);
	expect((await failure(call('POST', `/users/${idOf(cast.directoryMastered)}`, { profile: { title: 'x' } }))).slice(0, 2)).toEqual([400, 'E0000001']);
	okta.settings.editDeactivatedProfiles = true;
	expect((await call('POST', `/users/${idOf(cast.former)}`, { profile: { title: 'x' } })).status).toBe(200);
});

test('the second deactivation is a 404 although the user is still there', async () => {
	const path = `/users/${idOf(cast.leaver)}`;
	expect(await (await call('POST', `${path}/lifecycle/deactivate`)).json()).toEqual({});
	expect(await failure(call('POST', `${path}/lifecycle/deactivate`))).toEqual([404, 'E0000007', undefined]);
	expect((await get(path)).status).toBe('DEPROVISIONED');
});

test('deactivation in the background shows where it is going until it is there', async () => {
	const path = `/users/${idOf(cast.leaver)}`;
	await call('POST', `${path}/lifecycle/deactivate`, undefined, { prefer: 'respond-async' });
	expect(await get(path)).toMatchObject({ status: 'ACTIVE', transitioningToStatus: 'DEPROVISIONED' });
	clock.move(okta.settings.asyncMs);
	const after = await get(path);
	expect([after.status, after.transitioningToStatus]).toEqual(['DEPROVISIONED', undefined]);
});

test('deleting needs two calls, and then the user is gone', async () => {
	const path = `/users/${idOf(cast.leaver)}`;
	expect((await call('DELETE', path)).status).toBe(204);
	expect((await get(path)).status).toBe('DEPROVISIONED');
	expect((await call('DELETE', path)).status).toBe(204);
	expect((await call('GET', path)).status).toBe(404);
	expect(await logins(query('search', `profile.employeeNumber eq "${cast.leaver.id}"`))).toEqual([]);
});
