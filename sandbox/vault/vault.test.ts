import { createClock } from '../clock';
import type { VaultDouble } from '.';
import { startVault } from '.';

const clock = createClock();
let vault: VaultDouble;
beforeEach(async () => {
	vault = await startVault({ clock });
});
afterEach(() => vault.stop());

interface Body {
	errors: string[];
	data: Record<string, unknown> & { version: number; keys: string[]; current_version: number; versions: Record<string, unknown>; data: unknown };
	auth: { client_token: string; lease_duration: number };
}

const call = async (method: string, path: string, { body, token = vault.connection.token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {}) => {
	const answer = await fetch(`${vault.connection.url}/v1/${path}`, {
		method,
		headers: { 'x-vault-token': token, ...headers },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
};
const write = (path: string, data: unknown, { cas, token = vault.connection.token }: { cas?: number; token?: string } = {}) =>
	call('POST', `secret/data/${path}`, { token, body: { data, ...(cas === undefined ? {} : { options: { cas } }) } });
const PIN = { pin: '496406' };

describe('a secret', () => {
	test('is written once where the caller says that there is none yet', async () => {
		const written = await write('devices/mac-1', PIN, { cas: 0 });
		expect([written.status, written.body.data]).toEqual([200, { created_time: expect.any(String) as string, custom_metadata: null, deletion_time: '', destroyed: false, version: 1 }]);
		expect(await write('devices/mac-1', { pin: '111111' }, { cas: 0 })).toMatchObject({ status: 400, body: { errors: ['check-and-set parameter did not match the current version'] } });
		expect(vault.secret('devices/mac-1')).toEqual(PIN);
	});

	test('has versions, of which the newest ones are kept', async () => {
		vault.settings.maxVersions = 2;
		for (const pin of ['1', '2', '3']) expect((await write('devices/mac-1', { pin })).status).toBe(200);
		expect(vault.versions('devices/mac-1').map(({ version, data }) => [version, data])).toEqual([
			[2, { pin: '2' }],
			[3, { pin: '3' }],
		]);
		expect((await write('devices/mac-1', { pin: '4' }, { cas: 3 })).body.data.version).toBe(4);
		const metadata = (await call('GET', 'secret/metadata/devices/mac-1')).body.data;
		expect([metadata.current_version, metadata['oldest_version'], Object.keys(metadata.versions)]).toEqual([4, 3, ['3', '4']]);
	});

	test('is read with its metadata, by version too', async () => {
		await write('devices/mac-1', { pin: '1' });
		await write('devices/mac-1', { pin: '2' });
		expect((await call('GET', 'secret/data/devices/mac-1')).body.data).toMatchObject({ data: { pin: '2' }, metadata: { version: 2 } });
		expect((await call('GET', 'secret/data/devices/mac-1?version=1')).body.data).toMatchObject({ data: { pin: '1' }, metadata: { version: 1 } });
		expect((await call('GET', 'secret/data/devices/mac-1?version=7')).status).toBe(404);
	});

	test('that was deleted is 404 and says that it was there, one that is forgotten does not', async () => {
		await write('devices/mac-1', PIN);
		expect((await call('DELETE', 'secret/data/devices/mac-1')).status).toBe(204);
		expect(await call('GET', 'secret/data/devices/mac-1')).toMatchObject({ status: 404, body: { data: { data: null, metadata: { version: 1, deletion_time: expect.stringMatching(/^\d{4}/) as string } } } });
		expect(vault.secret('devices/mac-1')).toBeUndefined();
		expect((await call('DELETE', 'secret/metadata/devices/mac-1')).status).toBe(204);
		expect(await call('GET', 'secret/data/devices/mac-1')).toMatchObject({ status: 404, body: { errors: [] } });
		expect(await call('GET', 'secret/metadata/devices/mac-1')).toMatchObject({ status: 404, body: { errors: [] } });
	});

	test('is listed by folder, and an empty list is 404', async () => {
		expect(await call('GET', 'secret/metadata/?list=true')).toMatchObject({ status: 404, body: { errors: [] } });
		for (const path of ['devices/mac-1', 'devices/old/mac-2', 'other']) await write(path, PIN);
		expect((await call('GET', 'secret/metadata/?list=true')).body.data.keys).toEqual(['devices/', 'other']);
		expect((await call('GET', 'secret/metadata/devices?list=true')).body.data.keys).toEqual(['mac-1', 'old/']);
		expect(vault.paths()).toHaveLength(3);
	});

	test.each([
		['no data', { options: { cas: 0 } }],
		['data that is no object', { data: '496406' }],
		['what is no JSON', '{'],
	])('is not written from %s', async (_what, body) => {
		expect((await call('POST', 'secret/data/devices/mac-1', { body })).status).toBe(400);
		expect(vault.paths()).toEqual([]);
	});

	test('needs a version to replace, where that is demanded', async () => {
		vault.settings.casRequired = true;
		expect(await write('devices/mac-1', PIN)).toMatchObject({ status: 400, body: { errors: ['check-and-set parameter required for this call'] } });
		expect((await write('devices/mac-1', PIN, { cas: 0 })).status).toBe(200);
	});

	test('lives at its mount only', async () => {
		expect((await call('POST', 'kv/data/devices/mac-1', { body: { data: PIN } })).status).toBe(404);
	});
});

describe('a writer', () => {
	test('writes and sees that it is there, and reads nothing', async () => {
		const token = vault.connection.writerToken;
		expect((await write('devices/mac-1', PIN, { token })).status).toBe(200);
		expect((await write('devices/mac-1', PIN, { token, cas: 1 })).status).toBe(200);
		expect((await call('GET', 'secret/metadata/devices/mac-1', { token })).body.data.current_version).toBe(2);
		for (const [method, path] of [['GET', 'data/devices/mac-1'], ['DELETE', 'data/devices/mac-1'], ['DELETE', 'metadata/devices/mac-1'], ['GET', 'metadata/devices?list=true']] as const) {
			expect(await call(method, `secret/${path}`, { token })).toMatchObject({ status: 403, body: { errors: ['1 error occurred:\n\t* permission denied\n\n'] } });
		}
		expect(vault.secret('devices/mac-1')).toEqual(PIN);
	});

	test('signs in with an AppRole, for a time', async () => {
		const { roleId: role_id, secretId: secret_id } = vault.connection.approle;
		const login = await call('POST', 'auth/approle/login', { token: '', body: { role_id, secret_id } });
		expect([login.status, login.body.auth.lease_duration]).toEqual([200, 3_600]);
		const token = login.body.auth.client_token;
		expect((await write('devices/mac-1', PIN, { token })).status).toBe(200);
		expect((await call('GET', 'secret/data/devices/mac-1', { token })).status).toBe(403);
		expect((await call('GET', 'auth/token/lookup-self', { token })).body.data['policies']).toEqual(['writer']);
		clock.move(3_600_000);
		expect((await write('devices/mac-1', PIN, { token })).status).toBe(403);
	});

	test('signs in with nothing else, and not with a token it gave back', async () => {
		const { roleId: role_id, secretId: secret_id } = vault.connection.approle;
		expect(await call('POST', 'auth/approle/login', { body: { role_id, secret_id: 'wrong' } })).toMatchObject({ status: 400, body: { errors: ['invalid role or secret ID'] } });
		const token = (await call('POST', 'auth/approle/login', { body: { role_id, secret_id } })).body.auth.client_token;
		expect((await call('POST', 'auth/token/revoke-self', { token })).status).toBe(204);
		expect((await call('GET', 'auth/token/lookup-self', { token })).status).toBe(403);
	});
});

describe('nothing is answered', () => {
	test('to a token that is not valid', async () => {
		expect(await write('devices/mac-1', PIN, { token: 'hvs.wrong' })).toMatchObject({ status: 403, body: { errors: [expect.stringContaining('invalid token')] } });
	});

	test('while it is sealed, but that it is', async () => {
		vault.settings.sealed = true;
		expect(await write('devices/mac-1', PIN)).toMatchObject({ status: 503, body: { errors: ['Vault is sealed'] } });
		expect((await call('POST', 'auth/approle/login', { body: {} })).status).toBe(503);
		expect(await call('GET', 'sys/health')).toMatchObject({ status: 503, body: { sealed: true } });
		vault.settings.sealed = false;
		expect((await call('GET', 'sys/health')).status).toBe(200);
		expect(vault.paths()).toEqual([]);
	});

	test('outside the namespace, where there is one', async () => {
		vault.settings.namespace = 'people/it';
		expect((await write('devices/mac-1', PIN)).status).toBe(403);
		expect((await call('POST', 'secret/data/devices/mac-1', { body: { data: PIN }, headers: { 'x-vault-namespace': 'people/it/' } })).status).toBe(200);
	});
});

test('the journal keeps no token', async () => {
	await write('devices/mac-1', PIN);
	expect(vault.journal.writes[0]?.headers['x-vault-token']).toBe('[redacted]');
});
