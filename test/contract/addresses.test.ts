import { findAccount } from '../../systems/okta/find';
import { getUser } from '../../systems/okta/user';
import { oktaSteps } from '../../systems/okta';
import type { Json } from '../../ledger/types';
import type { Okta } from '../../systems/okta/client';
import type { Sdk } from './support/sdk';
import { credentials, startWorld, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
beforeEach(() => world.rewind());
afterAll(() => world.stop());

const targets = async (work: () => Promise<unknown>) => {
	await world.during(() => work().catch(() => {}));
	return world.wire.seen.map(({ method, target }) => `${method} ${target}`);
};

/** Cut at the slashes as they were sent, and only then decoded: what a server takes the address to be. */
const segments = (target: string) => target.split('?')[0]!.split('/').map(decodeURIComponent);

const applied = (okta: Okta, stepId: string, accountId: string, state: Json) =>
	oktaSteps.find(({ id }) => id === stepId)!.apply(okta, { id: accountId, label: 'somebody' }, state as never);

/** Every place in a path where something stands that came from outside. */
const places: [string, (okta: Okta, id: string) => Promise<unknown>, (sdk: Sdk, id: string) => Promise<unknown>][] = [
	['a user', (okta, id) => getUser(okta, id), ({ userApi }, userId) => userApi.getUser({ userId })],
	['a user to suspend', (okta, id) => applied(okta, 'blockSignIn', id, { status: 'ACTIVE', transitioningTo: null }), ({ userApi }, userId) => userApi.suspendUser({ userId })],
	[
		'a user whose sessions end',
		(okta, id) => applied(okta, 'endSessions', id, { seen: 'not asked' }),
		({ userApi }, userId) => userApi.revokeUserSessions({ userId, oauthTokens: true, forgetDevices: true }),
	],
	[
		'a group to leave',
		(okta, id) => applied(okta, 'removeFromGroups', '00u1', { groups: [{ id, name: 'g', type: 'OKTA_GROUP', byRule: false }], inert: false }),
		({ groupApi }, groupId) => groupApi.unassignUserFromGroup({ groupId, userId: '00u1' }),
	],
	[
		'a member who leaves',
		(okta, id) => applied(okta, 'removeFromGroups', id, { groups: [{ id: '00g1', name: 'g', type: 'OKTA_GROUP', byRule: false }], inert: false }),
		({ groupApi }, userId) => groupApi.unassignUserFromGroup({ groupId: '00g1', userId }),
	],
	[
		'a client',
		(okta, id) => applied(okta, 'revokeClientTokens', '00u1', { clients: [{ id, name: 'c' }], inert: false }),
		({ userApi }, clientId) => userApi.revokeTokensForUserAndClient({ userId: '00u1', clientId }),
	],
	[
		'an admin role',
		(okta, id) => applied(okta, 'revokeAdminRoles', '00u1', { roles: [{ id, type: 'HELP_DESK_ADMIN', label: 'r', assignedTo: 'USER', role: null, resourceSet: null }], inert: false }),
		({ roleAssignmentApi }, roleId) => roleAssignmentApi.unassignRoleFromUser({ userId: '00u1', roleId }),
	],
	['an API token', (okta, id) => applied(okta, 'revokeApiTokens', '00u1', { apiTokens: [{ id, name: 't' }] }), ({ apiTokenApi }, apiTokenId) => apiTokenApi.revokeApiToken({ apiTokenId })],
	[
		'a device',
		(okta, id) => applied(okta, 'suspendDevices', '00u1', { devices: [{ id, name: 'd', status: 'ACTIVE', shared: false }] }),
		({ deviceApi }, deviceId) => deviceApi.suspendDevice({ deviceId }),
	],
];

const hostile = ['../me', '..%2Fme', '%2e%2e', 'a/b', 'a\\b', '?x', 'x?expand=blocks', '#x', 'a&b=c', ';v=1', '...', 'a b', 'a%20b', '%', '00u1\r\nx: y', '\t', '~', '*', "'", '{userId}'];
const logins = ['ann+test@kestrel.example', "o'neil@kestrel.example", 'jörg.müßig@köln.example', 'ann marie@kestrel.example', '李@kestrel.example', '50%@kestrel.example', 'a/b@kestrel.example', 'ann@kestrel.example?x=1', 'CN=Ann, OU=IT', '🦊@kestrel.example'];

describe.each(places)('the id of %s', (_place, ours, theirs) => {
	test('goes out as the SDK sends it, as one segment, whatever is in it', async () => {
		const [sent, said]: Record<string, string[][]>[] = [{}, {}];
		for (const id of [...hostile, ...logins]) {
			const oracle = (await targets(() => theirs(world.sdk('apiToken'), id))).map(segments);
			expect(oracle).toEqual([expect.arrayContaining([id])]);
			// Steps may read as well; the oracle names the one request that is meant.
			sent![id] = (await targets(() => ours(world.ours('apiToken').okta, id))).map(segments).filter((one) => one.length === oracle[0]!.length && one[0] === oracle[0]![0]);
			said![id] = oracle;
		}
		expect(sent).toEqual(said);
	});

	// The SDK sends the name of the placeholder for an empty id, and another address altogether for dots.
	test('goes nowhere if it cannot stand in an address', async () => {
		for (const id of ['', '.', '..', '\ud800']) {
			const tried = async () => ours(world.ours('apiToken').okta, id);
			await world.during(() => expect(tried()).rejects.toThrow());
			expect(world.wire.seen).toEqual([]);
		}
	});
});

describe('looking for somebody', () => {
	test.each(logins)('with the work e-mail %j asks for it as the SDK does', async (login) => {
		const said = await targets(() => world.sdk('apiToken').userApi.getUser({ userId: login }));
		const sent = await targets(() => findAccount(world.ours('apiToken').okta, { id: 'nobody', workEmail: login }));
		expect(sent.map(segments)).toContainEqual(segments(said[0]!));
	});

	test.each(logins)('whose login is %j finds them', async (login) => {
		Object.assign(world.user().profile, { login, email: login, employeeNumber: '' });
		// With DPoP the SDK's proof names another address than it asks for, where there is an apostrophe in it.
		expect(await world.sdk('apiToken').userApi.getUser({ userId: login })).toMatchObject({ id: world.account.id });
		for (const credential of credentials) {
			expect(await findAccount(world.ours(credential).okta, { id: '4711', workEmail: login })).toMatchObject({ kind: 'one', account: { id: world.account.id } });
		}
	});

	test.each(['30', 'E+30', 'ä ö', '"', '\\', '" or profile.employeeNumber pr or profile.login eq "', '30&limit=1', '#', '%22', 'a/b', "o'neil", '日本'])('with the HR id %j searches for it as the SDK does', async (id) => {
		const search = `profile.employeeNumber eq ${JSON.stringify(id)}`;
		const decodedQuery = async (work: () => Promise<unknown>) => {
			await world.during(() => work().catch(() => {}));
			const { target } = world.wire.seen.find(({ target }) => target.startsWith('/api/v1/users?'))!;
			return [...new URL(target, world.okta.url).searchParams].sort();
		};
		const said = await decodedQuery(async () => (await world.sdk('apiToken').userApi.listUsers({ search, limit: 200 })).next());
		expect(await decodedQuery(() => findAccount(world.ours('apiToken').okta, { id, workEmail: null }))).toEqual(said);
		expect(said).toEqual([['limit', '200'], ['search', search]]);
	});
});
