import { redact } from '../../ledger/secrets';
import { Problem } from '../../lifecycle/problem';
import type { HttpResponse, SendForm } from '../http/types';
import { serverUrl } from './address';

export interface ApiClient {
	serverUrl: string;
	clientId: string;
	clientSecret: string;
}

type Fields = { [field: string]: unknown };

const required = (fields: Fields, name: string, label: string): string => {
	const value = fields[name];
	if (typeof value !== 'string' || value.trim() === '') throw new Problem('misconfigured', `The Jamf credential has no ${label}. Fill it in and press Test there.`);
	return value.trim();
};

export const apiClientOf = (fields: Fields): ApiClient => ({ serverUrl: serverUrl(fields['baseUrl']), clientId: required(fields, 'clientId', 'client ID'), clientSecret: required(fields, 'clientSecret', 'client secret') });

/** As it is spelled now, and as it was spelled first. */
const spellings = ['/api/v1/oauth/token', '/api/oauth/token'] as const;

/** A token of the API client; it works for as long as the client says, and that may be a minute. */
export const mintToken = async ({ serverUrl: server, clientId, clientSecret }: ApiClient, send: SendForm): Promise<string> => {
	const ask = (spelling: string) => send({ url: server + spelling, form: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret } });
	const first = await ask(spellings[0]);
	const response = first.status === 404 ? await ask(spellings[1]) : first;
	const token = fieldsIn(response)['access_token'];
	if (response.status === 200 && typeof token === 'string' && token !== '') return token;
	throw tokenProblem(response, clientSecret);
};

const fieldsIn = ({ body }: HttpResponse): Fields => (typeof body === 'object' && body !== null ? (body as Fields) : {});

const tokenProblem = (response: HttpResponse, clientSecret: string): Problem => {
	const { status } = response;
	const { error, error_description: described } = fieldsIn(response);
	const said = redact(String(described ?? error ?? '').replaceAll(clientSecret, '[redacted]')).slice(0, 300);
	if (status === 429) return new Problem('throttled', 'Jamf Pro issues no token just now because it gets too many requests. Run the case again in a minute.', { status });
	if (status >= 500) return new Problem('vendor_error', `Jamf Pro failed while issuing a token (status ${status}). Check https://status.jamf.com, then run the case again.`, { status });
	if (status === 401 || said !== '') return new Problem('unauthorised', `Jamf Pro issued no token for the API client (${said === '' ? `status ${status}` : said}). Compare client ID and client secret with Settings, API Roles and Clients in Jamf Pro, see that the client is enabled there, and make a new secret if it is lost.`, { status });
	return new Problem('bad_answer', `The address in the Jamf credential answered with something that is not Jamf Pro's API (status ${status}). Check the address and whatever stands in front of Jamf Pro, such as a proxy or a login page. API clients need Jamf Pro 10.49 or newer.`, { status });
};
