import { redact } from '../../ledger/secrets';
import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';
import type { SendForm } from '../http/types';

/** Applications whose token is fetched with a client id and a client secret (RFC 6749, 4.4). */
export interface OAuthClient {
	tokenUrl: string;
	clientId: string;
	clientSecret: string;
	scope: string;
}

const checked = (tokenUrl: string): string => {
	if (!URL.canParse(tokenUrl.trim()) || !isSafeAddress(new URL(tokenUrl.trim()))) {
		throw new Problem('misconfigured', 'The token address in the SCIM credential is no address that starts with https://. Enter the one the application documents.');
	}
	return tokenUrl.trim();
};

export const mintToken = async ({ tokenUrl, clientId, clientSecret, scope }: OAuthClient, send: SendForm): Promise<string> => {
	const url = checked(tokenUrl);
	const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...(scope.trim() === '' ? {} : { scope: scope.trim() }) };
	const { status, body } = await send({ url, form });
	const answer = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
	const token = answer['access_token'];
	if (status >= 200 && status <= 299 && typeof token === 'string' && token !== '') return token;
	const said = redact(String(answer['error_description'] ?? answer['error'] ?? `status ${status}`)).slice(0, 300);
	if (status === 429) throw new Problem('throttled', 'The application issues no token just now because of its rate limit. Run the case again in a minute.', { status });
	if (status >= 500) throw new Problem('vendor_error', `The application failed while issuing a token (status ${status}). Run the case again in a few minutes.`, { status });
	throw new Problem('unauthorised', `The application issued no token: ${said}. Check token address, client ID, client secret and scope in the SCIM credential, then press Test there.`, { status });
};
