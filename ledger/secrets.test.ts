import fc from 'fast-check';
import { LedgerError } from './errors';
import { secretIn } from './secret-shapes';
import { assertNoSecrets, redact, scrub } from './secrets';
import type { Json, JsonObject } from './types';

// Put together here so that no scanner takes this file for a leak.
const join = (...parts: string[]) => parts.join('');
const jwt = join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiJqYW5lIn0', '.c2lnbmF0dXJl');
const oktaToken = join('00', 'QCjAl4MlV-WPXM1ltEyFO0zFQ7v8Y2dGk3C_ZZab');
const awsKey = join('AKIA', 'IOSFODNN7EXAMPLE');
const awsSecret = join('wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY');
const pem = join('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA ', 'PRIVATE KEY-----');

const refusal = (content: JsonObject, rest: object = {}): unknown => {
	try {
		assertNoSecrets({ kind: 'step.settled', content, ...rest });
	} catch (error) {
		return error;
	}
	return undefined;
};

describe('G08: a name that announces a secret', () => {
	it.each<[string, Json]>([
		['password', 'hunter2'], ['Password', 'hunter2'], ['newPassword', 'hunter2'], ['new_password', 'x'], ['temporary-password', 'x'], ['userpassword', 'x'],
		['password1', 'x'], ['passwordValue', 'x'], ['password_hash', 'x'], ['passwd', 'x'], ['pwd', 'x'], ['passphrase', 'x'], ['passcode', 'x'],
		['secret', 'x'], ['clientSecret', 'x'], ['client_secret', 'x'], ['sharedSecret', 'x'], ['secrets', ['x']], ['pin', '1234'], ['pin', 123456], ['devicePin', '0'], ['unlock_pin', 1],
		['token', 'x'], ['tokens', ['x', 'y']], ['accessToken', 'x'], ['resetToken', 'x'], ['apiToken', 'x'], ['API_TOKEN', 'x'], ['apiKey', 'x'], ['api-key', 'x'], ['x-api-key', 'x'], ['apikey', 'x'],
		['privateKey', 'x'], ['accessKey', 'x'], ['recoveryKey', 'x'], ['authorization', 'x'], ['Authorization', 'x'], ['cookie', 'x'], ['set-cookie', ['a=b']],
		['otp', '123456'], ['otp', 123456], ['totpSecret', 'x'], ['tap', 'x'], ['temporaryAccessPass', 'x'], ['recoveryCode', 'x'], ['recoveryCodes', ['x']], ['backup_codes', [12345678]],
		['activationUrl', 'https://x'], ['resetPasswordUrl', 'https://x'], ['jwt', 'x'], ['password', { value: 'hunter2' }], ['credential', { password: { hash: 'x' } }],
		['tokens', [{ id: '00T1', value: 'x' }]], ['passwords', { jane: 'hunter2' }], ['field', { name: 'password', value: 'hunter2' }], ['tag', { Key: 'apiToken', Value: 'x' }],
	])('%s: %j is refused', (key, value) => {
		const error = refusal({ outer: [{ [key]: value }] });
		expect(error).toBeInstanceOf(LedgerError);
		expect(error).toMatchObject({ code: 'secret', path: expect.stringContaining('content.outer[0]') });
	});

	it('the path leads to the place, and the value is not repeated', () => {
		expect(refusal({ user: { credentials: { password: { value: 'hunter2' } } } })).toMatchObject({
			path: 'content.user.credentials.password.value',
			message: expect.not.stringContaining('hunter2'),
		});
		expect(refusal({ [jwt]: 1 })).toMatchObject({ path: 'content["[redacted]"]', message: expect.not.stringContaining(jwt) });
	});

	it.each<[string, Json]>([
		['tokens', 3], ['apiTokensRevoked', 2], ['tokenName', 'CI deploy'], ['tokenNames', ['CI deploy', 'laptop']], ['tokenIds', ['00T1', '00T2']], ['tokenId', '00T1'],
		['tokens', [{ id: '00T1', name: 'CI deploy', createdAt: '2026-01-01', expiresAt: null, revoked: true }]], ['tokens', []], ['token', null], ['token', { id: '00T1', network: {} }],
		['password', true], ['password', null], ['password', ''], ['password', {}], ['password', '[redacted]'], ['password', '****'], ['passwordChangedAt', '2026-01-01T00:00:00.000Z'],
		['passwordPolicy', 'strong'], ['secretsRotated', 'yes'], ['accessKeyId', awsKey], ['AccessKeyIds', [awsKey]], ['accessKeys', [{ id: awsKey, status: 'Inactive' }]],
		['resetPassword', 'done'], ['revokeTokens', ['00T1']], ['revokeApiTokens', { tokens: 2 }], ['spin', 'left'], ['pinned', 'yes'], ['laptop', 'LT-4'], ['tapered', 'x'], ['compass', 'north'],
		['nextPageToken', 'abc'], ['authorizationServer', 'default'], ['publicKey', 'ssh-ed25519 AAAA'], ['cookies', 4], ['cookieCount', 4], ['keyId', 'k1'],
	])('%s: %j is kept', (key, value) => {
		expect(refusal({ outer: { [key]: value } })).toBeUndefined();
	});
});

