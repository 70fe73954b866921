import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { googleSteps } from '../../systems/google';
import { cast } from '../../sandbox';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
afterEach(() => site.stop());

const type = 'jmlGoogleServiceAccountApi';
const access = (parameters: INode['parameters'] = {}): INode => node('Google', 'googleWorkspaceAccess', parameters, { credentials: { [type]: { id: type, name: type } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const double = () => site.sandbox.google;
const writes = () => site.sandbox.journals.google.writes.filter(({ path }) => path !== '/token');
const press = (changes: { [field: string]: string } = {}) => pressTest(site.n8n, type, { ...credentialsOf(site.sandbox)[type]!, ...changes });
const leaver = () => leaverItem(cast.leaver.id);
const options = { fallbackOwner: cast.orgAdmin.workEmail! };
const secrets = () => [double().connection.serviceAccount.privateKey.split('\n')[1]!, ...[...double().state.accessTokens.keys()]];

test('Cut Access takes everything away in three names, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access({ options: { ...options, othersWaitSeconds: 60 } }), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('Google')[0]);
	for (const { id, ...step } of googleSteps) {
		if ('optional' in step) continue;
		expect([id, results.find(({ step }) => step === id)]).toEqual([id, expect.objectContaining({ outcome: 'done' })]);
	}
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(double().accessOf(cast.leaver.workEmail!)).toMatchObject({ status: 'suspended', forwarding: 0, delegates: 0, grants: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of secrets()) expect(kept).not.toContain(secret);
});

test('n8n keeps the token of the admin with the credential, and none of a mailbox', async () => {
	await site.n8n.run([openCase(), access({ options })], [leaver()]);
	const { token } = JSON.parse(String(site.n8n.credentials.stored[type]!['sessionToken'])) as { token: string };
	expect(double().state.accessTokens.get(token)!.userId).toBe(double().user(double().connection.adminEmail).id);
});

test('a token that was withdrawn is renewed, the admin’s and the mailbox’s', async () => {
	await site.n8n.run([openCase(), access({ operation: 'inspect' })], [leaver()]);
	double().state.accessTokens.clear();
	const { items } = await site.n8n.run([openCase(), access({ options })], [leaver()]);
	expect(stepsOf(items('Google')[0]).find(({ step }) => step === 'stopForwarding')).toMatchObject({ outcome: 'done' });
});

test('Restore Access gives back what the case took', async () => {
	const cut = await site.n8n.run([openCase(), access({ options })], [leaver()]);
	await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('Google')[0]!, steps: [] }]);
	expect(double().accessOf(cast.leaver.workEmail!)).toMatchObject({ status: 'active', roles: 1, delegates: 1 });
});

test('Inspect Access changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('Google')[0]!['access'] as { google: { findings: { step: string }[] } }).google;
	expect(findings.map(({ step }) => step)).toEqual(googleSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	const living = [...double().state.users.values()].filter(({ deletionTime }) => deletionTime === undefined);
	expect(items('Google')).toHaveLength(living.length);
});

describe('over OAuth', () => {
	const oauth = 'jmlGoogleOAuth2Api';
	const overOAuth = (parameters: INode['parameters'] = {}): INode => node('Google', 'googleWorkspaceAccess', { ...parameters, authentication: 'oAuth2' }, { credentials: { [oauth]: { id: randomUUID(), name: 'Google of Kestrel' } } });
	/** As it is an hour after the admin consented. */
	const connected = () => {
		const { baseUrl, adminEmail, oauth: { clientId, clientSecret, refreshToken } } = double().connection;
		const oauthTokenData = { access_token: 'ya29.from-an-hour-ago', refresh_token: refreshToken, token_type: 'Bearer' };
		return site.instance({ stored: { ...credentialsOf(site.sandbox), [oauth]: { adminEmail, apiUrl: baseUrl, clientId, clientSecret, accessTokenUrl: `${baseUrl}/token`, oauthTokenData } } });
	};

	test('Cut Access renews the token once, and takes away what an admin can reach', async () => {
		const n8n = await connected();
		const results = stepsOf((await n8n.run([openCase(), overOAuth({ options })], [leaver()])).items('Google')[0]);
		const outcomeOf = (id: string) => results.find(({ step, outcome }) => step === id && (outcome !== 'not_removable_here' || id === 'stopForwarding' || id === 'removeDelegates'))?.outcome;
		for (const { id, ...step } of googleSteps) {
			if (!('optional' in step)) expect([id, outcomeOf(id)]).toEqual([id, id === 'stopForwarding' || id === 'removeDelegates' ? 'not_removable_here' : 'done']);
		}
		expect(site.sandbox.journals.google.find({ path: /^\/token$/ })).toHaveLength(1);
		const { access_token: token, refresh_token: refresh } = n8n.credentials.stored[oauth]!['oauthTokenData'] as { access_token: string; refresh_token: string };
		expect(double().state.accessTokens.get(token)!.userId).toBe(double().user(double().connection.adminEmail).id);
		expect(refresh).toBe(double().connection.oauth.refreshToken);
		for (const secret of [token, refresh, double().connection.oauth.clientSecret]) expect(site.ledgerBytes()).not.toContain(secret);
	});

	test('the admin who consented is never cut', async () => {
		const admin = double().user(double().connection.adminEmail);
		admin.profile['externalIds'] = [{ type: 'organization', value: '900' }];
		const { items } = await (await connected()).run([openCase(), overOAuth({ personId: '900', workEmail: admin.primaryEmail })], [leaver()]);
		expect(stepsOf(items('Google')[0])).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('acts in the name of this very account') })]);
		expect(writes()).toEqual([]);
	});

	test('a consent that was withdrawn is said at once, with what to do', async () => {
		double().state.refreshTokens.clear();
		const { items } = await (await connected()).run([openCase(), overOAuth()], [leaver()]);
		expect(stepsOf(items('Google')[0])).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/consent.*connect the credential again/i) })]);
		expect(site.sandbox.journals.google.find({ path: /^\/token$/ })).toHaveLength(1);
	});

	test.each([['client is unknown', { clientId: 'another' }], ['secret is wrong', { clientSecret: 'another' }]])('an OAuth client whose %s is not called a network that is down', async (_name, changes) => {
		const n8n = await connected();
		Object.assign(n8n.credentials.stored[oauth]!, changes);
		const { items } = await n8n.run([openCase(), overOAuth()], [leaver()]);
		expect(stepsOf(items('Google')[0])).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/connect the credential again/i) })]);
	});

	test('a credential nobody connected is said to be one', async () => {
		const n8n = await connected();
		delete n8n.credentials.stored[oauth]!['oauthTokenData'];
		const { error } = await n8n.run([openCase(), overOAuth()], [leaver()]);
		expect(error).toMatch(/not connected.*Connect/);
	});
});

