import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { redact } from '../../ledger/secrets';
import { Problem } from '../../lifecycle/problem';
import type { SendForm } from '../http/types';
import { scopeName, scopeUrl } from './scopes';
import type { ServiceAccount, Subject } from './serviceAccount';

/** What is worked with for an hour, in one name. */
export interface Session {
	token: string;
	/** Milliseconds since 1970. */
	expiresAt: number;
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const lifetimeSeconds = 3_600;
/** A token is not used to its last second: the call has to arrive in time as well. */
const leewayMs = 60_000;

const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url');

const readKey = (text: string): KeyObject => {
	let key: KeyObject;
	try {
		// A PEM pasted into a single-line field arrives with its line ends as the two characters \n.
		key = createPrivateKey(text.trim().replaceAll('\\n', '\n'));
	} catch {
		throw new Problem('misconfigured', 'The private key in the Google credential cannot be read. Paste the whole JSON file Google gave for the key, or the whole PEM block in it.');
	}
	if (key.asymmetricKeyType !== 'rsa') throw new Problem('misconfigured', 'The private key in the Google credential is no RSA key. Make a key of the type JSON for the service account and paste that file.');
	return key;
};

const assertion = (account: ServiceAccount, subject: Subject, scopes: readonly string[], now: Date): string => {
	const iat = Math.floor(now.getTime() / 1_000);
	const header = { alg: 'RS256', typ: 'JWT', ...(account.keyId === null ? {} : { kid: account.keyId }) };
	const claims = {
		iss: account.email,
		...(subject.email === null ? {} : { sub: subject.email }),
		scope: scopes.map(scopeUrl).join(' '),
		aud: account.tokenUrl,
		iat,
		exp: iat + lifetimeSeconds,
	};
	const content = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
	return `${content}.${base64url(sign('sha256', Buffer.from(content), readKey(account.privateKey)))}`;
};

/** A signed assertion for a token. In whose name it acts is said in the assertion, so each name needs a token of its own. */
export const mintSession = async (account: ServiceAccount, subject: Subject, scopes: readonly string[], send: SendForm, now: () => Date): Promise<Session> => {
	const { status, body } = await send({ url: account.tokenUrl, form: { grant_type: jwtBearer, assertion: assertion(account, subject, scopes, now()) } });
	const answer = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
	const { access_token: token, expires_in: seconds } = answer;
	if (status !== 200 || typeof token !== 'string' || token === '') throw tokenProblem(status, answer, subject, scopes);
	return { token, expiresAt: now().getTime() + (typeof seconds === 'number' ? seconds : lifetimeSeconds) * 1_000 - leewayMs };
};

const tokenProblem = (status: number, answer: { [key: string]: unknown }, { email }: Subject, scopes: readonly string[]): Problem => {
	const error = typeof answer['error'] === 'string' ? answer['error'] : '';
	const said = redact(String(answer['error_description'] ?? error)).slice(0, 300) || `status ${status}`;
	const evidence = { status, ...(error === '' ? {} : { vendorCode: error }) };
	const name = email ?? 'the service account itself';
	if (status === 429) return new Problem('throttled', 'Google issues no token just now because of its rate limit. Run the case again in a minute.', evidence);
	if (status >= 500) return new Problem('vendor_error', `Google failed while issuing a token (status ${status}). Check the Google Workspace status page, then run the case again.`, evidence);
	if (error === 'unauthorized_client') {
		return new Problem('forbidden', `Google issues no token for ${name}: the service account is not authorised for every scope it asks for (${scopes.map(scopeName).join(', ')}). In the Admin console under Security, API controls, Domain-wide delegation, authorise its numeric client ID for exactly these scopes; it can take up to 24 hours to work. (${said})`, evidence);
	}
	if (/invalid jwt/i.test(said) && /iat|exp|timeframe/i.test(said)) return new Problem('unauthorised', `Google did not accept the signed request for a token: ${said}. Check that the clock of the n8n server is right.`, evidence);
	if (/email or user id/i.test(said)) return new Problem('rejected', `Google lets nobody act as ${name}: the account is unknown, deleted or suspended (${said}). Check the address in Google.`, evidence);
	if (error === '') return new Problem('bad_answer', `Google's token address answered with something that is not its API (status ${status}). Check the API Address in the credential, and what stands between n8n and Google.`, evidence);
	return new Problem('unauthorised', `Google does not accept the service account: ${said}. Check its email and key in the credential, and that neither the account nor the key is disabled.`, evidence);
};
