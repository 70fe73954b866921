import { mistake } from '../errors';
import type { Resource } from '../state';
import type { Attribute, Place, ResourceType } from './schema';
import { place, subNamed } from './schema';

export const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof OPERATORS)[number];

type Literal = string | number | boolean | null;

export type Filter =
	| { kind: 'and' | 'or'; parts: Filter[] }
	| { kind: 'not'; part: Filter }
	| { kind: 'compare'; path: string; operator: Operator; literal: Literal }
	| { kind: 'values'; path: string; filter: Filter };

const TOKEN = /\s*([()[\]]|"(?:[^"\\]|\\.)*"|[^\s()[\]"]+)/gy;

const invalid = (detail: string) => mistake('invalidFilter', detail);

function tokenize(text: string): string[] {
	const tokens: string[] = [];
	const trimmed = text.trim();
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < trimmed.length) {
		const match = TOKEN.exec(trimmed);
		if (match?.[1] === undefined) throw invalid(`The filter cannot be read: ${text}`);
		tokens.push(match[1]);
	}
	return tokens;
}

function literalOf(token: string): Literal {
	try {
		const value: unknown = JSON.parse(token);
		if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Literal;
	} catch {
		// Said below.
	}
	throw invalid(`${token} is not a value`);
}

const ATTRIBUTE = /^(?:urn:[\w:.-]+:)?[A-Za-z$][\w$-]*(?:\.[A-Za-z$][\w$-]*)?$/;

export function parseFilter(text: string): Filter {
	const tokens = tokenize(text);
	let position = 0;
	const peek = () => tokens[position]?.toLowerCase();
	const take = () => {
		const token = tokens[position++];
		if (token === undefined) throw invalid('The filter ends too early');
		return token;
	};
	const expect = (wanted: string) => {
		const token = take();
		if (token !== wanted) throw invalid(`${wanted} is missing before ${token}`);
	};

	const bracketed = (close: string): Filter => {
		take();
		const inner = either();
		expect(close);
		return inner;
	};

	const term = (): Filter => {
		if (peek() === '(') return bracketed(')');
		if (peek() === 'not' && tokens[position + 1] === '(') {
			take();
			return { kind: 'not', part: bracketed(')') };
		}
		const path = take();
		if (!ATTRIBUTE.test(path)) throw invalid(`${path} is not an attribute`);
		if (peek() === '[') return { kind: 'values', path, filter: bracketed(']') };
		const operator = OPERATORS.find((candidate) => candidate === peek());
		if (operator === undefined) throw invalid(`${tokens[position] ?? 'The end'} is not an operator`);
		take();
		return { kind: 'compare', path, operator, literal: operator === 'pr' ? null : literalOf(take()) };
	};

	const joined = (kind: 'and' | 'or', next: () => Filter): Filter => {
		const parts = [next()];
		while (peek() === kind) {
			take();
			parts.push(next());
		}
		const [only] = parts;
		return parts.length === 1 && only !== undefined ? only : { kind, parts };
	};
	const both = () => joined('and', term);
	const either = () => joined('or', both);

	const filter = either();
	if (position !== tokens.length) throw invalid(`${tokens[position] ?? ''} is not expected here`);
	return filter;
}

const present = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

type Read = (record: unknown) => unknown[];

const field = (record: unknown, name: string): unknown => (typeof record === 'object' && record !== null ? (record as Resource)[name] : undefined);
const each = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The values an attribute has; a complex one that is compared is meant by its `value`. */
function reader({ extension, attribute, sub }: Place): Read {
	const inner = sub ?? subNamed(attribute, 'value');
	return (record) => {
		const holder = extension === null ? record : field(record, extension);
		const values = each(field(holder, attribute.name));
		return (inner === undefined ? values : values.map((value) => field(value, inner.name))).filter(present);
	};
}

function ordered(actual: unknown, literal: Literal, type: Attribute['type'], fold: (text: string) => string): number | undefined {
	if (type === 'dateTime') return Date.parse(String(actual)) - Date.parse(String(literal));
	if (typeof actual === 'string' && typeof literal === 'string') return fold(actual) < fold(literal) ? -1 : fold(actual) > fold(literal) ? 1 : 0;
	return undefined;
}

