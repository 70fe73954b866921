import type { HttpRequest } from '../http/types';

/** Which scope of the API key a call stands on. First match wins. */
const scopes: readonly (readonly [string, RegExp, string])[] = [
	['GET', /^\/users\/?$/, 'user:list'],
	['GET', /^\/users\//, 'user:read'],
	['POST', /^\/users$/, 'user:create'],
	['PATCH', /^\/users\/[^/]+\/role$/, 'user:changeRole'],
	['DELETE', /^\/users\//, 'user:delete'],
	['GET', /^\/projects$/, 'project:list'],
	['GET', /^\/projects\/[^/]+\/users$/, 'user:list'],
	['*', /^\/projects\/[^/]+\/users/, 'project:manageMembers'],
	['GET', /^\/workflows$/, 'workflow:list'],
	['PUT', /^\/workflows\//, 'workflow:move'],
	['GET', /^\/credentials$/, 'credential:list'],
	['PUT', /^\/credentials\//, 'credential:move'],
	['GET', /^\/data-tables$/, 'dataTable:list'],
];

export const scopeFor = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string | null =>
	scopes.find(([wanted, pattern]) => (wanted === '*' || wanted === method) && pattern.test(path))?.[2] ?? null;
