import { generateKeyPairSync } from 'node:crypto';
import type { IHttpRequestHelper } from 'n8n-workflow';
import { JmlGoogleServiceAccountApi } from './JmlGoogleServiceAccountApi.credentials';

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey;
const fields = { serviceAccountEmail: 'jml@acme.iam.gserviceaccount.com', privateKey: newKey(), adminEmail: 'jml@acme.test', scopes: 'admin.directory.user', apiUrl: '' };

/** Answers each assertion with a token of its own, once all that leave together have left. */
const asked: string[] = [];
const helpers = {
	httpRequest: async ({ body }: { body: string }) => {
		const assertion = new URLSearchParams(body).get('assertion')!;
		asked.push(assertion);
		await new Promise((resolve) => setImmediate(resolve));
		return { statusCode: 200, headers: {}, body: { access_token: `token for ${assertion}`, expires_in: 3_600 } };
	},
};
beforeEach(() => void asked.splice(0));

const tokenOf = async (changes: Partial<typeof fields>) => {
	const { sessionToken } = await new JmlGoogleServiceAccountApi().preAuthentication.call({ helpers } as unknown as IHttpRequestHelper, { ...fields, ...changes });
	return (JSON.parse(sessionToken) as { token: string }).token;
};

test('requests of one credential that leave together are served by one token', async () => {
	const tokens = await Promise.all([tokenOf({}), tokenOf({}), tokenOf({})]);
	expect(new Set(tokens).size).toBe(1);
	expect(asked).toHaveLength(1);
});

test.each([
	['another key', { privateKey: newKey() }],
	['other scopes', { scopes: 'admin.directory.user admin.directory.group' }],
	['another admin', { adminEmail: 'somebody@acme.test' }],
])('a credential with %s never gets the token of the first', async (_name, changes) => {
	const [one, other] = await Promise.all([tokenOf({}), tokenOf(changes)]);
	expect(other).not.toBe(one);
});