const held: [what: string, text: string, secret: string][] = [
	['a private key', `key: ${pem}`, 'MIIEow'],
	['a private key that is cut off', pem.slice(0, 50), 'MIIEow'],
	['a JWT', `got ${jwt}.`, jwt],
	['an Okta token with its scheme', join('SSWS ', oktaToken), oktaToken],
	['another SSWS token', 'Authorization: SSWS abcdef', 'abcdef'],
	['a bearer token', 'curl -H "Authorization: Bearer abc.def-123"', 'abc.def-123'],
	['an opaque bearer token', 'bearer AbCdEfGhIjKlMnOpQrStUvWx', 'AbCdEfGh'],
	['a DPoP token', 'DPoP abc123def456', 'abc123def456'],
	['basic credentials', `Basic ${Buffer.from('jane:hunter2').toString('base64')}`, 'amFuZTp'],
	['an AWS access key', `key ${awsKey} found`, awsKey],
	['an AWS secret', awsSecret, awsSecret],
	['an AWS secret with its key', `${awsKey}:${awsSecret}`, awsSecret],
	['a GitHub token', join('ghp_', 'a1B2'.repeat(9)), 'a1B2'],
	['a GitHub OAuth token', join('gho_', 'a1B2'.repeat(9)), 'a1B2'],
	['a fine-grained GitHub token', join('github_pat_', '11ABCDEFG0', '_', 'a1B2'.repeat(10)), 'a1B2'],
	['a Slack token', join('xoxb-', '123456789012-abcdefABCDEF'), '123456789012'],
	['a Slack webhook', join('https://hooks.slack.com/', 'services/T0000/B0000/abcdefGHIJ'), 'abcdefGHIJ'],
	['an Okta token alone', `token "${oktaToken}"`, oktaToken],
	['a Google key', join('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), 'SyA123'],
	['a Google token', join('ya29.', 'a0AfH6SMBx1234567890'), 'a0AfH'],
	['an Entra client secret', join('abc8Q~', 'dEfGhIjKlMnOpQrStUvWxYz01234567890'), 'dEfGh'],
	['a password in an address', 'see https://jane:hunter2@acme.test/x', 'hunter2'],
	['password= in a URL', 'GET /login?user=jane&password=hunter2&x=1', 'hunter2'],
	['an access token in a URL', '/x?access_token=abc', 'abc'],
	['JSON in text', '{"user":"jane","password" : "hun\'ter2"}', "ter2"],
	['escaped JSON in text', String.raw`body: "{\"clientSecret\":\"hunter2\"}"`, 'hunter2'],
	['words', 'Temporary password: Summer2026!', 'Summer2026'],
	['words with is', 'Your PIN is 482913.', '482913'],
	['a reset link', 'https://acme.okta.test/reset_password/XE6wE17zmphl3KqAPFxO', 'XE6wE17'],
	['a TOTP seed', 'otpauth://totp/acme:jane?secret=JBSWY3DPEHPK3PXP', 'JBSWY3'],
];

describe('G08: text in the form of a secret, whatever its name', () => {
	it.each(held)('%s is refused, and redacted', (_, text, secret) => {
		expect(refusal({ note: text })).toMatchObject({ code: 'secret', path: 'content.note', message: expect.not.stringContaining(secret) });
		expect(refusal({ deep: [{ er: [text] }] })).toMatchObject({ path: 'content.deep[0].er[0]' });
		expect(redact(text)).toContain('[redacted]');
		expect(redact(text)).not.toContain(secret);
	});

	it.each(held)('once redacted, %s is kept', (_, text) => {
		expect(refusal({ note: redact(`before ${text} after`) })).toBeUndefined();
	});

	it.each([
		'Basic authentication is disabled', 'Bearer token is missing', 'Bearer authentication required', 'WWW-Authenticate: Bearer error="invalid_token"', 'Invalid SSWS token provided',
		'password: expired', 'The password is too short', 'last changed password: 2026-03-01T10:00:00Z', 'password=null', 'token is required', 'spin=3 pageToken=abc',
		'Okta answered 401: code: E0000011, Invalid token provided', 'secret rotated 3 times', '{"password":"[redacted]"}', '{"tokens":3}', '{"tokenName":"CI"}',
		'd47097fd217cf4318eaa9a8a0f95690f04634a9f055f211e47815fe04de2ad9e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'UOCA9tv2H0i03rMhdy7NrWIbz2norh0v2sAZ9tGO8iY=',
		'9b2d7c1e-0f3a-4c58-9d61-1e2f3a4b5c6d', '00u1abcDEF2ghIJK3l4m', 'okta/00u1a2b3c4D5e6F7g8h9/endSessionsNow', 'DELETE /api/v1/users/00u1a2b3c4D5e6F7g8h9/factors/ufs2bcDEFghIJ',
		'DELETE /api/v1/api-tokens/00T1a2b3c4D5e6F7g8h9', 'token:software:totp', 'reqId Y5v2b1XYabcDEF0123456789AAAB', 'https://acme.okta.test:8080/users@x', 'jane@acme.test', '2026-11-20T10:00:00.000Z',
		'jml.acme.test/ledger+c2d03c71', 'arn:aws:iam::123456789012:user/jane',
	])('%s is kept, and left as it is', (text) => {
		expect(refusal({ note: text })).toBeUndefined();
		expect(redact(text)).toBe(text);
	});

	it('subject, once and case id may quote identifiers, and no more', () => {
		expect(refusal({}, { subject: `aws/${awsKey}/deactivateKey`, once: `key/${awsKey}`, caseId: 'hr_event_20260401_1234' })).toBeUndefined();
		expect(refusal({}, { subject: `x/${jwt}` })).toMatchObject({ path: 'subject' });
		expect(refusal({}, { once: `password=${'x'}` })).toMatchObject({ path: 'once' });
	});
});

it('what was redacted holds no secret any more, whatever surrounds it', () => {
	const piece = fc.oneof(fc.constantFrom(...held.map(([, text]) => text)), fc.string(), fc.constantFrom(' ', ':', '=', '"', 'token', 'password', '[redacted]', '&'));
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')), (text) => {
			expect(secretIn(redact(text))).toBeNull();
		}),
		{ numRuns: 1000 },
	);
});

