import { Problem } from '../../lifecycle/problem';

/**
 * The inline policy of a permission set belongs to somebody else. What this pack puts into it are statements of its own,
 * known by their names, which say until when they are needed; nothing else in it is ever changed.
 */
const nameShape = /^JMLDenyLeaversUntil(\d{4})(\d\d)(\d\d)T(\d\d)Z$/;
const hour = 3_600_000;
const nameOf = (until: number): string => `JMLDenyLeaversUntil${new Date(until).toISOString().slice(0, 13).replaceAll('-', '')}Z`;

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
const mostCharacters = 10_240;
const mostBytes = 32_768;

type Fields = { [name: string]: unknown };

interface Denial {
	until: number;
	userIds: readonly string[];
}

interface Policy {
	document: Fields;
	others: readonly unknown[];
	denials: readonly Denial[];
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): string[] | null => {
	const list = Array.isArray(value) ? value : [value];
	return list.every((one): one is string => typeof one === 'string') ? list : null;
};

/** Exactly what this pack writes, in whatever order AWS shows it: anything else was edited by somebody. */
const denialIn = (statement: unknown, until: number): Denial | null => {
	if (!isFields(statement)) return null;
	const { Sid: _name, Effect, Action, Resource, Condition, ...more } = statement;
	const { StringEquals, ...moreConditions } = isFields(Condition) ? Condition : {};
	const { 'identitystore:UserId': ids, ...moreKeys } = isFields(StringEquals) ? StringEquals : {};
	const userIds = texts(ids);
	const everything = [Action, Resource].every((value) => texts(value)?.join() === '*');
	const nothingElse = [more, moreConditions, moreKeys].every((rest) => Object.keys(rest).length === 0);
	return Effect === 'Deny' && everything && nothingElse && userIds !== null && userIds.length > 0 ? { until, userIds } : null;
};

const statementOf = ({ until, userIds }: Denial) => ({ Sid: nameOf(until), Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'identitystore:UserId': userIds } } });

const untilIn = (statement: unknown): number | null => {
	const [, year, month, day, at] = nameShape.exec(isFields(statement) ? String(statement['Sid']) : '') ?? [];
	return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(at));
};

/** null: what it says cannot be kept as it is, so it must not be written. */
const read = (text: string | null): Policy | null => {
	if (text === null) return { document: { Version: '2012-10-17' }, others: [], denials: [] };
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		return null;
	}
	// Numbers and names that JSON reads twice in one way would be changed by writing them.
	if (!isFields(document) || JSON.stringify(document) !== text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')) return null;
	const statements = Array.isArray(document['Statement']) ? (document['Statement'] as unknown[]) : isFields(document['Statement']) ? [document['Statement']] : null;
	if (statements === null) return null;
	const own = statements.filter((statement) => untilIn(statement) !== null);
	const denials = own.map((statement) => denialIn(statement, untilIn(statement)!));
	if (denials.some((denial) => denial === null)) return null;
	return { document, others: statements.filter((statement) => !own.includes(statement)), denials: denials as Denial[] };
};

/** null: nothing is left of it. */
const written = ({ document, others, denials }: Policy): string | null => {
	const statements = [...others, ...denials.map(statementOf)];
	return statements.length === 0 ? null : JSON.stringify({ ...document, Statement: statements });
};

const mustRead = (text: string | null, name: string): Policy => {
	const policy = read(text);
	if (policy) return policy;
	throw new Problem('rejected', `The inline policy of the permission set ${name} cannot be changed without changing what others wrote into it, so it was left alone: it is no plain JSON, or somebody edited a statement of this pack in it. Open it in the IAM Identity Center console, save it once in the editor there and take out statements that begin with JMLDenyLeavers, then run the case again.`);
};

const without = (denials: readonly Denial[], userId: string, now: Date): Denial[] =>
	denials.map(({ until, userIds }) => ({ until, userIds: userIds.filter((id) => id !== userId) })).filter(({ until, userIds }) => userIds.length > 0 && until > now.getTime());

/** Until when the sessions of this user are denied, if they are; a policy that cannot be read denies nothing that is known. */
export const deniedUntil = (text: string | null, userId: string): Date | null => {
	const ends = (read(text)?.denials ?? []).filter(({ userIds }) => userIds.includes(userId)).map(({ until }) => until);
	return ends.length === 0 ? null : new Date(Math.max(...ends));
};

/** Denied until then, to the next full hour. Denials that have served go at the same time. */
export const denying = (text: string | null, name: string, userId: string, until: Date, now: Date): string => {
	const policy = mustRead(text, name);
	const ends = Math.ceil(until.getTime() / hour) * hour;
	const rest = without(policy.denials, userId, now);
	const beside = rest.find((denial) => denial.until === ends);
	const denials = [...rest.filter((denial) => denial !== beside), { until: ends, userIds: [...(beside?.userIds ?? []), userId] }];
	const next = written({ ...policy, denials: denials.sort((one, other) => one.until - other.until) })!;
	if (Buffer.byteLength(next) > mostBytes || next.replace(/\s/g, '').length > mostCharacters) {
		throw new Problem('rejected', `The inline policy of the permission set ${name} has no room for one more statement (AWS allows ${mostCharacters} characters), so it was left alone and live sessions of it go on. Deny them with a service control policy, or make room in the policy, then run the case again.`);
	}
	return next;
};

/** null: nothing is left of the policy. */
export const lifting = (text: string | null, name: string, userId: string, now: Date): string | null => {
	const policy = mustRead(text, name);
	return written({ ...policy, denials: without(policy.denials, userId, now) });
};
