import { createSign, generateKeyPairSync } from 'node:crypto';
import { createClock } from '../../clock';
import { cast, outsiders } from '../../company';
import { startGoogle, type GoogleDouble } from '..';

const clock = createClock();
let google: GoogleDouble;
beforeEach(async () => {
	google = await startGoogle({ clock });
});
afterEach(() => google.stop());

const PREFIX = 'https://www.googleapis.com/auth/';
const USERS = `${PREFIX}admin.directory.user`;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

interface Assertion {
	claims?: Record<string, unknown>;
	header?: Record<string, unknown>;
	privateKey?: string;
}

function assertion({ claims = {}, header = {}, privateKey = google.connection.serviceAccount.privateKey }: Assertion = {}): string {
	const { email, keyId } = google.connection.serviceAccount;
	const usual = { iss: email, sub: google.connection.adminEmail, scope: USERS, aud: 'https://oauth2.googleapis.com/token', iat: seconds(), exp: seconds() + 3600 };
	const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId, ...header })}.${part({ ...usual, ...claims })}`;
	return `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
}

const post = async (form: Record<string, string>): Promise<Record<string, unknown>> => {
	const answer = await fetch(`${google.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
	return { status: answer.status, ...((await answer.json()) as object) };
};
const exchange = (given: Assertion = {}) => post({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(given) });
const refresh = (change: Record<string, string> = {}) => {
	const { clientId, clientSecret, refreshToken } = google.connection.oauth;
	return post({ grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken, ...change });
};
const get = (path: string, token: unknown) => fetch(`${google.url}${path}`, { headers: { authorization: `Bearer ${String(token)}` } });
const leaver = `/admin/directory/v1/users/${cast.leaver.workEmail}`;

describe('a service account with domain-wide delegation', () => {
	test('acts for an admin', async () => {
		const { access_token, ...rest } = await exchange();
		expect(rest).toEqual({ status: 200, expires_in: 3599, token_type: 'Bearer', scope: USERS });
		expect((await get(leaver, access_token)).status).toBe(200);
	});

	test.each<[string, () => Assertion, number, string, string]>([
		['an unknown subject', () => ({ claims: { sub: 'nobody@kestrel.example' } }), 400, 'invalid_grant', 'Invalid email or User ID'],
		['a suspended subject', () => ({ claims: { sub: cast.suspended.workEmail } }), 400, 'invalid_grant', 'Invalid email or User ID'],
		['a subject elsewhere', () => ({ claims: { sub: 'admin@elsewhere.example' } }), 401, 'unauthorized_client', 'Client is unauthorized'],
		['a scope that was not granted', () => ({ claims: { scope: `${USERS} ${PREFIX}drive` } }), 401, 'unauthorized_client', 'Client is unauthorized'],
		['no scope', () => ({ claims: { scope: '' } }), 400, 'invalid_scope', 'Invalid OAuth scope'],
		['an unknown account', () => ({ claims: { iss: 'other@kestrel-platform.iam.gserviceaccount.com' } }), 400, 'invalid_grant', 'account not found'],
		['another audience', () => ({ claims: { aud: 'https://example.com/token' } }), 400, 'invalid_grant', 'Failed audience check'],
		['a long life', () => ({ claims: { exp: seconds() + 7200 } }), 400, 'invalid_grant', 'short-lived token'],
		['an expired life', () => ({ claims: { iat: seconds() - 7200, exp: seconds() - 3600 } }), 400, 'invalid_grant', 'reasonable timeframe'],
		['a clock that is ahead', () => ({ claims: { iat: seconds() + 900, exp: seconds() + 1800 } }), 400, 'invalid_grant', 'reasonable timeframe'],
		['a foreign key', () => ({ privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }), 400, 'invalid_grant', 'Invalid JWT Signature.'],
		['an unknown key id', () => ({ header: { kid: 'nothing' } }), 400, 'invalid_grant', 'Invalid JWT Signature.'],
		['another algorithm', () => ({ header: { alg: 'none' } }), 400, 'invalid_grant', 'Invalid JWT Signature.'],
	])('%s is refused', async (_name, given, status, error, description) => {
		expect(await exchange(given())).toEqual({ status, error, error_description: expect.stringContaining(description) });
	});

	test('a deleted subject is refused', async () => {
		google.operate('delete', cast.leaver.workEmail);
		expect(await exchange({ claims: { sub: cast.leaver.workEmail } })).toMatchObject({ status: 400, error: 'invalid_grant' });
	});

	test('a disabled key makes no more tokens, and those it has made go on', async () => {
		const { access_token } = await exchange();
		google.state.serviceAccounts.get(google.connection.serviceAccount.email)!.keys[0]!.disabled = true;
		expect(await exchange()).toMatchObject({ status: 400, error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
		expect((await get(leaver, access_token)).status).toBe(200);
	});

	test('a disabled account’s tokens die with it', async () => {
		const { access_token } = await exchange();
		google.state.serviceAccounts.get(google.connection.serviceAccount.email)!.disabled = true;
		expect((await get(leaver, access_token)).status).toBe(401);
	});

	test('a moved company clock does not matter', async () => {
		clock.move(40 * 86_400_000);
		expect((await exchange()).status).toBe(200);
	});

	test('acting for nobody it has the admin role it was given, if any', async () => {
		const { access_token } = await exchange({ claims: { sub: undefined } });
		expect((await get(leaver, access_token)).status).toBe(403);
		const role = [...google.state.roles.values()].find(({ roleName }) => roleName === '_USER_MANAGEMENT_ADMIN_ROLE')!;
		google.state.roleAssignments.set('x', { roleAssignmentId: 'x', roleId: role.roleId, assignedTo: google.connection.serviceAccount.clientId, assigneeType: 'user', scopeType: 'CUSTOMER' });
		expect((await get(leaver, access_token)).status).toBe(200);
	});
});

describe('an admin’s consent', () => {
	test('gives tokens again and again', async () => {
		const { access_token } = await refresh();
		expect((await get(leaver, access_token)).status).toBe(200);
		expect((await refresh()).access_token).not.toBe(access_token);
	});

	test.each([
		['a foreign client', { client_id: 'other' }, 401, 'invalid_client'],
		['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
		['an unknown token', { refresh_token: 'wrong' }, 400, 'invalid_grant'],
		['a scope nobody consented to', { scope: `${PREFIX}gmail.settings.sharing` }, 400, 'invalid_scope'],
		['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
	])('%s is refused', async (_name, change, status, error) => {
		expect(await refresh(change)).toMatchObject({ status, error });
	});

	test('ends when the admin is suspended, and when it is taken back', async () => {
		google.operate('suspend', outsiders.automation);
		expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
		google.operate('unsuspend', outsiders.automation);
		expect((await refresh()).status).toBe(200);
		const admin = google.tokenFor(cast.superAdmin.workEmail);
		await fetch(`${google.url}/admin/directory/v1/users/${outsiders.automation}/tokens/${google.connection.oauth.clientId}`, { method: 'DELETE', headers: { authorization: `Bearer ${admin}` } });
		expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
	});

	test('dies unused after half a year', async () => {
		clock.move(184 * 86_400_000);
		expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
	});

	test('to read mail does not survive a new password', async () => {
		const { refreshToken } = google.connection.oauth;
		google.operate('reset_password', outsiders.automation);
		expect((await refresh()).status).toBe(200);
		google.state.refreshTokens.get(refreshToken)!.scopes.push(`${PREFIX}gmail.settings.basic`);
		google.operate('reset_password', outsiders.automation);
		expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
	});
});

describe('a token', () => {
	test('lives an hour by the company’s clock', async () => {
		const token = google.tokenFor(outsiders.automation);
		clock.move(3_599_000);
		expect((await get(leaver, token)).status).toBe(200);
		clock.move(2_000);
		const late = await get(leaver, token);
		expect(late.status).toBe(401);
		expect(await late.json()).toEqual({ error: { code: 401, message: 'Invalid Credentials', errors: [{ domain: 'global', reason: 'authError', message: 'Invalid Credentials' }], status: 'UNAUTHENTICATED' } });
	});

	test('is needed', async () => {
		expect((await fetch(`${google.url}${leaver}`)).status).toBe(401);
	});

	test('opens what its scopes say, and the answer names those that would', async () => {
		const answer = await get(`${leaver}/tokens`, google.tokenFor(outsiders.automation, [USERS]));
		expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, expect.stringContaining(`${PREFIX}admin.directory.user.security`)]);
		expect(await answer.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED', errors: [{ reason: 'insufficientPermissions' }], details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] } });
		expect((await get(leaver, google.tokenFor(outsiders.automation, [`${USERS}.readonly`]))).status).toBe(200);
	});

	test.each([
		['goes on', true, 200],
		['dies', false, 401],
	])('%s after its subject was suspended, as the setting says', async (_name, tokensOutliveSuspension, status) => {
		google.settings.tokensOutliveSuspension = tokensOutliveSuspension;
		const token = google.tokenFor(cast.superAdmin.workEmail);
		google.operate('suspend', cast.superAdmin.workEmail);
		expect((await get(leaver, token)).status).toBe(status);
	});
});

describe('throttling', () => {
	test('an exhausted quota of the Directory is a 403, elsewhere a 429', async () => {
		google.rateLimits.set([{ path: /./, limit: 0, windowMs: 60_000 }]);
		const token = google.tokenFor(outsiders.automation);
		const [directory, licensing] = [await get(leaver, token), await get('/apps/licensing/v1/product/Google-Apps/users', token)];
		expect([directory.status, await directory.json()]).toMatchObject([403, { error: { errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded' }] } }]);
		expect([licensing.status, await licensing.json()]).toMatchObject([429, { error: { status: 'RESOURCE_EXHAUSTED', errors: [{ reason: 'rateLimitExceeded' }] } }]);
	});

	test('the fault says when to come back, if told to', async () => {
		google.faults.add({ times: 1, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
		const answer = await get(leaver, google.tokenFor(outsiders.automation));
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
	});

	test('faults speak Google’s language', async () => {
		google.faults.add({ times: 1, effect: { kind: 'status', status: 503 } });
		google.faults.add({ effect: { kind: 'forbidden' } });
		const token = google.tokenFor(outsiders.automation);
		expect(await (await get(leaver, token)).json()).toMatchObject({ error: { code: 503, errors: [{ reason: 'backendError' }], status: 'UNAVAILABLE' } });
		expect((await get(leaver, token)).status).toBe(403);
	});
});
