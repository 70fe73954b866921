import type { Effect } from '../../sandbox';
import type { ProblemCode } from '../../lifecycle/problem';
import { getUser } from '../../systems/okta/user';
import { oursOverServiceApp } from './support/ours';
import { sdkOverServiceApp } from './support/sdk';
import { startWorld, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterEach(() => world.okta.faults.clear());
afterAll(() => world.stop());

const app = () => ({ orgUrl: world.okta.url, ...world.okta.connection.serviceApps.withDpop });
const tokenEndpointAnswers = (effect: Effect) => void world.okta.faults.add({ method: 'POST', path: /\/oauth2\/v1\/token$/, effect });

const oauth = (status: number, error: string, headers = {}): Effect => ({ kind: 'status', status, headers, body: { error, error_description: `${error}, says Okta` } });

const failures: [string, Effect, ProblemCode][] = [
	['does not know the app', oauth(401, 'invalid_client'), 'unauthorised'],
	['refuses a scope', oauth(400, 'invalid_scope'), 'forbidden'],
	['refuses for another reason', oauth(400, 'unauthorized_client'), 'unauthorised'],
	['asks for a nonce and gives none', oauth(400, 'use_dpop_nonce'), 'unauthorised'],
	['never stops asking for a nonce', oauth(400, 'use_dpop_nonce', { 'dpop-nonce': 'again' }), 'unauthorised'],
	['throttles', { kind: 'throttle', resetInSeconds: 30 }, 'throttled'],
	['fails inside', { kind: 'status', status: 500 }, 'vendor_error'],
	['answers with a page', { kind: 'html' }, 'bad_answer'],
	['answers with half of its JSON', { kind: 'truncated' }, 'bad_answer'],
	['redirects to a sign-in page', { kind: 'login-redirect' }, 'bad_answer'],
	['issues nothing', { kind: 'status', status: 200, body: {} }, 'bad_answer'],
	['issues something that is no token', { kind: 'status', status: 200, body: { access_token: 42, token_type: 'Bearer' } }, 'bad_answer'],
	['breaks the connection', { kind: 'reset' }, 'unreachable'],
];

describe('when the token endpoint', () => {
	test.each(failures)('%s, that is what we say, and no call goes out without a token', async (_name, effect, code) => {
		tokenEndpointAnswers(effect);
		const { okta } = oursOverServiceApp(app());
		const calls = await world.during(() => expect(getUser(okta, world.account.id)).rejects.toMatchObject({ code }));
		expect(calls).toEqual([]);
		expect(world.tokenRequests().length).toBeGreaterThan(0);
		expect(world.wire.seen.filter(({ headers }) => headers['authorization'] !== undefined)).toEqual([]);
	});

	test('refuses, the SDK goes on without a token, which is why we ask ourselves', async () => {
		tokenEndpointAnswers(oauth(401, 'invalid_client'));
		const { userApi } = sdkOverServiceApp(app());
		const calls = await world.during(() => expect(userApi.getUser({ userId: world.account.id })).rejects.toMatchObject({ status: 401, errorCode: 'E0000011' }));
		expect(calls.length).toBeGreaterThan(0);
		expect(world.wire.seen.flatMap(({ headers }) => headers['authorization'] ?? [])).toEqual(calls.map(() => 'Bearer undefined'));
	});

	test('refuses, the sentence says so, names what to check, and holds no secret', async () => {
		tokenEndpointAnswers(oauth(401, 'invalid_client'));
		const message = await getUser(oursOverServiceApp(app()).okta, world.account.id).then(String, (error: Error) => error.message);
		expect(message).toMatch(/does not accept the service app: invalid_client, says Okta/);
		expect(message).toMatch(/client id, key id and private key/);
		expect(message).not.toMatch(/eyJ|PRIVATE/);
	});

	test('recovers, so do we', async () => {
		tokenEndpointAnswers(oauth(401, 'invalid_client'));
		const { okta } = oursOverServiceApp(app());
		await expect(getUser(okta, world.account.id)).rejects.toMatchObject({ code: 'unauthorised' });
		world.okta.faults.clear();
		await expect(getUser(okta, world.account.id)).resolves.toMatchObject({ id: world.account.id });
	});
});
