import type { Resource } from '../state';
import { isObject } from './values';

const ALWAYS = ['id', 'schemas'];

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

interface Wanted {
	names: string[];
}

const listed = (text: string | null): Wanted | undefined => (text === null || text === '' ? undefined : { names: text.split(',').map((name) => name.trim()) });

/** `name.familyName`, `urn:…:User:department` or `urn:…:User` to the steps that lead there. */
function steps(name: string, resource: Resource): string[] {
	const extension = Object.keys(resource).find((key) => key.startsWith('urn:') && (same(key, name) || name.toLowerCase().startsWith(`${key.toLowerCase()}:`)));
	if (extension === undefined) return name.replace(/^urn:.*:/, '').split('.');
	return [extension, ...name.slice(extension.length + 1).split('.').filter(Boolean)];
}

function only(value: unknown, paths: readonly string[][]): unknown {
	if (Array.isArray(value)) return value.map((item) => only(item, paths));
	if (!isObject(value)) return value;
	const kept = Object.entries(value).flatMap(([key, inner]) => {
		const fitting = paths.filter(([first]) => first !== undefined && same(first, key));
		if (fitting.length === 0) return [];
		return [[key, fitting.some(({ length }) => length === 1) ? inner : only(inner, fitting.map(([, ...rest]) => rest))]];
	});
	return Object.fromEntries(kept);
}

function without(value: unknown, path: readonly string[]): unknown {
	const [first = '', ...rest] = path;
	if (Array.isArray(value)) return value.map((item) => without(item, path));
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (!same(key, first) ? [[key, inner]] : rest.length === 0 ? [] : [[key, without(inner, rest)]])));
}

/** What `attributes` and `excludedAttributes` leave of a resource. */
export function projected(resource: Resource, query: URLSearchParams): Resource {
	const wanted = listed(query.get('attributes'));
	if (wanted !== undefined) return only(resource, [...ALWAYS, ...wanted.names].map((name) => steps(name, resource))) as Resource;
	const unwanted = (listed(query.get('excludedAttributes'))?.names ?? []).filter((name) => !ALWAYS.some((kept) => same(kept, name)));
	return unwanted.reduce<unknown>((left, name) => without(left, steps(name, resource)), resource) as Resource;
}
