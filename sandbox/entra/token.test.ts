import { constants, createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { createClock } from '../clock';
import { startEntra, type EntraDouble } from '.';
import { graph, grantOnly, login, verdict, type Failure } from './testing/graph';

const clock = createClock();
let entra: EntraDouble;
beforeEach(async () => {
	entra = await startEntra({ clock });
});
afterEach(() => entra.stop());

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Signing {
	header?: Record<string, unknown>;
	claims?: Record<string, unknown>;
	key?: string;
}

function assertion({ header = {}, claims = {}, key = entra.connection.certificate.privateKey }: Signing = {}): string {
	const { loginUrl, tenantId, clientId, certificate } = entra.connection;
	const s256 = createHash('sha256').update(new X509Certificate(certificate.pem).raw).digest('base64url');
	const seconds = Math.floor(clock.now() / 1000);
	const described = { alg: 'PS256', typ: 'JWT', 'x5t#S256': s256, ...header };
	const signed = `${part(described)}.${part({ aud: `${loginUrl}/${tenantId}/oauth2/v2.0/token`, iss: clientId, sub: clientId, jti: 'one', nbf: seconds, exp: seconds + 300, ...claims })}`;
	const padding = described.alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
	return `${signed}.${sign('sha256', Buffer.from(signed), { key, ...padding }).toString('base64url')}`;
}

const byCertificate = (signing?: Signing) => login(entra, { client_secret: '', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion(signing) });

test('a secret, and a certificate by either algorithm and either thumbprint, get a token that works', async () => {
	const x5t = createHash('sha1').update(new X509Certificate(entra.connection.certificate.pem).raw).digest('base64url');
	const answers = await Promise.all([login(entra), byCertificate(), byCertificate({ header: { alg: 'RS256' } }), byCertificate({ header: { 'x5t#S256': undefined, x5t } })]);
	for (const { status, body } of answers) {
		expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3599]);
		expect((await graph(entra, 'GET', '/users?$top=1', { token: body.access_token })).status).toBe(200);
	}
});

test.each([
	['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
	['no proof at all', { client_secret: '' }, 401, 'invalid_client', 7000218],
	['an unknown app', { client_id: '00000000-0000-0000-0000-000000000000' }, 400, 'unauthorized_client', 700016],
	['no app', { client_id: '' }, 400, 'invalid_request', 900144],
	['a scope that is not the default one', { scope: 'User.Read.All' }, 400, 'invalid_scope', 1002012],
	['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
])('%s is refused in the words of the login service', async (_name, form, status, error, code) => {
	const { status: found, body } = await login(entra, form);
	expect([found, body.error, body.error_codes]).toEqual([status, error, [code]]);
	expect(body.error_description).toMatch(new RegExp(`^AADSTS${code}: .* Trace ID: .* Correlation ID: .* Timestamp: `));
});

test('a tenant nobody has, an app that is switched off, a secret that ran out', async () => {
	expect((await login(entra, {}, '00000000-0000-0000-0000-000000000000')).body.error_codes).toEqual([90002]);
	entra.app().accountEnabled = false;
	expect((await login(entra)).body.error_codes).toEqual([7000112]);
	entra.app().accountEnabled = true;
	clock.move(400 * 86_400_000);
	expect((await login(entra)).body.error_codes).toEqual([7000222]);
});

test.each([
	['another key', () => ({ key: generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey }), 700027],
	['a certificate that is not registered', () => ({ header: { 'x5t#S256': 'nobody' } }), 700027],
	['an algorithm it does not take', () => ({ header: { alg: 'RS512' } }), 700027],
	['another audience', () => ({ claims: { aud: 'https://elsewhere.example' } }), 700023],
	['somebody else as the issuer', () => ({ claims: { iss: 'somebody' } }), 700021],
	['somebody else as the subject', () => ({ claims: { sub: 'somebody' } }), 700021],
	['an expiry that is past', () => ({ claims: { exp: 1_000 } }), 700024],
	['no expiry', () => ({ claims: { exp: undefined } }), 700024],
])('an assertion with %s is refused', async (_name, signing, code) => {
	expect((await byCertificate(signing())).body.error_codes).toEqual([code]);
});

test('a permission that is granted later is in the next token, not in this one', async () => {
	grantOnly(entra, 'User.Read.All');
	const { body } = await login(entra);
	grantOnly(entra, 'User.Read.All', 'GroupMember.Read.All');
	expect((await graph(entra, 'GET', '/groups', { token: body.access_token })).status).toBe(403);
	expect(await verdict(entra, 'GET', '/groups')).toBe('200');
	const [, claims = ''] = body.access_token.split('.');
	expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ roles: ['User.Read.All'], appid: entra.connection.clientId, tid: entra.connection.tenantId });
});

test('no token, a made-up one and one that has run out are refused alike', async () => {
	const { body } = await login(entra);
	clock.move(3_600_000);
	for (const headers of [{ authorization: '' }, { authorization: 'Bearer nonsense' }, { authorization: `Bearer ${body.access_token}` }]) {
		const answer = await graph<Failure>(entra, 'GET', '/users', { headers });
		expect([answer.status, answer.body.error.code, answer.headers.get('www-authenticate')]).toEqual([401, 'InvalidAuthenticationToken', expect.stringContaining('Bearer')]);
	}
});

test('every answer carries a request id, and an error the same one', async () => {
	const { headers, body } = await graph<Failure>(entra, 'GET', '/users/nobody', { headers: { 'client-request-id': 'mine' } });
	const { innerError } = body.error;
	expect([headers.get('client-request-id'), innerError['client-request-id'], innerError['request-id']]).toEqual(['mine', 'mine', headers.get('request-id')]);
	expect(headers.get('x-ms-ags-diagnostic')).toContain('ServerInfo');
	expect(innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
});

test('limits say when to come back, and so does the login service', async () => {
	entra.rateLimits.set([{ path: /^\/v1\.0\/users/, limit: 1, windowMs: 10_000 }]);
	const { body } = await login(entra);
	await graph(entra, 'GET', '/users', { token: body.access_token });
	const throttled = await graph<Failure>(entra, 'GET', '/users', { token: body.access_token });
	expect([throttled.status, throttled.body.error.code, Number(throttled.headers.get('retry-after'))]).toEqual([429, 'TooManyRequests', expect.any(Number)]);
	expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
	entra.faults.add({ path: /token$/, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
	const refused = await login(entra);
	expect([refused.status, refused.body.error, refused.headers.get('retry-after')]).toEqual([429, 'temporarily_unavailable', '7']);
});

test('a path Graph does not know is 400, so that nobody takes it for something that is gone', async () => {
	expect(await verdict(entra, 'DELETE', '/groups/x/membres/y/$ref')).toBe('400 BadRequest');
	expect(await verdict(entra, 'PUT', '/users')).toBe('405 Request_BadRequest');
});
