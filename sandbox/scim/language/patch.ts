import { isDeepStrictEqual } from 'node:util';
import { mistake, refuse } from '../errors';
import type { AppSettings } from '../settings';
import type { Resource } from '../state';
import type { Filter } from './filter';
import { itemPredicate, parseFilter } from './filter';
import type { Place, ResourceType } from './schema';
import { extensionNamed, place, subNamed } from './schema';
import { isObject, kept } from './values';

export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export type PatchRules = Pick<AppSettings, 'booleans' | 'operations' | 'removeWithValues' | 'removeWithFilter' | 'removeOfNobody' | 'membersPerPatch' | 'oneOperationPerAttribute'>;

interface Operation {
	op: 'add' | 'remove' | 'replace';
	path: string | undefined;
	value: unknown;
}

const OPS = ['add', 'remove', 'replace'] as const;

function opOf(given: unknown, spelling: PatchRules['operations']): Operation['op'] {
	const op = OPS.find((candidate) => candidate === String(given).toLowerCase());
	const capital = /^[A-Z]/.test(String(given));
	if (op === undefined || (spelling === 'Replace' && !capital) || (spelling === 'replace' && given !== op)) throw mistake('invalidSyntax', `Invalid operation '${String(given)}'`);
	return op;
}

export function operationsOf(body: Resource, rules: PatchRules): Operation[] {
	const { schemas, Operations: given } = body;
	if (!Array.isArray(schemas) || !schemas.includes(PATCH)) throw mistake('invalidSyntax', `A PATCH has the schema ${PATCH}`);
	if (!Array.isArray(given) || given.length === 0) throw mistake('invalidSyntax', 'A PATCH has Operations');
	return given.map((operation: unknown): Operation => {
		if (!isObject(operation)) throw mistake('invalidSyntax', 'An operation is an object');
		const { path, value } = operation;
		if (path !== undefined && typeof path !== 'string') throw mistake('invalidPath', 'A path is a text');
		const op = opOf(operation.op, rules.operations);
		if (op === 'remove' && path === undefined) throw mistake('noTarget', 'remove needs a path');
		if (op !== 'remove' && value === undefined) throw mistake('invalidValue', `${op} needs a value`);
		return { op, path: path ?? undefined, value };
	});
}

interface Target extends Place {
	filter: Filter | null;
}

const PATH = /^(?<attribute>[^[\]]+?)(?:\[(?<filter>.+)\](?:\.(?<sub>[A-Za-z$][\w$-]*))?)?$/;

export function targetOf(type: ResourceType, path: string): Target {
	const { attribute = '', filter, sub } = PATH.exec(path)?.groups ?? {};
	const found = place(type, attribute);
	if (found === undefined) throw mistake('invalidPath', `There is no attribute ${path}`);
	if (filter === undefined) return { ...found, filter: null };
	if (!found.attribute.multiValued || found.sub !== null) throw mistake('invalidPath', `${attribute} has no values to choose from`);
	const inner = sub === undefined ? null : subNamed(found.attribute, sub);
	if (inner === undefined) throw mistake('invalidPath', `There is no attribute ${path}`);
	return { ...found, sub: inner, filter: parseFilter(filter) };
}

const itemsOf = (value: unknown): Resource[] => (Array.isArray(value) ? (value as Resource[]) : []);

/** Values with a `value` are told apart by it, others by all they have. */
const same = (a: Resource, b: Resource) => (a.value === undefined && b.value === undefined ? isDeepStrictEqual(a, b) : a.value === b.value && (a.type ?? b.type) === (b.type ?? a.type));

/** Only one value is the primary one: the last that was said to be. */
function onePrimary(before: readonly Resource[], after: Resource[]): Resource[] {
	const chosen = after.findLast((item) => item.primary === true && !before.some((old) => old.primary === true && isDeepStrictEqual(old, item)));
	if (chosen === undefined) return after;
	return after.map((item) => (item !== chosen && item.primary === true ? { ...item, primary: false } : item));
}

function setSub(item: Resource, { sub }: Target, value: unknown): Resource {
	if (sub === null) return item;
	const { [sub.name]: _old, ...rest } = item;
	return value === undefined ? rest : { ...rest, [sub.name]: value };
}

function removed(before: Resource[], target: Target, value: unknown, rules: PatchRules): Resource[] {
	const { filter, sub, attribute } = target;
	const ofMembers = attribute.name === 'members';
	const none = () => {
		if (rules.removeOfNobody !== null) throw rules.removeOfNobody === 400 ? mistake('noTarget', 'Nothing fits the path') : refuse(rules.removeOfNobody, 'Nothing fits the path');
	};
	if (filter !== null) {
		if (ofMembers && rules.removeWithFilter === 'refused') throw mistake('invalidPath', 'Filters in paths are not supported');
		const fits = itemPredicate(filter, target);
		if (!before.some(fits)) none();
		return sub === null ? before.filter((item) => !fits(item)) : before.map((item) => (fits(item) ? setSub(item, target, undefined) : item));
	}
	if (sub !== null) return before.map((item) => setSub(item, target, undefined));
	if (value === undefined || rules.removeWithValues === 'all') return [];
	if (rules.removeWithValues === 'refused') throw mistake('invalidSyntax', 'remove takes no value');
	const unwanted = itemsOf(kept(attribute, value, rules));
	if (!unwanted.some((one) => before.some((item) => same(item, one)))) none();
	return before.filter((item) => !unwanted.some((one) => same(item, one)));
}

