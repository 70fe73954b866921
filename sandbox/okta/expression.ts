import { refuse } from './errors';

/** Okta's SCIM-like `filter` and `search` language. */
export type Predicate = (record: unknown) => boolean;

export interface Dialect {
	operators: readonly string[];
	/** Attributes that may be asked about; without it, all. */
	attributes?: readonly string[];
	/** Attributes `co` works on; without it, all. */
	containable?: readonly string[];
	caseSensitive: boolean;
}

interface Comparison {
	attribute: string;
	operator: string;
	value: string | undefined;
}

const TOKENS = /\s*(\(|\)|"(?:[^"\\]|\\.)*"|[^\s()"]+)/gy;

function tokenize(text: string): string[] {
	const tokens: string[] = [];
	TOKENS.lastIndex = 0;
	const trimmed = text.trim();
	while (TOKENS.lastIndex < trimmed.length) {
		const match = TOKENS.exec(trimmed);
		if (match?.[1] === undefined) throw refuse('E0000031');
		tokens.push(match[1]);
	}
	return tokens;
}

function valuesAt(record: unknown, path: string[]): unknown[] {
	if (Array.isArray(record)) return record.flatMap((item) => valuesAt(item, path));
	const [head, ...rest] = path;
	if (head === undefined) return record === undefined || record === null ? [] : [record];
	if (typeof record !== 'object' || record === null) return [];
	return valuesAt((record as Record<string, unknown>)[head], rest);
}

function literal(token: string): string {
	if (!token.startsWith('"')) return token;
	try {
		return JSON.parse(token) as string;
	} catch {
		throw refuse('E0000031');
	}
}

function compare({ attribute, operator, value = '' }: Comparison, caseSensitive: boolean): Predicate {
	const fold = (text: unknown) => (caseSensitive ? String(text) : String(text).toLowerCase());
	const wanted = fold(value);
	const tests: Record<string, (actual: string) => boolean> = {
		eq: (actual) => actual === wanted,
		ne: (actual) => actual !== wanted,
		sw: (actual) => actual.startsWith(wanted),
		ew: (actual) => actual.endsWith(wanted),
		co: (actual) => actual.includes(wanted),
		gt: (actual) => actual > wanted,
		ge: (actual) => actual >= wanted,
		lt: (actual) => actual < wanted,
		le: (actual) => actual <= wanted,
	};
	const path = attribute.split('.');
	if (operator === 'pr') return (record) => valuesAt(record, path).length > 0;
	const test = tests[operator] ?? (() => false);
	return (record) => valuesAt(record, path).some((actual) => test(fold(actual)));
}

export function parseExpression(text: string, dialect: Dialect): Predicate {
	const tokens = tokenize(text);
	let position = 0;
	const take = () => {
		const token = tokens[position++];
		if (token === undefined) throw refuse('E0000031');
		return token;
	};
	const next = () => tokens[position]?.toLowerCase();

	const comparison = (): Predicate => {
		const attribute = take();
		const operator = take().toLowerCase();
		const { operators, attributes, containable, caseSensitive } = dialect;
		if (!operators.includes(operator)) throw refuse('E0000031');
		if (attributes !== undefined && !attributes.includes(attribute)) throw refuse('E0000031');
		if (operator === 'co' && containable !== undefined && !containable.includes(attribute)) throw refuse('E0000031');
		return compare({ attribute, operator, value: operator === 'pr' ? undefined : literal(take()) }, caseSensitive);
	};

	const term = (): Predicate => {
		if (next() !== '(') return comparison();
		take();
		const inner = either();
		if (take() !== ')') throw refuse('E0000031');
		return inner;
	};

	const both = (): Predicate => {
		const terms = [term()];
		while (next() === 'and') {
			take();
			terms.push(term());
		}
		return (record) => terms.every((fits) => fits(record));
	};

	const either = (): Predicate => {
		const terms = [both()];
		while (next() === 'or') {
			take();
			terms.push(both());
		}
		return (record) => terms.some((fits) => fits(record));
	};

	const predicate = either();
	if (position !== tokens.length) throw refuse('E0000031');
	return predicate;
}
