import { constants, createPublicKey, verify } from 'node:crypto';
import { anyClock, parseJwt, type Jwt } from '../../server/jwt';
import { header } from '../../server/message';
import type { EntraCall } from '../call';
import type { Application } from '../state';
import { thumbprintsOf } from './certificate';
import { loginRefusal } from './login';

const SKEW_SECONDS = 300;

function verifiedBy(pem: string, { header: { alg }, signed, signature }: Jwt): boolean {
	const padding = alg === 'RS256' ? { padding: constants.RSA_PKCS1_PADDING } : alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : undefined;
	return padding !== undefined && verify('sha256', Buffer.from(signed), { key: createPublicKey(pem), ...padding }, signature);
}

function audiences({ baseUrl, incoming, params }: EntraCall): string[] {
	const host = header(incoming, 'host') ?? '';
	const endpoint = `/${params.tenant ?? ''}/oauth2/v2.0/token`;
	return [`${baseUrl}${endpoint}`, `http://${host}${endpoint}`, `https://${host}${endpoint}`];
}

/** A JWT signed with the key of a certificate that is registered on the app proves who is calling. */
export function checkAssertion(call: EntraCall, app: Application, assertion: string): void {
	const jwt = parseJwt(assertion);
	const invalid = (code: number, description: string) => loginRefusal(call, 401, 'invalid_client', code, description);
	if (jwt === undefined) throw loginRefusal(call, 400, 'invalid_request', 50027, 'JWT token is invalid or malformed.');
	const { iss, sub, aud, exp, nbf } = jwt.claims;
	if (iss !== app.appId || sub !== app.appId) throw invalid(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
	const named = app.certificates.find(({ pem }) => {
		const { x5t, s256 } = thumbprintsOf(pem);
		return jwt.header['x5t#S256'] === s256 || (jwt.header['x5t#S256'] === undefined && jwt.header.x5t === x5t);
	});
	if (named === undefined) throw invalid(700027, `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.]`);
	if (!verifiedBy(named.pem, jwt)) throw invalid(700027, 'Client assertion failed signature validation. [Reason - The key used is invalid.]');
	if (!audiences(call).some((expected) => aud === expected)) throw invalid(700023, 'Client assertion audience claim does not match Realm issuer.');
	const clocks = anyClock(call.clock.now());
	if (typeof exp !== 'number' || !clocks.some((now) => exp > now - SKEW_SECONDS && (typeof nbf !== 'number' || nbf <= now + SKEW_SECONDS))) {
		throw invalid(700024, 'Client assertion is not within its valid time range.');
	}
}
