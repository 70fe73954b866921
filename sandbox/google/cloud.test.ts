import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { mintToken } from './auth/token';
import { startGoogle, type GoogleDouble } from '.';

type Answer = Record<string, unknown> & { error: { errors: { reason: string }[] } };

const clock = createClock();
let google: GoogleDouble;
beforeEach(async () => {
	google = await startGoogle({ clock });
});
afterEach(() => google.stop());

const asItself = () => mintToken({ state: google.state, clock }, { scopes: ['https://www.googleapis.com/auth/cloud-platform'], serviceAccount: google.connection.serviceAccount.email });
const ask = (method: string, path: string, body?: object, token = asItself()) =>
	fetch(`${google.url}${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const read = async <T = Answer>(path: string, token?: string) => (await (await ask('GET', path, undefined, token)).json()) as T;
const reason = async (method: string, path: string, body?: object, token?: string) => {
	const answer = await ask(method, path, body, token);
	return answer.ok ? String(answer.status) : `${answer.status} ${((await answer.json()) as Answer).error.errors[0]?.reason}`;
};

const theirs = 'mateo-rivas-dev@kestrel-platform.iam.gserviceaccount.com';
const at = '/v1/projects/-/serviceAccounts';
const keysOf = async (email = theirs, types = '?keyTypes=USER_MANAGED') => (await read<{ keys?: { name: string; disabled?: boolean; keyType: string }[] }>(`${at}/${email}/keys${types}`)).keys ?? [];

describe('service-account keys', () => {
	test('whose they are stands in the account', async () => {
		const { accounts } = await read<{ accounts: { email: string; description: string }[] }>(`/v1/projects/${google.connection.project}/serviceAccounts?pageSize=100`);
		expect(accounts.filter(({ description }) => description.includes(cast.leaver.workEmail)).map(({ email }) => email)).toEqual([theirs]);
		expect(accounts).toHaveLength(3);
	});

	test('accounts come in pages', async () => {
		const path = `/v1/projects/${google.connection.project}/serviceAccounts?pageSize=2`;
		const { nextPageToken } = await read<{ nextPageToken: string }>(path);
		expect((await read<{ accounts: unknown[] }>(`${path}&pageToken=${nextPageToken}`)).accounts).toHaveLength(1);
	});

	test('are disabled and enabled, as often as one likes', async () => {
		const [key] = await keysOf();
		expect([await reason('POST', `/v1/${key?.name}:disable`, {}), await reason('POST', `/v1/${key?.name}:disable`, {})]).toEqual(['200', '200']);
		expect(await keysOf()).toMatchObject([{ disabled: true }]);
		expect(google.accessOf(cast.leaver.workEmail).serviceAccountKeys).toBe(0);
		await ask('POST', `/v1/${key?.name}:enable`, {});
		expect((await keysOf())[0]).not.toHaveProperty('disabled');
		expect([await reason('DELETE', `/v1/${key?.name}`), await reason('GET', `/v1/${key?.name}`)]).toEqual(['200', '404 notFound']);
	});

	test('Google’s own are listed unless asked otherwise, and cannot be disabled', async () => {
		const system = (await keysOf(theirs, '')).find(({ keyType }) => keyType === 'SYSTEM_MANAGED');
		expect(await reason('POST', `/v1/${system?.name}:disable`, {})).toBe('400 failedPrecondition');
	});

	test('a missing account is not told from a forbidden one where the project is a wildcard', async () => {
		expect(await reason('GET', `${at}/nobody@kestrel-platform.iam.gserviceaccount.com/keys`)).toBe('403 forbidden');
		expect(await reason('GET', `/v1/projects/${google.connection.project}/serviceAccounts/nobody@kestrel-platform.iam.gserviceaccount.com/keys`)).toBe('404 notFound');
		expect(await reason('GET', '/v1/projects/other/serviceAccounts')).toBe('403 forbidden');
	});

	test('are for those with an IAM role, whatever they may in the domain', async () => {
		expect(await reason('GET', `${at}/${theirs}/keys`, undefined, google.tokenFor(outsiders.automation))).toBe('403 forbidden');
		expect(await reason('POST', `${at}/${theirs}:disable`, {})).toBe('403 forbidden');
		google.state.projects.get(google.connection.project)?.bindings.set(outsiders.automation, ['roles/iam.serviceAccountAdmin']);
		expect(await reason('POST', `${at}/${theirs}:disable`, {}, google.tokenFor(outsiders.automation))).toBe('200');
		expect(await read(`${at}/${theirs}`)).toMatchObject({ disabled: true });
	});
});

describe('reports', () => {
	const admin = () => google.tokenFor(outsiders.automation);
	const activities = async (application: string, query = '') => (await read<{ items?: { actor: { email: string }; id: { time: string }; events: { name: string; parameters: { name: string; value: string }[] }[] }[] }>(`/admin/reports/v1/activity/users/all/applications/${application}?${query}`, admin())).items ?? [];
	const path = `/admin/directory/v1/users/${cast.leaver.workEmail}`;

	test('say who did what to whom', async () => {
		await ask('PUT', path, { suspended: true, password: 'something long' }, admin());
		const [suspension] = await activities('admin', `eventName=SUSPEND_USER&filters=USER_EMAIL==${cast.leaver.workEmail}`);
		expect(suspension).toMatchObject({ actor: { email: outsiders.automation }, events: [{ parameters: [{ name: 'USER_EMAIL', value: cast.leaver.workEmail }] }] });
		expect((await activities('admin')).map(({ events }) => events[0]?.name)).toEqual(['SUSPEND_USER', 'CHANGE_PASSWORD']);
		expect(await activities('admin', `filters=USER_EMAIL==${cast.sydney.workEmail}`)).toEqual([]);
	});

	test('signing out, and consents taken back, are in their own', async () => {
		await ask('POST', `${path}/signOut`, undefined, admin());
		await ask('DELETE', `${path}/tokens/292824132082.apps.googleusercontent.com`, undefined, admin());
		expect(await activities('login', 'eventName=logout')).toMatchObject([{ actor: { email: cast.leaver.workEmail } }]);
		expect(await activities('token', 'eventName=revoke')).toMatchObject([{ actor: { email: cast.leaver.workEmail } }]);
		expect(await activities('admin', 'eventName=REVOKE_3LO_TOKEN')).toHaveLength(1);
	});

	test('lag behind, and nothing is a body without items', async () => {
		google.settings.reportLagMs = 3_600_000;
		const [since] = [clock.iso()];
		await ask('PUT', path, { suspended: true }, admin());
		expect(await read('/admin/reports/v1/activity/users/all/applications/admin', admin())).toEqual({ kind: 'admin#reports#activities' });
		clock.move(3_600_001);
		expect(await activities('admin', `startTime=${since}`)).toHaveLength(1);
		expect(await activities('admin', `startTime=${clock.iso()}`)).toEqual([]);
	});

	test.each([
		['an unknown application', 'users/all/applications/kitchen', '400 invalid'],
		['a date that is none', 'users/all/applications/admin?startTime=soon', '400 invalid'],
		['an end before the start', 'users/all/applications/admin?startTime=2026-01-02T00:00:00Z&endTime=2026-01-01T00:00:00Z', '400 invalid'],
		['an actor nobody is', 'users/nobody@kestrel.example/applications/admin', '404 notFound'],
	])('%s', async (_name, query, expected) => {
		expect(await reason('GET', `/admin/reports/v1/activity/${query}`, undefined, admin())).toBe(expected);
	});
});
