import { constants, createHash, randomUUID, sign } from 'node:crypto';
import { redact } from '../../../ledger/secrets';
import { Problem } from '../../../lifecycle/problem';
import type { SendForm } from '../types';
import type { MicrosoftApp } from './app';

/** What the app works with for an hour. */
export interface Session {
	token: string;
	/** The application permissions that were consented to when it was issued; null where the token does not show them. */
	permissions: readonly string[] | null;
}

const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url');
const seconds = (now: Date) => Math.floor(now.getTime() / 1_000);

const tokenUrl = ({ addresses, tenantId }: MicrosoftApp) => `${addresses.login}/${tenantId}/oauth2/v2.0/token`;

/** Client credentials: a permission that was granted a moment ago is in the next token, and in no earlier one. */
export const mintSession = async (app: MicrosoftApp, send: SendForm, now: () => Date): Promise<Session> => {
	const { status, headers, body } = await send({
		url: tokenUrl(app),
		form: { client_id: app.clientId, ...proofOf(app, now()), scope: `${app.addresses.resource}/.default`, grant_type: 'client_credentials' },
	});
	const answer = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
	const token = answer['access_token'];
	if (status === 200 && typeof token === 'string' && token !== '') return { token, permissions: permissionsIn(token) };
	throw tokenProblem(status, answer, headers);
};

const proofOf = (app: MicrosoftApp, now: Date): Record<string, string> =>
	app.proof.kind === 'secret'
		? { client_secret: app.proof.clientSecret }
		: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion(app, app.proof, now) };

const assertion = (app: MicrosoftApp, { certificate, key }: Extract<MicrosoftApp['proof'], { kind: 'certificate' }>, now: Date): string => {
	const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(certificate.raw).digest('base64url') };
	const claims = { aud: tokenUrl(app), iss: app.clientId, sub: app.clientId, jti: randomUUID(), nbf: seconds(now), iat: seconds(now), exp: seconds(now) + 300 };
	const content = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
	const signature = sign('sha256', Buffer.from(content), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
	return `${content}.${base64url(signature)}`;
};

/** Whose the token is, is for Graph to check; here it only tells which permissions are missing. */
const permissionsIn = (token: string): string[] | null => {
	try {
		const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { roles?: unknown };
		// Microsoft leaves the claim out where nothing was consented to.
		return Array.isArray(claims.roles) ? claims.roles.filter((role): role is string => typeof role === 'string') : [];
	} catch {
		return null;
	}
};

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const remedies: { [code: number]: string } = {
	7000215: 'Copy the value of the client secret, not its ID; it is shown only once, so make a new one if it is lost.',
	7000222: 'The client secret has expired: make a new one in the app registration and put it into the credential.',
	700016: 'No app with this client ID is in this tenant: compare client ID and tenant ID with the app registration.',
	700027: 'The certificate is not registered with the app, or has expired: upload it under "Certificates & secrets".',
	7000112: 'The app is disabled: enable it under "Enterprise applications".',
	90002: 'There is no such tenant: compare the tenant ID and the cloud with the app registration.',
	53003: 'A Conditional Access policy for workload identities blocks the app: let it in from where n8n runs.',
};

const tokenProblem = (status: number, answer: { [key: string]: unknown }, headers: Record<string, string>): Problem => {
	const error = typeof answer['error'] === 'string' ? answer['error'] : '';
	const codes = Array.isArray(answer['error_codes']) ? answer['error_codes'].filter((code): code is number => typeof code === 'number') : [];
	const said = redact(String(answer['error_description'] ?? error)).split(/\r?\n| Trace ID:/)[0]!.slice(0, 300) || `status ${status}`;
	const requestId = headers['x-ms-request-id'] ?? answer['trace_id'];
	const evidence = { status, ...(error ? { vendorCode: error } : {}), ...(codes.length ? { codes } : {}), ...(typeof requestId === 'string' ? { requestId } : {}) };
	if (status === 429) return new Problem('throttled', 'Entra ID issues no token just now because of its rate limit. Run the case again in a minute.', evidence);
	if (status >= 500) return new Problem('vendor_error', `Entra ID failed while issuing a token (status ${status}). Check https://status.cloud.microsoft, then run the case again.`, evidence);
	if (error === '') return new Problem('bad_answer', `Entra ID's token address answered with something that is not its API (status ${status}). Check the cloud in the credential and what stands between n8n and Microsoft, such as a proxy.`, evidence);
	const remedy = codes.map((code) => remedies[code]).find((text) => text !== undefined) ?? 'Compare tenant ID, client ID and secret or certificate in the credential with the app registration.';
	return new Problem('unauthorised', `Entra ID issued no token: ${said}. ${remedy}`, evidence);
};
