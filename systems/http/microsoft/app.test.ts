import { createHash, createPublicKey, constants, verify, X509Certificate } from 'node:crypto';
import { createClock } from '../../../sandbox/clock';
import { startEntra, type EntraDouble } from '../../../sandbox/entra';
import { appOf } from './app';
import { addressesOf } from './cloud';
import { mintSession } from './session';
import type { SendForm } from '../types';

const fields = { tenantId: 'acme.onmicrosoft.com', clientId: 'app', authentication: 'clientSecret', clientSecret: 'shh' };
const now = new Date('2026-11-20T10:00:00Z');

describe('addresses', () => {
	test.each([
		['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
		['usGov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
		['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
	])('%s', (cloud, login, graph) => {
		expect(addressesOf('Entra ID', { cloud })).toEqual({ login, graph, resource: graph });
	});

	test('another address may be plain text on this machine alone, and the token is still for the cloud', () => {
		expect(addressesOf('Entra ID', { graphUrl: 'http://127.0.0.1:8080/v1.0' })).toMatchObject({ graph: 'http://127.0.0.1:8080', resource: 'https://graph.microsoft.com' });
		expect(() => addressesOf('Entra ID', { graphUrl: 'http://graph.acme.example' })).toThrow(/https/);
		expect(() => addressesOf('Entra ID', { loginUrl: 'nonsense' })).toThrow(/is not an address/);
		expect(() => addressesOf('Entra ID', { cloud: 'moon' })).toThrow(/cloud/);
	});
});

const headersOf = ({ headers }: Response): Record<string, string> => {
	const all: Record<string, string> = {};
	headers.forEach((value, name) => (all[name] = value));
	return all;
};

test.each(['', 'common', 'organizations', 'a/b', '../x'])('a tenant called %j is none', (tenantId) => {
	expect(() => appOf('Entra ID', { ...fields, tenantId }, now)).toThrow(/tenant ID/);
});

describe('a token', () => {
	const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
	const answering = (answer: { status: number; body: unknown }) => {
		const sent: Parameters<SendForm>[0][] = [];
		return { sent, mint: () => mintSession(appOf('Entra ID', fields, now), async (request) => (sent.push(request), { headers: {}, ...answer }), () => now) };
	};

	test('is asked for with the secret, and shows what was granted', async () => {
		const { sent, mint } = answering({ status: 200, body: { access_token: jwt({ roles: ['User.Read.All'] }) } });
		expect(await mint()).toMatchObject({ permissions: ['User.Read.All'] });
		expect(sent).toEqual([{ url: 'https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/token', form: { client_id: 'app', client_secret: 'shh', scope: 'https://graph.microsoft.com/.default', grant_type: 'client_credentials' } }]);
	});

	test('without any permission shows none, and an opaque one nothing at all', async () => {
		expect(await answering({ status: 200, body: { access_token: jwt({}) } }).mint()).toMatchObject({ permissions: [] });
		expect(await answering({ status: 200, body: { access_token: 'opaque' } }).mint()).toMatchObject({ permissions: null });
	});

	test.each([
		[400, { error: 'unauthorized_client', error_description: 'AADSTS700016: no app', error_codes: [700016] }, 'unauthorised', /client ID/],
		[401, { error: 'invalid_client', error_description: 'AADSTS7000215: bad secret. Trace ID: 1', error_codes: [7000215] }, 'unauthorised', /value of the client secret/],
		[401, { error: 'invalid_client', error_description: 'AADSTS7000222: expired', error_codes: [7000222] }, 'unauthorised', /expired/],
		[400, { error: 'invalid_request', error_description: 'AADSTS90002: no tenant', error_codes: [90002] }, 'unauthorised', /tenant/],
		[429, {}, 'throttled', /rate limit/],
		[503, {}, 'vendor_error', /status\.cloud/],
		[200, '<html>', 'bad_answer', /not its API/],
	])('that is refused with %s %j is %s', async (status, body, code, sentence) => {
		const problem = await answering({ status, body }).mint().catch((error: unknown) => error);
		expect(problem).toMatchObject({ code, message: expect.stringMatching(sentence) });
		expect(JSON.stringify(problem)).not.toContain('shh');
	});
});

describe('with the simulated tenant', () => {
	let entra: EntraDouble;
	const clock = createClock();
	beforeAll(async () => {
		entra = await startEntra({ clock, port: 0, latencyMs: 0, rateLimits: [] });
	});
	afterAll(async () => {
		clock.stop();
		await entra.stop();
	});

	const certified = (more: object = {}) => {
		const { loginUrl, graphUrl, tenantId, clientId, certificate } = entra.connection;
		return { loginUrl, graphUrl, tenantId, clientId, authentication: 'certificate', publicCertificate: certificate.pem, privateKey: certificate.privateKey, ...more };
	};
	const send: SendForm = async ({ url, form }) => {
		const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
		return { status: response.status, headers: headersOf(response), body: await response.json() };
	};

	test('a certificate proves itself by a signature that names it', async () => {
		let form: Record<string, string> = {};
		await mintSession(appOf('Entra ID', certified(), new Date()), (request) => ((form = request.form), send(request)), () => new Date());
		const [header, claims, signature] = form['client_assertion']!.split('.') as [string, string, string];
		const { raw, publicKey } = new X509Certificate(entra.connection.certificate.pem);
		expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(raw).digest('base64url') });
		expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: `${entra.connection.loginUrl}/${entra.connection.tenantId}/oauth2/v2.0/token`, iss: entra.connection.clientId, sub: entra.connection.clientId });
		const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
		expect(verify('sha256', Buffer.from(`${header}.${claims}`), { key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), ...padding }, Buffer.from(signature, 'base64url'))).toBe(true);
		expect(form).not.toHaveProperty('client_secret');
	});

	test.each([
		['text that is no certificate', { publicCertificate: 'nonsense' }, /certificate .* cannot be read/],
		['text that is no key', { privateKey: 'nonsense' }, /private key .* cannot be read/],
	])('%s is said', (_name, more, sentence) => {
		expect(() => appOf('Entra ID', certified(more), new Date())).toThrow(sentence);
	});

	test('an expired certificate is said, with the day', () => {
		expect(() => appOf('Entra ID', certified(), new Date('2036-01-01T00:00:00Z'))).toThrow(/expired on 20\d\d-\d\d-\d\d/);
	});
});
