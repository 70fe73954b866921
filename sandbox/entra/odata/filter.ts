import { refuse } from '../errors';

/** What a filter asks of which property: the caller decides what of it is supported, and how. */
export interface Use {
	property: string;
	operator: string;
}

export interface Filter {
	matches(item: Record<string, unknown>): boolean;
	uses: Use[];
}

type Value = string | number | boolean | null | undefined;
type Scope = Record<string, unknown>;
type Test = (scope: Scope) => boolean;

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w.]*(?:\/[A-Za-z_][\w.]*)*|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|-?\d+(?:\.\d+)?|[(),:]|\/)/y;

const invalid = (text: string) => refuse('BadRequest', `Invalid filter clause: there is an error in '${text}'.`);

function tokensOf(text: string): string[] {
	const tokens: string[] = [];
	const scanner = new RegExp(TOKEN);
	while (scanner.lastIndex < text.trimEnd().length) {
		const [, token] = scanner.exec(text) ?? [];
		if (token === undefined) throw invalid(text);
		tokens.push(token);
	}
	return tokens;
}

/** Dates arrive bare; texts are compared without regard to case, as the directory does. */
function comparable(value: unknown): Value {
	if (typeof value === 'string') return Number.isNaN(Date.parse(value)) || !/^\d{4}-/.test(value) ? value.toLowerCase() : Date.parse(value);
	return value as Value;
}

type Ordered = string | number | boolean;

/** What is not there is neither more nor less than anything. */
const ordered = (compare: (found: Ordered, given: Ordered) => boolean) => (found: Value, given: Value) => (found ?? null) !== null && given !== null && compare(found as Ordered, given as Ordered);

const COMPARISONS: Record<string, (found: Value, given: Value) => boolean> = {
	eq: (found, given) => (found ?? null) === given,
	ne: (found, given) => (found ?? null) !== given,
	gt: ordered((found, given) => found > given),
	ge: ordered((found, given) => found >= given),
	lt: ordered((found, given) => found < given),
	le: ordered((found, given) => found <= given),
};

const FUNCTIONS: Record<string, (found: string, given: string) => boolean> = {
	startswith: (found, given) => found.startsWith(given),
	endswith: (found, given) => found.endsWith(given),
};

const valueAt = (scope: Scope, path: string): unknown => path.split('/').reduce<unknown>((at, name) => (at as Scope | null | undefined)?.[name], scope);

/** The part of OData's $filter that Graph documents for directory objects and logs. */
export function parseFilter(text: string): Filter {
	const tokens = tokensOf(text);
	const uses: Use[] = [];
	let at = 0;
	const peek = () => tokens[at]?.toLowerCase();
	const next = () => {
		const token = tokens[at++];
		if (token === undefined) throw invalid(text);
		return token;
	};
	const expect = (token: string) => {
		if (next() !== token) throw invalid(text);
	};
	const literal = (): Value => {
		const token = next();
		if (token.startsWith("'")) return comparable(token.slice(1, -1).replaceAll("''", "'"));
		if (token === 'true' || token === 'false') return token === 'true';
		if (token === 'null') return null;
		if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
		if (/^\d{4}-/.test(token)) return Date.parse(token);
		throw invalid(text);
	};
	const using = (property: string, operator: string, outer: string) => {
		const [first = '', ...rest] = property.split('/');
		uses.push({ property: outer !== '' && outer.startsWith(`${first} `) ? [outer.split(' ')[1], ...rest].join('/') : property, operator });
	};

	const disjunction = (outer: string): Test => {
		const ways = [conjunction(outer)];
		while (peek() === 'or') {
			at += 1;
			ways.push(conjunction(outer));
		}
		return (scope) => ways.some((way) => way(scope));
	};
	const conjunction = (outer: string): Test => {
		const parts = [single(outer)];
		while (peek() === 'and') {
			at += 1;
			parts.push(single(outer));
		}
		return (scope) => parts.every((part) => part(scope));
	};
	const single = (outer: string): Test => {
		if (peek() === 'not') {
			at += 1;
			const inner = single(outer);
			uses.push({ property: '', operator: 'not' });
			return (scope) => !inner(scope);
		}
		if (peek() === '(') {
			at += 1;
			const inner = disjunction(outer);
			expect(')');
			return inner;
		}
		const name = next();
		const applied = FUNCTIONS[name.toLowerCase()];
		if (applied !== undefined && peek() === '(') {
			at += 1;
			const property = next();
			expect(',');
			const given = String(literal());
			expect(')');
			using(property, name.toLowerCase(), outer);
			return (scope) => applied(String(valueAt(scope, property) ?? '').toLowerCase(), given);
		}
		if (name.endsWith('/any') && peek() === '(') return any(name.slice(0, -'/any'.length), outer);
		return comparison(name, outer);
	};
	const any = (property: string, outer: string): Test => {
		at += 1;
		const variable = next();
		expect(':');
		using(property, 'any', outer);
		const inner = disjunction(`${variable} ${property}`);
		expect(')');
		return (scope) => {
			const items = valueAt(scope, property);
			return Array.isArray(items) && items.some((item) => inner({ ...scope, [variable]: item as unknown }));
		};
	};
	const comparison = (property: string, outer: string): Test => {
		const operator = next().toLowerCase();
		using(property, operator, outer);
		if (operator === 'in') {
			expect('(');
			const given = [literal()];
			while (peek() === ',') {
				at += 1;
				given.push(literal());
			}
			expect(')');
			return (scope) => given.includes(comparable(valueAt(scope, property)) ?? null);
		}
		const compare = COMPARISONS[operator];
		if (compare === undefined) throw invalid(text);
		const given = literal();
		return (scope) => compare(comparable(valueAt(scope, property)), given);
	};

	const matches = disjunction('');
	if (at < tokens.length) throw invalid(text);
	return { matches, uses };
}
