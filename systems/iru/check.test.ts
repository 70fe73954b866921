import type { Http } from '../http/types';
import { checkIru } from './check';

const asked = async (answer: (path: string) => number) => {
	const paths: string[] = [];
	const http: Http = async ({ method, path }) => {
		paths.push(`${method} ${path}`);
		const status = path === '/devices' ? 200 : answer(path);
		return { status, headers: {}, body: status === 200 ? [] : { detail: 'no' } };
	};
	return { ...(await checkIru(http)), paths };
};

test('everything ticked: what only shows when it is done is named', async () => {
	const { ok, message, paths } = await asked(() => 404);
	expect([ok, message]).toEqual([true, expect.stringMatching(/"POST \/devices\/\{device_id\}\/action\/lock".*"DELETE \/devices\/\{device_id\}".*"POST \/devices\/\{device_id\}\/action\/erase" are ticked, Iru tells only when/)]);
	expect(paths.filter((path) => !path.startsWith('GET '))).toEqual([]);
	expect(paths).toContain('GET /devices/00000000-0000-0000-0000-000000000000/secrets/unlockpin');
});

test.each([401, 403])('what is not ticked is named, with what it is for (%s)', async (status) => {
	const { ok, message } = await asked((path) => (path.endsWith('/unlockpin') || path.endsWith('/commands') ? status : 404));
	expect(ok).toBe(false);
	expect(message).toBe('Connected, but the token lacks "GET /devices/{device_id}/commands" (Lock, Retire, Wipe), "GET /devices/{device_id}/secrets/unlockpin" (Lock). Tick it in Iru under Settings, Access, then test again.');
});

test('a failure is no permission', async () => {
	await expect(asked(() => 500)).rejects.toMatchObject({ code: 'vendor_error' });
});
