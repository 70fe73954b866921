import { noContent } from '../../server/message';
import { record, userTarget } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest } from '../errors';
import { COLLECTIONS, createPass, methodOf, removeMethod, showMethod } from '../methods';
import { list, single } from '../odata/list';
import { methodNeeds } from '../permissions';
import { plainResource } from '../resources';
import { demandUnrestricted } from '../roles';
import type { Method, MethodCollection } from '../state';
import { bodyOf, textIn } from './bodies';
import { userOf } from './users';

const METHOD = plainResource('authenticationMethod', 'id');

const shownMethods = (call: EntraCall, fits: (method: Method) => boolean) =>
	list(call, { resource: METHOD, items: userOf(call).methods.filter(fits), idOf: ({ id }) => id, show: (method) => showMethod(method, call.clock.now()), context: `users('${call.params.id ?? ''}')/authentication/methods` });

const PHONE_IDS: Record<string, string> = {
	mobile: '3179e48a-750b-4051-897c-87b9720928f7',
	alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
	office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
};

export const phoneMethod = (phoneType: string, phoneNumber: string, isDefault = false): Method => ({
	id: PHONE_IDS[phoneType] ?? '',
	collection: 'phoneMethods',
	isDefault,
	shown: { phoneNumber, phoneType, smsSignInState: 'notAllowedByPolicy' },
});

/** Numbers and addresses can be registered for somebody; keys and apps only by themselves. */
const REGISTERED: Partial<Record<MethodCollection, (body: Record<string, unknown>) => Method>> = {
	phoneMethods: (body) => phoneMethod(textIn(body, 'phoneType'), textIn(body, 'phoneNumber')),
	emailMethods: (body) => ({ id: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f', collection: 'emailMethods', isDefault: false, shown: { emailAddress: textIn(body, 'emailAddress') } }),
};

function register(call: EntraCall, collection: MethodCollection) {
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	if (collection === 'temporaryAccessPassMethods') return single(call, METHOD, 'authentication/temporaryAccessPassMethods', createPass(call, user, bodyOf(call)), 201);
	const method = REGISTERED[collection]?.(bodyOf(call));
	if (method === undefined || method.id === '') throw badRequest('The method cannot be registered.');
	if (user.methods.some(({ id }) => id === method.id)) throw badRequest('The method is registered already.');
	user.methods.push(method);
	record(call, 'Admin registered security info', 'UserManagement', [userTarget(user)]);
	return single(call, METHOD, `authentication/${collection}`, showMethod(method, call.clock.now()), 201);
}

function remove(call: EntraCall, collection: MethodCollection) {
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	removeMethod(call, user, methodOf(user, collection, call.params.method ?? ''));
	return noContent();
}

const BASE = '/v1.0/users/:id/authentication';

const collectionRoutes = (collection: MethodCollection): EntraRoute[] => {
	const path = `${BASE}/${collection}`;
	const read = methodNeeds(collection, 'Read');
	const write = methodNeeds(collection, 'ReadWrite');
	const posted: EntraRoute[] = collection === 'temporaryAccessPassMethods' || collection in REGISTERED ? [{ method: 'POST', path, needs: write, handle: (call) => register(call, collection) }] : [];
	return [
		{ method: 'GET', path, needs: read, handle: (call) => shownMethods(call, (method) => method.collection === collection) },
		{ method: 'GET', path: `${path}/:method`, needs: read, handle: (call) => single(call, METHOD, `authentication/${collection}`, showMethod(methodOf(userOf(call), collection, call.params.method ?? ''), call.clock.now())) },
		{ method: 'DELETE', path: `${path}/:method`, needs: write, handle: (call) => remove(call, collection) },
		...posted,
	];
};

export const methodRoutes: EntraRoute[] = [
	{ method: 'GET', path: `${BASE}/methods`, needs: 'UserAuthenticationMethod.Read.All', handle: (call) => shownMethods(call, () => true) },
	...COLLECTIONS.flatMap(collectionRoutes),
];
