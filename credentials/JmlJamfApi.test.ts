import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { JmlJamfApi } from './JmlJamfApi.credentials';

const fields = { baseUrl: 'https://acme.jamfcloud.com/', clientId: 'id', clientSecret: 'secret', sessionToken: '' };
const request = { url: 'https://acme.jamfcloud.com/api/v1/jamf-pro-version', headers: { accept: 'application/json' } } as IHttpRequestOptions;

/** Gives another token each time, once all that leave together have left. */
const asked: { url: string; body: string }[] = [];
const helpers = {
	httpRequest: async ({ url, body }: { url: string; body: string }) => {
		const number = asked.push({ url, body });
		await new Promise((resolve) => setImmediate(resolve));
		return { statusCode: 200, headers: {}, body: { access_token: `token ${number}`, expires_in: 60 } };
	},
};
beforeEach(() => void asked.splice(0));

const mint = async (changes: Partial<typeof fields> = {}) => (await new JmlJamfApi().preAuthentication.call({ helpers } as unknown as IHttpRequestHelper, { ...fields, ...changes })).sessionToken;
const authenticate = new JmlJamfApi().authenticate as (credentials: typeof fields, request: IHttpRequestOptions) => Promise<IHttpRequestOptions>;

test('a token is asked for with the secret, and travels without it', async () => {
	const sessionToken = await mint();
	expect(asked).toEqual([{ url: 'https://acme.jamfcloud.com/api/v1/oauth/token', body: 'grant_type=client_credentials&client_id=id&client_secret=secret' }]);
	expect((await authenticate({ ...fields, sessionToken }, request)).headers).toEqual({ accept: 'application/json', authorization: 'Bearer token 1' });
});

test('requests that find the token expired together share the next one, and those after it get another', async () => {
	// A renewal is handed the credential with the token that has expired.
	const tokens = await Promise.all([mint({ sessionToken: 'old' }), mint({ sessionToken: 'older' }), mint()]);
	expect([new Set(tokens).size, asked.length]).toEqual([1, 1]);
	expect(await mint({ sessionToken: tokens[0]! })).toBe('token 2');
});

test('another secret never gets the token of the first', async () => {
	const [one, other] = await Promise.all([mint(), mint({ clientSecret: 'another' })]);
	expect(other).not.toBe(one);
});

test('without a token nothing is sent', async () => {
	await expect(authenticate(fields, request)).rejects.toMatchObject({ code: 'unauthorised' });
});
