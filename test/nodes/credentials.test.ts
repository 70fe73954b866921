import { pressTest } from '../harness/credentialTest';
import { expectSentence } from '../harness/expectations';
import { credentialsOf, startSite, type Site } from '../harness/site';
import { scopesNeeded } from '../../systems/okta/check';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const press = (type: string, changes: { [field: string]: string } = {}, credential = 'withDpop') =>
	pressTest(site.n8n, type, { ...credentialsOf(site.sandbox, credential as 'withDpop')[type]!, ...changes });
const apps = () => [...site.sandbox.okta.state.serviceApps.values()];
const automation = () => site.sandbox.okta.user('svc-joiner-mover-leaver@kestrel.example');
const withRoles = (...types: string[]) => {
	automation().roles = types.map((type, index) => ({ id: `ra1${index}`, type, label: type, created: new Date().toISOString() }));
};

/** What is wrong is said in a sentence, and the secret stays where it was. */
const refused = ({ status, message }: { status: string; message: string }, said: RegExp) => {
	expect(status).toBe('Error');
	expectSentence(message);
	expect(message).toMatch(said);
	const { apiToken, serviceApps } = site.sandbox.connections.okta;
	for (const secret of [apiToken, serviceApps.withDpop.privateKey.split('\n')[1]!, site.sandbox.connections.bamboohr.apiKey]) expect(message).not.toContain(secret);
};

describe('Okta, both kinds', () => {
	test.each([
		['jmlOktaApi', 'withDpop'],
		['jmlOktaServiceAppApi', 'withDpop'],
		['jmlOktaServiceAppApi', 'withoutDpop'],
	])('%s: OK, and everything the steps need was asked for (%s)', async (type, credential) => {
		expect(await press(type, {}, credential)).toEqual({ status: 'OK', message: expect.stringMatching(credential === undefined || type === 'jmlOktaApi' ? /every permission the steps need is there$/ : /every scope the steps need is granted\. Okta does not tell whether/) });
		expect(site.sandbox.journals.okta.writes.every(({ path }) => path.startsWith('/oauth2/'))).toBe(true);
	});

	test.each([
		['the admin console', 'https://kestrel-admin.okta.com', /admin console.*https:\/\/kestrel\.okta\.com/],
		['plain text over a network', 'http://kestrel.okta.com', /must start with https:\/\//],
		['no address at all', 'https://', /not an address/],
		['nothing that listens', 'http://127.0.0.1:1', /could not be reached/],
	])('%s', async (_, orgUrl, said) => {
		for (const type of ['jmlOktaApi', 'jmlOktaServiceAppApi']) refused(await press(type, { orgUrl }), said);
		expect(site.sandbox.journals.okta.entries).toEqual([]);
	});

	test('an address where something else answers', async () => {
		for (const type of ['jmlOktaApi', 'jmlOktaServiceAppApi']) refused(await press(type, { orgUrl: site.sandbox.bamboohr.url }), /Okta/);
		site.sandbox.faults.okta.add({ effect: { kind: 'html' } });
		for (const type of ['jmlOktaApi', 'jmlOktaServiceAppApi']) refused(await press(type), /Okta/);
	});

	test('an address that redirects is not followed with the token', async () => {
		site.sandbox.faults.okta.add({ effect: { kind: 'login-redirect', location: site.sandbox.bamboohr.url } });
		refused(await press('jmlOktaApi'), /not its API \(status 302, a redirect\)/);
		expect(site.sandbox.journals.bamboohr.entries).toEqual([]);
	});
});

describe('G11: an API token', () => {
	test('that Okta does not know', async () => refused(await press('jmlOktaApi', { apiToken: '00wrong' }), /did not accept the credential/));

	test('of an admin who lacks permissions: the scopes and the steps are named', async () => {
		withRoles('USER_ADMIN');
		const result = await press('jmlOktaApi');
		refused(result, /permission is missing: .*okta\.apiTokens\.read \(Revoke API Tokens\)/);
		expect(result.message).toMatch(/okta\.devices\.read \(Suspend Devices\)/);
	});

	test('of an admin who can only read', async () => {
		withRoles('READ_ONLY_ADMIN');
		refused(await press('jmlOktaApi'), /can only read \(READ_ONLY_ADMIN\)/);
	});

	test('of somebody without any admin role', async () => {
		withRoles();
		refused(await press('jmlOktaApi'), /permission is missing/);
	});
});

describe('G11: a service app', () => {
	test('asked for fewer scopes than the steps need: each missing one is named', async () => {
		const scopes = scopesNeeded.filter((scope) => scope !== 'okta.devices.manage').join(' ');
		refused(await press('jmlOktaServiceAppApi', { scopes }), /okta\.devices\.manage \(Suspend Devices\)/);
	});

	test('that was not granted a scope', async () => {
		for (const app of apps()) app.scopes = app.scopes.filter((scope) => scope !== 'okta.logs.read');
		refused(await press('jmlOktaServiceAppApi'), /okta\.logs\.read.*"Okta API Scopes"/);
	});

	test('without an admin role: a scope alone allows nothing', async () => {
		for (const app of apps()) app.roles = [];
		refused(await press('jmlOktaServiceAppApi'), /together with an admin role/);
	});

	test.each([
		['a broken key', { privateKey: '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----' }, /private key .* cannot be read/],
		['a key of the wrong kind', { privateKey: '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}' }, /must be RSA or an EC key/],
		['no key', { privateKey: '' }, /has no private key/],
		['another client id', { clientId: '0oaNobody' }, /does not accept the service app/],
		['another key id', { keyId: 'other' }, /does not accept the service app/],
		['no scopes', { scopes: ' ' }, /has no scopes/],
	])('with %s', async (_, changes, said) => refused(await press('jmlOktaServiceAppApi', changes), said));

	test('with its key on one line, as a password field keeps it', async () => {
		const privateKey = site.sandbox.connections.okta.serviceApps.withDpop.privateKey.replaceAll('\n', '\\n');
		expect(await press('jmlOktaServiceAppApi', { privateKey })).toMatchObject({ status: 'OK' });
	});
});

describe('BambooHR', () => {
	test('OK', async () => expect(await press('jmlBambooHrApi')).toMatchObject({ status: 'OK' }));
	test('a wrong key', async () => refused(await press('jmlBambooHrApi', { apiKey: 'wrong' }), /did not accept the API key/));
	test('a user who may not manage webhooks', async () => {
		site.sandbox.faults.bamboohr.add({ path: /webhooks/, effect: { kind: 'forbidden' } });
		refused(await press('jmlBambooHrApi'), /may not/);
	});
	test('a company BambooHR does not know', async () => {
		site.sandbox.faults.bamboohr.add({ path: /webhooks/, effect: { kind: 'not-found' } });
		refused(await press('jmlBambooHrApi'), /company domain/i);
	});
});