function comparison({ attribute, sub }: Place, operator: Exclude<Operator, 'pr' | 'ne'>, literal: Literal, caseExact: (attribute: Attribute) => boolean): (actual: unknown) => boolean {
	const compared = sub ?? subNamed(attribute, 'value') ?? attribute;
	if (compared.type === 'boolean' && operator !== 'eq') throw invalid(`${operator} cannot be asked of ${compared.name}`);
	const fold = (text: string) => (caseExact(compared) ? text : text.toLowerCase());
	const textual = (test: (actual: string, wanted: string) => boolean) => (actual: unknown) => typeof actual === 'string' && typeof literal === 'string' && test(fold(actual), fold(literal));
	const order = (test: (difference: number) => boolean) => (actual: unknown) => {
		const difference = ordered(actual, literal, compared.type, fold);
		return difference !== undefined && test(difference);
	};
	switch (operator) {
		case 'eq':
			return compared.type === 'dateTime' ? order((difference) => difference === 0) : typeof literal === 'string' ? textual((actual, wanted) => actual === wanted) : (actual) => actual === literal;
		case 'co':
			return textual((actual, wanted) => actual.includes(wanted));
		case 'sw':
			return textual((actual, wanted) => actual.startsWith(wanted));
		case 'ew':
			return textual((actual, wanted) => actual.endsWith(wanted));
		case 'gt':
			return order((difference) => difference > 0);
		case 'ge':
			return order((difference) => difference >= 0);
		case 'lt':
			return order((difference) => difference < 0);
		case 'le':
			return order((difference) => difference <= 0);
	}
}

export interface Reading {
	find(path: string): Place | undefined;
	caseExact(attribute: Attribute): boolean;
}

/** Within `emails[…]` names are those of the sub-attributes. */
const inside = ({ attribute }: Place, reading: Reading): Reading => ({
	...reading,
	find: (path) => {
		const sub = subNamed(attribute, path);
		return sub === undefined ? undefined : { extension: null, attribute: sub, sub: null };
	},
});

export type Predicate = (record: unknown) => boolean;

const never: Predicate = () => false;

/** An attribute that nobody has heard of is one without a value. */
export function predicate(filter: Filter, reading: Reading): Predicate {
	switch (filter.kind) {
		case 'and': {
			const parts = filter.parts.map((part) => predicate(part, reading));
			return (record) => parts.every((fits) => fits(record));
		}
		case 'or': {
			const parts = filter.parts.map((part) => predicate(part, reading));
			return (record) => parts.some((fits) => fits(record));
		}
		case 'not': {
			const part = predicate(filter.part, reading);
			return (record) => !part(record);
		}
		case 'values': {
			const found = reading.find(filter.path);
			if (found === undefined) return never;
			const fits = predicate(filter.filter, inside(found, reading));
			return (record) => each(field(found.extension === null ? record : field(record, found.extension), found.attribute.name)).some((value) => present(value) && fits(value));
		}
		case 'compare': {
			const { operator, literal } = filter;
			const found = reading.find(filter.path);
			if (found === undefined) return operator === 'ne' && literal !== null ? () => true : never;
			const read = reader(found);
			const assigned: Predicate = (record) => (found.sub === null && found.attribute.type === 'complex' ? each(field(found.extension === null ? record : field(record, found.extension), found.attribute.name)).some(present) : read(record).length > 0);
			if (operator === 'pr') return assigned;
			if (literal === null) return operator === 'eq' ? (record) => !assigned(record) : operator === 'ne' ? assigned : never;
			const equals = operator === 'ne' ? comparison(found, 'eq', literal, reading.caseExact) : undefined;
			if (equals !== undefined) return (record) => !read(record).some(equals);
			const fits = comparison(found, operator as Exclude<Operator, 'pr' | 'ne'>, literal, reading.caseExact);
			return (record) => read(record).some(fits);
		}
	}
}

/** Fits items of a multi-valued attribute, as in the path `members[value eq "…"]`. */
export const itemPredicate = (filter: Filter, place: Place): Predicate => predicate(filter, inside(place, { find: () => undefined, caseExact: ({ caseExact }) => caseExact }));

export const usualReading = (type: ResourceType): Reading => ({ find: (path) => place(type, path), caseExact: ({ caseExact }) => caseExact });
