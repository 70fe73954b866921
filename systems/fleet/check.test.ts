import type { Http } from '../http/types';
import { checkFleet } from './check';

const asked = async (user: unknown) => {
	const http: Http = async ({ path }) => ({ status: 200, headers: {}, body: path === '/me' ? { user } : { hosts: [] } });
	return await checkFleet(http);
};

test.each([
	[{ global_role: 'maintainer' }, true, /hosts of all teams.*Fleet Premium/],
	[{ global_role: 'admin' }, true, /hosts of all teams/],
	[{ global_role: null, teams: [{ name: 'Laptops', role: 'maintainer' }, { name: 'Phones', role: 'observer' }] }, true, /only hosts of Laptops can be worked on/],
	[{ global_role: 'observer' }, false, /may only read: Lock, Retire, Wipe will be refused/],
	[{ global_role: null, teams: [{ name: 'Phones', role: 'observer' }] }, false, /may only read/],
	[{ global_role: null, teams: [null, 'Laptops'] }, false, /may only read/],
	[undefined, false, /may only read/],
])('%j: %s', async (user, ok, message) => {
	expect(await asked(user)).toEqual({ ok, message: expect.stringMatching(message), ...(ok ? {} : { missing: ['maintainer'] }) });
});

test('a token that is not accepted is a sentence', async () => {
	await expect(checkFleet(async () => ({ status: 401, headers: {}, body: { message: 'Authentication required' } }))).rejects.toThrow(/did not accept the token/);
});
