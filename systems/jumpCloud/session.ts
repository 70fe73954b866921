import { redact } from '../../ledger/secrets';
import { Problem } from '../../lifecycle/problem';
import type { SendForm } from '../http/types';
import type { Place, ServiceAccount } from './place';

/** A token of the service account; it works for an hour. */
export const mintToken = async ({ tokenUrl }: Pick<Place, 'tokenUrl'>, { clientId, clientSecret }: ServiceAccount, send: SendForm): Promise<string> => {
	const { status, body } = await send({
		url: tokenUrl,
		form: { grant_type: 'client_credentials', scope: 'api' },
		headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
	});
	const answer = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
	const token = answer['access_token'];
	if (status === 200 && typeof token === 'string' && token !== '') return token;
	throw tokenProblem(status, answer);
};

const tokenProblem = (status: number, answer: { [key: string]: unknown }): Problem => {
	const said = redact(String(answer['error_description'] ?? answer['error'] ?? answer['message'] ?? '')).slice(0, 300);
	const evidence = { status };
	if (status === 429) return new Problem('throttled', 'JumpCloud issues no token just now because of its rate limit. Run the case again in a minute.', evidence);
	if (status >= 500) return new Problem('vendor_error', `JumpCloud failed while issuing a token (status ${status}). Check https://status.jumpcloud.com, then run the case again.`, evidence);
	if (said === '') return new Problem('bad_answer', `JumpCloud's token address answered with something that is not its API (status ${status}). Check the token address in the credential and what stands between n8n and JumpCloud, such as a proxy.`, evidence);
	return new Problem('unauthorised', `JumpCloud issued no token for the service account (${said}). Compare client ID and client secret with the service account in the JumpCloud admin portal, and make a new secret if it has expired or is lost.`, evidence);
};
