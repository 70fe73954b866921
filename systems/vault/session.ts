import { Problem } from '../../lifecycle/problem';
import type { Http, HttpResponse } from '../http/types';
import { parse } from './client';
import { errorsIn, isAnswer } from './errors';
import { headersFor, label, type AppRole, type VaultPlace } from './place';

/** A token of the AppRole; how long it works is up to the role. */
export const mintToken = async (place: Pick<VaultPlace, 'namespace'>, { roleId, secretId, path }: AppRole, http: Http): Promise<string> => {
	const response = await http({ method: 'POST', path: `/v1/auth/${path}/login`, body: { role_id: roleId, secret_id: secretId }, headers: headersFor(place, null) });
	if (response.status !== 200 || !isAnswer(response.body)) throw loginProblem(path, response);
	return parse.text(parse.object(response.body['auth'], 'login.auth')['client_token'], 'login.auth.client_token');
};

/** In words of our own, because an answer may quote the secret ID. */
const loginProblem = (path: string, { status, body }: HttpResponse): Problem => {
	const said = errorsIn(body);
	const evidence = { status };
	if (status === 429) return new Problem('throttled', `${label} issues no token just now because of a rate limit or quota. Run the case again in a minute.`, evidence);
	if (status === 503 && /sealed/i.test(said ?? '')) return new Problem('vendor_error', `${label} is sealed, so nobody can sign in. Have those who hold its keys unseal it, then run the case again.`, evidence);
	if (status >= 500) return new Problem('vendor_error', `${label} failed while issuing a token (status ${status}). Check that it is up and unsealed, then run the case again.`, evidence);
	if (said === null || status < 400) return new Problem('bad_answer', `The address in the ${label} credential answered the sign-in with something that is not Vault (status ${status}). Check the address and whatever stands between n8n and Vault, such as a proxy or a standby server that redirects; then press Test there.`, evidence);
	if (status === 400) return new Problem('unauthorised', `${label} issued no token for the AppRole: it does not know the role ID, or the secret ID is wrong, used up, has run out, or may not be used from this server. Make a new secret ID for the role, enter both in the credential and press Test there.`, evidence);
	return new Problem('unauthorised', `${label} lets nobody sign in with an AppRole at auth/${path} (status ${status}). Check the AppRole path and the namespace in the credential, and that the AppRole method is enabled there; then press Test.`, evidence);
};
