import { mistake } from '../errors';
import type { Resource } from '../state';
import type { Attribute, ResourceType } from './schema';
import { attributesOf, extensionNamed, subNamed } from './schema';

export interface Dialect {
	booleans: 'true' | '"True"' | 'either';
}

export const isObject = (value: unknown): value is Resource => typeof value === 'object' && value !== null && !Array.isArray(value);

function truth(value: unknown, { booleans }: Dialect, name: string): boolean {
	if (typeof value === 'boolean' && booleans !== '"True"') return value;
	if (typeof value === 'string' && booleans !== 'true' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
	throw mistake('invalidValue', `Attribute '${name}' expected value type '${booleans === '"True"' ? 'string' : 'boolean'}'`);
}

function single(attribute: Attribute, value: unknown, dialect: Dialect): unknown {
	const { name, type } = attribute;
	switch (type) {
		case 'boolean':
			return truth(value, dialect, name);
		case 'string':
			if (typeof value !== 'string') throw mistake('invalidValue', `Attribute '${name}' expected value type 'string'`);
			return value;
		case 'dateTime':
			if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw mistake('invalidValue', `Attribute '${name}' expected value type 'dateTime'`);
			return value;
		case 'complex': {
			if (!isObject(value)) throw mistake('invalidValue', `Attribute '${name}' expected value type 'complex'`);
			const known = Object.entries(value).flatMap(([key, inner]) => {
				const sub = subNamed(attribute, key);
				return sub === undefined || sub.mutability === 'readOnly' || inner === null ? [] : [[sub.name, single(sub, inner, dialect)]];
			});
			return Object.fromEntries(known);
		}
	}
}

/** A value as it is kept, or a refusal. Nothing at all, or an empty list, is undefined. */
export function kept(attribute: Attribute, value: unknown, dialect: Dialect): unknown {
	if (value === null || value === undefined) return undefined;
	if (!attribute.multiValued) return single(attribute, value, dialect);
	const items = (Array.isArray(value) ? value : [value]).map((item) => single(attribute, item, dialect));
	return items.length === 0 ? undefined : items;
}

/** What a client may write of a whole resource; what it may not, and what nobody knows, is left out. */
export function keptResource(type: ResourceType, given: Resource, dialect: Dialect): Resource {
	const writable = (attributes: readonly Attribute[], from: Resource) =>
		Object.entries(from).flatMap(([key, value]) => {
			const attribute = attributes.find(({ name }) => name.toLowerCase() === key.toLowerCase());
			if (attribute === undefined || attribute.mutability === 'readOnly') return [];
			const clean = kept(attribute, value, dialect);
			return clean === undefined ? [] : [[attribute.name, clean] as const];
		});
	const extensions = Object.entries(given).flatMap(([key, value]) => {
		const extension = extensionNamed(type, key);
		if (extension === undefined || value === null) return [];
		if (!isObject(value)) throw mistake('invalidValue', `Attribute '${extension.id}' expected value type 'complex'`);
		return [[extension.id, Object.fromEntries(writable(extension.attributes, value))] as const];
	});
	return Object.fromEntries([...writable(attributesOf(type), given), ...extensions]);
}

export function demandRequired(type: ResourceType, resource: Resource): void {
	for (const { name, required } of attributesOf(type)) {
		const value = resource[name];
		if (required && (value === undefined || value === '')) throw mistake('invalidValue', `Required attribute '${name}' is missing`);
	}
}
