import { createPublicKey } from 'node:crypto';
import type { Clock } from '../../clock';
import { anyClock, parseJwt, verifiedBy } from '../../server/jwt';
import { refuse } from '../errors';
import type { App, GitHubState } from '../state';

const LONGEST_SECONDS = 600;
const SKEW_SECONDS = 60;

const unauthorized = (message: string) => refuse(401, message);

function mistakeIn(iat: number, exp: number, now: number): string | undefined {
	if (iat > now + SKEW_SECONDS) return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
	if (exp <= now) return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
	return exp > now + LONGEST_SECONDS + SKEW_SECONDS ? "'Expiration time' claim ('exp') is too far in the future" : undefined;
}

/** An app proves who it is with a JWT signed by its key: RS256, ten minutes at most. */
export function appBehind(state: GitHubState, clock: Clock, token: string): App {
	const jwt = parseJwt(token);
	if (jwt === undefined || jwt.header.alg !== 'RS256') throw unauthorized('A JSON web token could not be decoded');
	const { iss, iat, exp } = jwt.claims;
	const app = [...state.apps.values()].find(({ id, clientId }) => String(iss) === String(id) || iss === clientId);
	if (app === undefined) throw refuse(404, 'Integration not found');
	if (app.publicKey === null || !verifiedBy(jwt, createPublicKey(app.publicKey).export({ format: 'jwk' }))) throw unauthorized('A JSON web token could not be decoded');
	if (typeof iat !== 'number') throw unauthorized("Missing 'issued at' claim ('iat') in assertion");
	if (typeof exp !== 'number') throw unauthorized("Missing 'expiration' claim ('exp') in assertion");
	const mistakes = anyClock(clock.now()).map((now) => mistakeIn(iat, exp, now));
	const [mistake] = mistakes;
	if (mistake !== undefined && !mistakes.includes(undefined)) throw unauthorized(mistake);
	return app;
}
