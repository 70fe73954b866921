import { refuse } from './errors';

/** What a filter asks of which field: the caller decides what of it is supported. */
export interface Use {
	field: string;
	operator: string;
}

export type Facts = Readonly<Record<string, unknown>>;

export interface Filter {
	matches(item: Facts): boolean;
	uses: Use[];
}

interface Value {
	text: string;
	pattern: RegExp;
}

type Test = (item: Facts) => boolean;

const SELECTOR = /[A-Za-z][\w.]*/y;
const OPERATOR = /==|!=|=(?:lt|le|gt|ge|in|out)=/y;
const VALUE = /"((?:[^"\\]|\\.)*)"|[^"'();,=<>!~\s]+/y;

/** Texts are compared without regard to case, as the database behind does. */
const patternOf = (text: string, wildcard: boolean) => {
	const literal = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${wildcard ? literal.replaceAll('\\*', '.*') : literal}$`, 'is');
};

const comparable = (value: unknown): number | string => {
	const text = String(value);
	if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
	return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : text.toLowerCase();
};

const ordered = (compare: (found: number | string, given: number | string) => boolean) => (found: unknown, [given]: readonly Value[]) =>
	(found ?? null) !== null && compare(comparable(found), comparable(given!.text));

const any = (found: unknown, given: readonly Value[]) => given.some(({ pattern }) => pattern.test(String(found ?? '')));

const COMPARISONS: Record<string, (found: unknown, given: readonly Value[]) => boolean> = {
	'==': any,
	'!=': (found, given) => !any(found, given),
	'=in=': any,
	'=out=': (found, given) => !any(found, given),
	'=lt=': ordered((found, given) => found < given),
	'=le=': ordered((found, given) => found <= given),
	'=gt=': ordered((found, given) => found > given),
	'=ge=': ordered((found, given) => found >= given),
};

export const valueAt = (item: Facts, path: string): unknown => path.split('.').reduce<unknown>((at, name) => (at as Facts | null | undefined)?.[name], item);

export function parseFilter(text: string, fields: readonly string[]): Filter {
	const uses: Use[] = [];
	let at = 0;
	const invalid = () => refuse(400, `The filter ${text} is not valid`, { code: 'INVALID_FILTER', field: 'filter' });
	const take = (expression: RegExp): RegExpExecArray => {
		expression.lastIndex = at;
		const found = expression.exec(text);
		if (found === null) throw invalid();
		at = expression.lastIndex;
		return found;
	};
	const follows = (mark: string) => {
		const there = text[at] === mark;
		if (there) at += 1;
		return there;
	};
	const value = (): Value => {
		const [bare, quoted] = take(VALUE);
		const given = quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare;
		return { text: given, pattern: patternOf(given, quoted !== undefined) };
	};
	const values = (): Value[] => {
		if (!follows('(')) throw invalid();
		const given = [value()];
		while (follows(',')) given.push(value());
		if (!follows(')')) throw invalid();
		return given;
	};
	const comparison = (): Test => {
		const [field] = take(SELECTOR);
		if (!fields.includes(field)) throw refuse(400, `The field ${field} cannot be filtered by`, { code: 'INVALID_FIELD', field });
		const [operator] = take(OPERATOR);
		uses.push({ field, operator });
		const given = operator === '=in=' || operator === '=out=' ? values() : [value()];
		return (item) => COMPARISONS[operator]!(valueAt(item, field), given);
	};
	const single = (): Test => {
		if (!follows('(')) return comparison();
		const inner = disjunction();
		if (!follows(')')) throw invalid();
		return inner;
	};
	const conjunction = (): Test => {
		const parts = [single()];
		while (follows(';')) parts.push(single());
		return (item) => parts.every((part) => part(item));
	};
	const disjunction = (): Test => {
		const ways = [conjunction()];
		while (follows(',')) ways.push(conjunction());
		return (item) => ways.some((way) => way(item));
	};
	const matches = disjunction();
	if (at < text.length) throw invalid();
	return { matches, uses };
}