function several(before: Resource[], { op, value }: Operation, target: Target, rules: PatchRules): Resource[] {
	const { attribute, sub, filter } = target;
	if (op === 'remove') return removed(before, target, value, rules);
	if (filter === null && sub === null) {
		const given = itemsOf(kept(attribute, value, rules));
		return op === 'replace' ? given : [...before, ...given.filter((item) => !before.some((old) => same(old, item)))];
	}
	const fits = filter === null ? () => true : itemPredicate(filter, target);
	if (!before.some(fits)) throw mistake('noTarget', 'Nothing fits the path');
	const [whole] = sub === null ? itemsOf(kept(attribute, value, rules)) : [];
	const part = sub === null ? undefined : kept(sub, value, rules);
	return before.map((item) => (!fits(item) ? item : whole === undefined ? setSub(item, target, part) : { ...item, ...whole }));
}

function one(before: unknown, { op, value }: Operation, target: Target, rules: PatchRules): unknown {
	const { attribute, sub } = target;
	if (sub !== null) {
		const next = setSub(isObject(before) ? before : {}, target, op === 'remove' ? undefined : kept(sub, value, rules));
		return Object.keys(next).length === 0 ? undefined : next;
	}
	if (op === 'remove') return undefined;
	const next = kept(attribute, value, rules);
	return attribute.type === 'complex' && isObject(before) && isObject(next) ? { ...before, ...next } : next;
}

const assign = (holder: Resource, name: string, value: unknown): Resource => {
	const { [name]: _old, ...rest } = holder;
	return value === undefined || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [name]: value };
};

function change(resource: Resource, operation: Operation, target: Target, rules: PatchRules): Resource {
	const { attribute, extension, sub } = target;
	if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') throw mistake('mutability', `Attribute '${sub?.name ?? attribute.name}' is readOnly`);
	if (operation.op === 'remove' && attribute.required && sub === null) throw mistake('mutability', `Attribute '${attribute.name}' is required`);
	const holder = extension === null ? resource : isObject(resource[extension]) ? resource[extension] : {};
	const before = holder[attribute.name];
	const next = attribute.multiValued ? onePrimary(itemsOf(before), several(itemsOf(before), operation, target, rules)) : one(before, operation, target, rules);
	const held = assign(holder, attribute.name, next);
	return extension === null ? held : assign(resource, extension, Object.keys(held).length === 0 ? undefined : held);
}

/** An operation without a path says it with the names in its value; one on an extension as well. */
function spread(type: ResourceType, operation: Operation): Operation[] {
	const { op, path, value } = operation;
	const extension = path === undefined ? undefined : extensionNamed(type, path);
	if (path !== undefined && extension === undefined) return [operation];
	if (op === 'remove') return (extension?.attributes ?? []).map(({ name }) => ({ op, path: `${path ?? ''}:${name}`, value: undefined }));
	if (!isObject(value)) throw mistake('invalidSyntax', `${op} without a path needs an object`);
	return Object.entries(value).flatMap(([name, inner]) => {
		if (name === 'schemas') return [];
		const full = extension === undefined ? name : `${extension.id}:${name}`;
		return spread(type, { op, path: full, value: inner });
	});
}

function limited(operations: readonly Operation[], type: ResourceType, rules: PatchRules): void {
	const targets = operations.map(({ path, value }) => ({ name: targetOf(type, path ?? '').attribute.name, count: Array.isArray(value) ? value.length : 1 }));
	const members = targets.filter(({ name }) => name === 'members').reduce((sum, { count }) => sum + count, 0);
	if (rules.membersPerPatch !== null && members > rules.membersPerPatch) throw mistake('invalidValue', `No more than ${rules.membersPerPatch} members may be changed at once`);
	if (rules.oneOperationPerAttribute && new Set(targets.map(({ name }) => name)).size < targets.length) throw mistake('invalidSyntax', 'Several operations on one attribute are not supported');
}

/** All operations or none. */
export function patched(type: ResourceType, resource: Resource, body: Resource, rules: PatchRules): Resource {
	const operations = operationsOf(body, rules).flatMap((operation) => spread(type, operation));
	limited(operations, type, rules);
	return operations.reduce((current, operation) => change(current, operation, targetOf(type, operation.path ?? ''), rules), resource);
}
