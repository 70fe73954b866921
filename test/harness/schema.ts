import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { kindOf } from './template';

interface Schema {
	type: 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';
	properties?: { [name: string]: Schema };
	items?: Schema;
}

const isObject = (value: unknown): value is { [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

const fits: { [Type in Schema['type']]: (value: unknown) => boolean } = {
	array: Array.isArray,
	boolean: (value) => typeof value === 'boolean',
	integer: Number.isInteger,
	null: (value) => value === null,
	number: (value) => typeof value === 'number',
	object: isObject,
	string: (value) => typeof value === 'string',
};

/** Which parts of a value are of another type than the schema says. The schemas leave open what may be missing or null. */
export const misfits = ({ type, properties = {}, items }: Schema, value: unknown, at = ''): string[] => {
	if (value === null || value === undefined) return [];
	if (!fits[type](value)) return [`${at} is no ${type}`];
	if (Array.isArray(value)) return items === undefined ? [] : value.flatMap((one, index) => misfits(items, one, `${at}[${index}]`));
	return isObject(value) ? Object.entries(properties).flatMap(([name, schema]) => misfits(schema, value[name], at === '' ? name : `${at}.${name}`)) : [];
};

/** What a node of this pack says it puts out, for the resource and operation it is set to. */
export const outputSchemaOf = (node: INode, { properties }: INodeTypeDescription): Schema => {
	const kind = kindOf(node);
	const set = ['resource', 'operation'].flatMap((name) => {
		const found = properties.filter((one) => one.name === name);
		return found.length === 0 ? [] : [String(node.parameters[name] ?? found[0]!.default)];
	});
	const file = `${['v1.0.0', ...set].join('/')}.json`;
	return JSON.parse(readFileSync(join(__dirname, '..', '..', 'nodes', kind[0]!.toUpperCase() + kind.slice(1), '__schema__', file), 'utf8')) as Schema;
};
