import type { Statement } from './document';

/** Condition keys in lower case, and what they are in this request. Several values for a key with several. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Question {
	action: string;
	resource: string;
	context: Context;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

const like = (pattern: string, value: string) => new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);

const ignoringCase = (pattern: string, value: string) => like(pattern.toLowerCase(), value.toLowerCase());

type Test = (wanted: string, actual: string) => boolean;

const instants = (compare: (wanted: number, actual: number) => boolean): Test => (wanted, actual) => compare(Date.parse(wanted), Date.parse(actual));

const TESTS: Record<string, Test> = {
	StringEquals: (wanted, actual) => wanted === actual,
	StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
	StringLike: like,
	ArnEquals: like,
	ArnLike: like,
	Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
	DateEquals: instants((wanted, actual) => actual === wanted),
	DateLessThan: instants((wanted, actual) => actual < wanted),
	DateLessThanEquals: instants((wanted, actual) => actual <= wanted),
	DateGreaterThan: instants((wanted, actual) => actual > wanted),
	DateGreaterThanEquals: instants((wanted, actual) => actual >= wanted),
};

const NEGATED = /^(String|Arn|Date)Not(Equals|EqualsIgnoreCase|Like)$/;

/** A positive operator does not fit a key that is absent, a negated one does. */
function fits(operator: string, wanted: readonly string[], actual: readonly string[] | undefined): boolean {
	const name = operator.replace(/^For(?:Any|All)Values?:/, '').replace(/IfExists$/, '');
	if (name === 'Null') return wanted.includes(String(actual === undefined));
	if (actual === undefined && operator.endsWith('IfExists')) return true;
	const negated = NEGATED.test(name);
	const test = TESTS[name.replace(NEGATED, '$1$2')];
	if (test === undefined) throw new Error(`The condition operator ${operator} is not known here`);
	if (actual === undefined) return negated;
	const found = actual.some((value) => wanted.some((one) => test(one, value)));
	return found !== negated;
}

const listOf = (value: string | readonly string[] | undefined) => (value === undefined ? undefined : [value].flat());

const conditionsFit = ({ conditions }: Statement, context: Context) =>
	Object.entries(conditions).every(([operator, keys]) => Object.entries(keys).every(([key, wanted]) => fits(operator, wanted, listOf(context[key.toLowerCase()]))));

const named = (patterns: readonly string[], excluded: readonly string[], value: string, match: typeof like) =>
	excluded.length > 0 ? !excluded.some((pattern) => match(pattern, value)) : patterns.some((pattern) => match(pattern, value));

/** Trust policies name no resource: they speak of the role they are on. */
const applies = (statement: Statement, { action, resource, context }: Question) =>
	named(statement.actions, statement.notActions, action, ignoringCase) &&
	(Object.keys(statement.principals).length > 0 || named(statement.resources, statement.notResources, resource, like)) &&
	conditionsFit(statement, context);

/** One explicit deny beats everything, and what nobody allows is denied too. */
export function decide(statements: readonly Statement[], question: Question): Decision {
	const fitting = statements.filter((statement) => applies(statement, question));
	if (fitting.some(({ effect }) => effect === 'Deny')) return 'explicitDeny';
	return fitting.length > 0 ? 'allowed' : 'implicitDeny';
}

/** A permissions boundary gives nothing; it says how far what is given goes. */
export function decideWithin(statements: readonly Statement[], boundary: readonly Statement[] | undefined, question: Question): Decision {
	const own = decide(statements, question);
	if (boundary === undefined || own !== 'allowed') return own;
	return decide(boundary, question);
}
