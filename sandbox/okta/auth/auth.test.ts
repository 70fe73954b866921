import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createClock } from '../../clock';
import { cast, outsiders } from '../../company';
import { startOkta, type OktaDouble } from '..';

const clock = createClock();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

let okta: OktaDouble;
beforeEach(async () => {
	okta = await startOkta({ clock });
});
afterEach(() => okta.stop());

const seconds = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(key: KeyObject, header: Record<string, unknown>, claims: Record<string, unknown>): string {
	const signed = `${base64({ alg: key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256', ...header })}.${base64(claims)}`;
	return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const publicJwk = (key: KeyObject): JsonWebKey => key.export({ format: 'jwk' });
const app = (name: 'withDpop' | 'withoutDpop') => {
	const found = okta.state.serviceApps.get(okta.connection.serviceApps[name].clientId);
	if (found === undefined) throw new Error('no such app');
	found.keys = [{ ...publicJwk(rsa.publicKey), kid: 'rsa' }, { ...publicJwk(ec.publicKey), kid: 'ec' }];
	return found;
};
const tokenUrl = () => `${okta.url}/oauth2/v1/token`;

function assertion(name: 'withDpop' | 'withoutDpop', claims: Record<string, unknown> = {}, key = rsa.privateKey, kid = 'rsa') {
	const { clientId } = app(name);
	return jwt(key, { kid }, { iss: clientId, sub: clientId, aud: tokenUrl(), iat: seconds(), exp: seconds() + 300, jti: randomUUID(), ...claims });
}

interface Answer {
	status: number;
	headers: Headers;
	body: Record<string, unknown>;
}

async function answered(response: Promise<Response>): Promise<Answer> {
	const { status, headers, ...rest } = await response.then(async (answer) => ({ status: answer.status, headers: answer.headers, text: await answer.text() }));
	return { status, headers, body: JSON.parse(rest.text || '{}') as Record<string, unknown> };
}

const token = (client_assertion: string, { scope = 'okta.users.manage', proof, ...form }: Record<string, string> = {}) =>
	answered(
		fetch(tokenUrl(), {
			method: 'POST',
			headers: proof === undefined ? {} : { dpop: proof },
			body: new URLSearchParams({ grant_type: 'client_credentials', scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion, ...form }),
		}),
	);

const api = (authorization: string, { method = 'GET', path = '/api/v1/users?limit=1', ...headers }: Record<string, string> = {}) =>
	answered(fetch(`${okta.url}${path}`, { method, headers: { authorization, ...headers } }));

describe('private_key_jwt', () => {
	test.each([
		['RS256', () => assertion('withoutDpop')],
		['ES256', () => assertion('withoutDpop', {}, ec.privateKey, 'ec')],
	])('%s gets a bearer token that works until it expires with the clock', async (_name, made) => {
		const { status, body } = await token(made());
		expect([status, body.token_type, body.expires_in, body.scope]).toEqual([200, 'Bearer', 3600, 'okta.users.manage']);
		expect((await api(`Bearer ${String(body.access_token)}`)).status).toBe(200);
		clock.move(3_600_001);
		expect((await api(`Bearer ${String(body.access_token)}`)).status).toBe(401);
	});

	test.each([
		['another audience', () => assertion('withoutDpop', { aud: 'https://acme.okta.com' })],
		['an expired assertion', () => assertion('withoutDpop', { exp: seconds() - 10, iat: seconds() - 400 })],
		['more than an hour', () => assertion('withoutDpop', { exp: seconds() + 7200 })],
		['no expiry', () => assertion('withoutDpop', { exp: undefined })],
		['another issuer', () => assertion('withoutDpop', { iss: 'somebody' })],
		['an unknown client', () => assertion('withoutDpop', { iss: 'x', sub: 'x' })],
		['a key that is not registered', () => assertion('withoutDpop', {}, generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey, 'ec')],
		['another key’s id', () => assertion('withoutDpop', {}, ec.privateKey, 'rsa')],
		['no JWT at all', () => 'x'],
	])('%s is an invalid_client', async (_name, made) => {
		const { status, body } = await token(made());
		expect([status, body.error, body.errorCode]).toEqual([401, 'invalid_client', undefined]);
	});

	test('an assertion works once', async () => {
		const once = assertion('withoutDpop');
		expect((await token(once)).status).toBe(200);
		expect((await token(once)).body.error).toBe('invalid_client');
	});

	test('client secrets, ungranted scopes and other grants are refused', async () => {
		expect((await token(assertion('withoutDpop'), { client_secret: 'x' })).body.error).toBe('invalid_client');
		expect((await token(assertion('withoutDpop'), { scope: 'okta.everything' })).body.error).toBe('invalid_scope');
		expect((await token(assertion('withoutDpop'), { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
	});

	test('both the scope and an admin role are needed', async () => {
		const bearer = async (scope: string) => `Bearer ${String((await token(assertion('withoutDpop'), { scope })).body.access_token)}`;
		const lacking = await api(await bearer('okta.groups.read'));
		expect([lacking.status, lacking.body.errorCode, lacking.headers.get('www-authenticate')]).toEqual([403, 'E0000006', expect.stringContaining('insufficient_scope')]);
		expect((await api(await bearer('okta.users.manage'))).status).toBe(200);
		app('withoutDpop').roles = [];
		expect((await api(await bearer('okta.users.manage'))).body.errorCode).toBe('E0000006');
	});

	test('a service app without the super admin role cannot touch a super admin', async () => {
		const path = `/api/v1/users/${okta.user(cast.superAdmin.workEmail).id}/lifecycle/suspend`;
		app('withoutDpop').roles = ['ORG_ADMIN'];
		const { access_token } = (await token(assertion('withoutDpop'))).body;
		expect((await api(`Bearer ${String(access_token)}`, { method: 'POST', path })).body.errorCode).toBe('E0000006');
	});
});

describe('DPoP', () => {
	const proof = (claims: Record<string, unknown> = {}, keys = rsa, header: Record<string, unknown> = {}) =>
		jwt(keys.privateKey, { typ: 'dpop+jwt', jwk: publicJwk(keys.publicKey), ...header }, { htm: 'POST', htu: tokenUrl(), iat: seconds(), jti: randomUUID(), ...claims });

	async function boundToken(): Promise<string> {
		const asked = await token(assertion('withDpop'), { proof: proof() });
		expect([asked.status, asked.body.error]).toEqual([400, 'use_dpop_nonce']);
		const given = await token(assertion('withDpop'), { proof: proof({ nonce: asked.headers.get('dpop-nonce') }) });
		expect([given.status, given.body.token_type]).toEqual([200, 'DPoP']);
		return String(given.body.access_token);
	}

	const apiProof = (accessToken: string, claims: Record<string, unknown> = {}, keys = rsa) =>
		proof({ htm: 'GET', htu: `${okta.url}/api/v1/users`, ath: createHash('sha256').update(accessToken).digest('base64url'), ...claims }, keys);

	test('without a proof no token, with a made-up nonce a new nonce', async () => {
		expect((await token(assertion('withDpop'))).body.error).toBe('invalid_dpop_proof');
		expect((await token(assertion('withDpop'), { proof: proof({ nonce: 'guess' }) })).body.error).toBe('use_dpop_nonce');
	});

	test.each([
		['a private key in the header', () => proof({}, rsa, { jwk: publicJwk(rsa.privateKey) })],
		['another type', () => proof({}, rsa, { typ: 'JWT' })],
		['another method', () => proof({ htm: 'GET' })],
		['another address', () => proof({ htu: 'https://elsewhere/oauth2/v1/token' })],
		['an old proof', () => proof({ iat: seconds() - 3600 })],
		['no id', () => proof({ jti: undefined })],
		['a foreign signature', () => jwt(ec.privateKey, { alg: 'RS256', typ: 'dpop+jwt', jwk: publicJwk(rsa.publicKey) }, { htm: 'POST', htu: tokenUrl(), iat: seconds(), jti: 'x' })],
	])('%s is an invalid_dpop_proof', async (_name, made) => {
		expect((await token(assertion('withDpop'), { proof: made() })).body.error).toBe('invalid_dpop_proof');
	});

	test('the token works with a fresh proof for each request', async () => {
		const accessToken = await boundToken();
		expect((await api(`DPoP ${accessToken}`, { dpop: apiProof(accessToken) })).status).toBe(200);
		const used = apiProof(accessToken);
		expect((await api(`DPoP ${accessToken}`, { dpop: used })).status).toBe(200);
		const again = await api(`DPoP ${accessToken}`, { dpop: used });
		expect([again.status, again.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('invalid_dpop_proof')]);
	});

	test.each([
		['no proof', () => undefined],
		['a proof for another token', (accessToken: string) => apiProof(accessToken, { ath: 'x' })],
		['a proof for another method', (accessToken: string) => apiProof(accessToken, { htm: 'POST' })],
		['a proof for another path', (accessToken: string) => apiProof(accessToken, { htu: `${okta.url}/api/v1/groups` })],
		['a proof by another key', (accessToken: string) => apiProof(accessToken, {}, generateKeyPairSync('rsa', { modulusLength: 2048 }))],
	])('%s is refused', async (_name, made) => {
		const accessToken = await boundToken();
		const dpop = made(accessToken);
		expect((await api(`DPoP ${accessToken}`, dpop === undefined ? {} : { dpop })).status).toBe(401);
	});

	test('a bound token is not a bearer token', async () => {
		expect((await api(`Bearer ${await boundToken()}`)).status).toBe(401);
	});
});

describe('SSWS tokens', () => {
	const mine = () => api(`SSWS ${okta.connection.apiToken}`);

	test('missing and unknown ones are refused', async () => {
		expect((await answered(fetch(`${okta.url}/api/v1/users`))).body.errorCode).toBe('E0000004');
		expect([(await api('SSWS nonsense')).status, (await api('SSWS nonsense')).body.errorCode]).toEqual([401, 'E0000011']);
	});

	test('they die with their owner', async () => {
		expect((await mine()).status).toBe(200);
		okta.operate('deactivate', outsiders.automation);
		expect((await mine()).body.errorCode).toBe('E0000011');
	});

	test('they inherit the roles of their owner as they are now', async () => {
		okta.user(outsiders.automation).roles = [];
		expect((await mine()).body.errorCode).toBe('E0000006');
	});

	test('they can be made to lapse after 30 days without use', async () => {
		okta.settings.tokensLapse = true;
		expect((await mine()).status).toBe(200);
		clock.move(31 * 86_400_000);
		expect((await mine()).status).toBe(401);
	});
});
