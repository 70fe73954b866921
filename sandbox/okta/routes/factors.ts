import { noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { notFound } from '../errors';
import { plainTarget, record, userTarget } from '../log';
import { writableUser } from '../manageable';
import type { Factor } from '../state';
import { userByKey } from '../users';

const showFactor = ({ id, factorType, provider, vendorName, status, created, profile }: Factor) => ({
	id,
	factorType,
	provider,
	vendorName,
	status,
	created,
	lastUpdated: created,
	profile,
});

const AUTHENTICATORS: Record<string, string> = { push: 'okta_verify', 'token:software:totp': 'google_otp', webauthn: 'webauthn', sms: 'phone_number' };

const showEnrollment = ({ id, factorType, status, created, profile }: Factor) => ({
	id,
	type: 'app',
	key: AUTHENTICATORS[factorType] ?? factorType,
	status,
	name: factorType,
	created,
	lastUpdated: created,
	profile,
});

const factorsOf = (call: OktaCall) => userByKey(call, call.params.id ?? '').factors;

function one(call: OktaCall): Factor {
	const factor = factorsOf(call).find(({ id }) => id === call.params.factor);
	if (factor === undefined) throw notFound(call.params.factor ?? '', 'UserFactor');
	return factor;
}

function unenroll(call: OktaCall) {
	const owner = writableUser(call);
	const factor = one(call);
	owner.factors = owner.factors.filter(({ id }) => id !== factor.id);
	record(call, 'user.mfa.factor.deactivate', [userTarget(owner), plainTarget('AuthenticatorEnrollment', factor.id, factor.factorType)]);
	return noContent();
}

const base = '/api/v1/users/:id';

export const factorRoutes: OktaRoute[] = [
	{ method: 'GET', path: `${base}/factors`, needs: 'okta.users.read', handle: (call) => ok(factorsOf(call).map(showFactor)) },
	{ method: 'GET', path: `${base}/factors/:factor`, needs: 'okta.users.read', handle: (call) => ok(showFactor(one(call))) },
	{ method: 'DELETE', path: `${base}/factors/:factor`, needs: 'okta.users.manage', handle: unenroll },
	{ method: 'GET', path: `${base}/authenticator-enrollments`, needs: 'okta.users.read', handle: (call) => ok(factorsOf(call).map(showEnrollment)) },
	{ method: 'DELETE', path: `${base}/authenticator-enrollments/:factor`, needs: 'okta.users.manage', handle: unenroll },
];