describe('Disable Cloud Keys', () => {
	const own = () => double().state.serviceAccounts.get(double().connection.serviceAccount.email)!.keys[0]!;
	const cut = { steps: ['disableCloudKeys'], options: { cloudServiceAccounts: '={{ "joiner-mover-leaver@kestrel-platform.iam.gserviceaccount.com" }}' } };
	const keyFile = () => {
		const { email, keyId, privateKey } = double().connection.serviceAccount;
		return JSON.stringify({ type: 'service_account', client_email: email, private_key_id: keyId, private_key: privateKey });
	};

	test.each(['the JSON file', 'the bare key'])('never takes the key n8n signs with, with %s in the credential', async (form) => {
		const stored = credentialsOf(site.sandbox);
		if (form === 'the JSON file') Object.assign(stored[type]!, { privateKey: keyFile(), serviceAccountEmail: '' });
		const { items } = await (await site.instance({ stored })).run([openCase(), access(cut)], [leaver()]);
		expect(own().disabled).toBe(false);
		expect(stepsOf(items('Google')[0])).toEqual([expect.objectContaining({ outcome: 'already_done' }), expect.objectContaining({ outcome: 'not_removable_here', reason: expect.stringContaining('n8n itself signs with it') })]);
	});
});

describe('Test of the credential', () => {
	test('is fine where everything is authorised, and changes nothing', async () => {
		expect(await press()).toEqual({ status: 'OK', message: expect.stringContaining('every scope the steps need is granted') });
		expect(writes()).toEqual([]);
	});

	test('G11: names the scope that was not authorised, and the steps that need it', async () => {
		const { state, connection } = double();
		const granted = state.delegation.get(connection.serviceAccount.clientId)!;
		state.delegation.set(connection.serviceAccount.clientId, granted.filter((scope) => !scope.endsWith('gmail.settings.sharing')));
		expect(await press()).toEqual({ status: 'Error', message: expect.stringMatching(/gmail\.settings\.sharing \(.*Stop Mail Forwarding/) });
	});

	test('what fails inside Google is not called a permission that is missing', async () => {
		site.sandbox.faults.google.add({ path: /\/tokens$/, effect: { kind: 'status', status: 500 } });
		expect(await press()).toEqual({ status: 'Error', message: expect.stringContaining('Google failed inside') });
	});

	test('a privilege the admin lacks is named with the steps that need it', async () => {
		site.sandbox.faults.google.add({ path: /\/tokens$/, effect: { kind: 'forbidden' } });
		expect(await press()).toEqual({ status: 'Error', message: expect.stringMatching(/admin\.directory\.user\.security \(.*Sign Out Everywhere/) });
	});

	test.each([
		['an admin nobody knows', { adminEmail: 'nobody@kestrel.example' }, /lets nobody act as nobody@/],
		['a key that is none', { privateKey: 'nonsense' }, /private key.*cannot be read/],
		['plain text over a network', { apiUrl: 'http://google.example' }, /must start with https/],
		['another service account', { serviceAccountEmail: 'other@x.iam.gserviceaccount.com' }, /does not accept the service account/],
	])('says what is wrong with %s', async (_name, changes, said) => {
		const { status, message } = await press(changes as never);
		expect(status).toBe('Error');
		expect(message).toMatch(said);
		for (const secret of secrets()) expect(message).not.toContain(secret);
	});
});