describe('scrubbing content', () => {
	it('replaces what would be refused, and nothing else', () => {
		const content = { device: { id: '00u1', name: `my ${jwt}` }, password: 'hunter2', pin: 1234, tokens: 2, list: [true, null, 'fine'], [`a ${jwt}`]: 1 };
		expect(scrub(content)).toEqual({ device: { id: '00u1', name: 'my [redacted]' }, password: '[redacted]', pin: '[redacted]', tokens: 2, list: [true, null, 'fine'], 'a [redacted]': 1 });
	});

	it('leaves nothing that is refused, whatever it was', () => {
		const text = fc.oneof(fc.constantFrom(...held.map(([, secret]) => secret), awsKey), fc.string());
		const key = fc.oneof(fc.constantFrom('password', 'tokens', 'token', 'name', 'key', 'value', 'id', 'pin', awsKey, jwt), fc.string());
		const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
			tree: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(key, tie('tree'), { maxKeys: 4 })),
		}));
		fc.assert(fc.property(fc.dictionary(key, tree), (content) => expect(refusal(scrub(content))).toBeUndefined()), { numRuns: 500 });
	});
});

it('is quick on long texts made to be slow', () => {
	const hostile = ['eyJ'.repeat(30_000), '-----BEGIN '.repeat(10_000), 'a=',  '://a:'.repeat(20_000), '"a":"'.repeat(20_000), 'password:'.repeat(10_000), 'a'.repeat(100_000), 'basic '.repeat(20_000)];
	const begin = performance.now();
	for (const text of hostile) redact(text);
	expect(performance.now() - begin).toBeLessThan(2_000);
});
