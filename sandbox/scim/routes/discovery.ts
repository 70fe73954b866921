import type { AppCall } from '../call';
import { notFound, refuse } from '../errors';
import type { Attribute } from '../language/schema';
import { resourceTypes, schemas } from '../language/schema';
import { LIST } from '../lists';
import { answer } from '../replies';
import type { AppRoute } from './route';

const PREFIX = 'urn:ietf:params:scim:schemas:core:2.0';

function serviceProvider(call: AppCall) {
	const { settings } = call.app;
	const { patch, filters, largestCount, etag, paging } = settings;
	return answer(call, 200, {
		schemas: [`${PREFIX}:ServiceProviderConfig`],
		patch: { supported: typeof patch === 'string' },
		bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
		filter: { supported: filters !== 'ignored', maxResults: largestCount },
		changePassword: { supported: false },
		sort: { supported: false },
		etag: { supported: etag },
		...(paging === 'cursor' ? { pagination: { cursor: true, index: false, defaultPaginationMethod: 'cursor' } } : {}),
		authenticationSchemes: [{ type: 'oauthbearertoken', name: 'OAuth Bearer Token', description: 'A token in the Authorization header' }],
		meta: { resourceType: 'ServiceProviderConfig', location: `${call.baseUrl}/ServiceProviderConfig` },
	});
}

const described = ({ name, type, multiValued, required, caseExact, mutability, subAttributes }: Attribute): object => ({
	name,
	type,
	multiValued,
	required,
	caseExact,
	mutability,
	returned: mutability === 'writeOnly' ? 'never' : 'default',
	uniqueness: name === 'userName' ? 'server' : 'none',
	...(subAttributes.length === 0 ? {} : { subAttributes: subAttributes.map(described) }),
});

const schemaList = ({ baseUrl }: AppCall) =>
	schemas.map(({ id, name, attributes }) => ({ schemas: [`${PREFIX}:Schema`], id, name, attributes: attributes.map(described), meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` } }));

const typeList = ({ baseUrl }: AppCall) =>
	resourceTypes.map(({ name, endpoint, core, extensions }) => ({
		schemas: [`${PREFIX}:ResourceType`],
		id: name,
		name,
		endpoint,
		schema: core.id,
		schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
		meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
	}));

/** These lists know neither pages nor filters: a filter is refused with 403, as the standard wants it. */
const all = (of: (call: AppCall) => readonly object[]) => (call: AppCall) => {
	if (call.query.has('filter')) throw refuse(403, 'Filters are not supported here');
	const found = of(call);
	return answer(call, 200, { schemas: [LIST], totalResults: found.length, itemsPerPage: found.length, startIndex: 1, Resources: found });
};

const one = (of: (call: AppCall) => readonly { id: string }[]) => (call: AppCall) => {
	const found = of(call).find(({ id }) => id === call.params.id);
	if (found === undefined) throw notFound(call.params.id ?? '');
	return answer(call, 200, found);
};

const offered = (handle: AppRoute['handle']): AppRoute['handle'] => (call) => {
	if (call.app.settings.discovery === 404) throw notFound(call.incoming.path);
	return handle(call);
};

const missing = (what: string): AppRoute['handle'] => () => {
	throw refuse(501, `${what} is not supported`);
};

export const discoveryRoutes: AppRoute[] = [
	{ method: 'GET', path: '/ServiceProviderConfig', needs: 'discovery', handle: offered(serviceProvider) },
	{ method: 'GET', path: '/Schemas', needs: 'discovery', handle: offered(all(schemaList)) },
	{ method: 'GET', path: '/Schemas/:id', needs: 'discovery', handle: offered(one(schemaList)) },
	{ method: 'GET', path: '/ResourceTypes', needs: 'discovery', handle: offered(all(typeList)) },
	{ method: 'GET', path: '/ResourceTypes/:id', needs: 'discovery', handle: offered(one(typeList)) },
	{ method: 'GET', path: '/Me', handle: missing('/Me') },
	{ method: 'POST', path: '/Bulk', handle: missing('/Bulk') },
];
