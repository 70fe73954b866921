import { randomBytes } from 'node:crypto';
import { record, userTarget } from './audit';
import type { EntraCall } from './call';
import { badRequest, notFound } from './errors';
import type { EntraUser, Method, MethodCollection } from './state';
import { graphTime, nextId } from './state';

const TYPES: Record<MethodCollection, string> = {
	phoneMethods: 'phoneAuthenticationMethod',
	microsoftAuthenticatorMethods: 'microsoftAuthenticatorAuthenticationMethod',
	fido2Methods: 'fido2AuthenticationMethod',
	softwareOathMethods: 'softwareOathAuthenticationMethod',
	windowsHelloForBusinessMethods: 'windowsHelloForBusinessAuthenticationMethod',
	emailMethods: 'emailAuthenticationMethod',
	temporaryAccessPassMethods: 'temporaryAccessPassAuthenticationMethod',
	platformCredentialMethods: 'platformCredentialAuthenticationMethod',
	passwordMethods: 'passwordAuthenticationMethod',
};

export const COLLECTIONS = Object.keys(TYPES) as MethodCollection[];

const usability = ({ pass }: Method, now: number) => {
	if (pass === undefined) return {};
	const reason = pass.used && pass.once ? 'OneTimeUsed' : pass.endsAt <= now ? 'Expired' : pass.startsAt > now ? 'NotYetValid' : 'EnabledByPolicy';
	return { isUsable: reason === 'EnabledByPolicy', methodUsabilityReason: reason };
};

export const showMethod = (method: Method, now: number) => ({ '@odata.type': `#microsoft.graph.${TYPES[method.collection]}`, id: method.id, ...method.shown, ...usability(method, now) });

export function methodOf(user: EntraUser, collection: MethodCollection, id: string): Method {
	const method = user.methods.find((candidate) => candidate.collection === collection && candidate.id === id);
	if (method === undefined) throw notFound(id);
	return method;
}

export function removeMethod(call: EntraCall, user: EntraUser, method: Method): void {
	if (method.collection === 'passwordMethods') throw badRequest('Password method cannot be deleted.');
	const alternate = user.methods.some(({ shown }) => shown.phoneType === 'alternateMobile');
	if (method.shown.phoneType === 'mobile' && alternate) throw badRequest('The mobile number cannot be deleted while there is an alternate one.');
	const others = user.methods.filter((other) => other !== method && !['passwordMethods', 'temporaryAccessPassMethods'].includes(other.collection));
	if (method.isDefault && others.length > 0) throw badRequest('The default authentication method cannot be deleted while other methods are registered.');
	user.methods = user.methods.filter((other) => other !== method);
	record(call, 'Admin deleted security info', 'UserManagement', [userTarget(user)]);
}

const wholeNumber = (value: unknown, usual: number) => (value === undefined || value === null ? usual : typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN);

/** The pass is in this answer, and in no other. */
export function createPass(call: EntraCall, user: EntraUser, body: Record<string, unknown>) {
	const { state, clock } = call;
	const { enabled, shortest, longest, usual } = state.settings.temporaryAccessPass;
	if (!enabled) throw badRequest('Temporary Access Pass is disabled by the authentication methods policy for this user.');
	if (user.userType === 'Guest') throw badRequest('Temporary Access Pass cannot be added to an external guest user.');
	const lifetimeInMinutes = wholeNumber(body.lifetimeInMinutes, usual);
	if (!(lifetimeInMinutes >= shortest && lifetimeInMinutes <= longest)) throw badRequest(`Temporary Access Pass lifetime must be between ${shortest} and ${longest} minutes.`);
	const startsAt = typeof body.startDateTime === 'string' ? Date.parse(body.startDateTime) : clock.now();
	if (Number.isNaN(startsAt) || startsAt < clock.now() - 60_000) throw badRequest('startDateTime must be now or in the future.');
	// There is one at most: the one before is deleted.
	user.methods = user.methods.filter(({ collection }) => collection !== 'temporaryAccessPassMethods');
	const once = body.isUsableOnce === true;
	const value = randomBytes(9).toString('base64url').slice(0, 10);
	const method: Method = {
		id: nextId(state),
		collection: 'temporaryAccessPassMethods',
		isDefault: false,
		shown: { temporaryAccessPass: null, createdDateTime: clock.iso(), startDateTime: graphTime(startsAt), lifetimeInMinutes, isUsableOnce: once },
		pass: { value, startsAt, endsAt: startsAt + lifetimeInMinutes * 60_000, once, used: false },
	};
	user.methods.push(method);
	record(call, 'Admin registered security info', 'UserManagement', [userTarget(user)]);
	return { ...showMethod(method, clock.now()), temporaryAccessPass: value };
}

export const usablePass = (user: EntraUser, now: number): Method | undefined => user.methods.find((method) => method.pass !== undefined && usability(method, now).isUsable === true);
