import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/message';
import { formBody } from '../server/message';
import { elements, type Xml } from '../server/xml';
import type { AwsCall, AwsRoute } from './call';
import { invalid, NAMESPACES, refuse } from './errors';
import { accountOf } from './names';
import type { Account } from './state';

/** A call of IAM or STS, with its form read. */
export interface QueryCall extends AwsCall {
	form: URLSearchParams;
	account: Account;
}

type Answer = Xml | undefined | void;

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** Undefined where it is not sent; sent empty it is refused. */
export function optional({ form }: Pick<QueryCall, 'form'>, name: string): string | undefined {
	const value = form.get(name);
	if (value === '') throw invalid(lowerFirst(name), '', 'Member must have length greater than or equal to 1');
	return value ?? undefined;
}

export function required(call: Pick<QueryCall, 'form'>, name: string): string {
	const value = optional(call, name);
	if (value === undefined) throw refuse('ValidationError', `1 validation error detected: Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`);
	return value;
}

export function oneOf<Value extends string>(call: Pick<QueryCall, 'form'>, name: string, allowed: readonly Value[]): Value {
	const value = required(call, name);
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw invalid(lowerFirst(name), value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
	return found;
}

/** `Name.member.1`, `Name.member.2` … */
export const members = ({ form }: Pick<QueryCall, 'form'>, name: string): string[] => {
	const found: string[] = [];
	for (let value = form.get(`${name}.member.1`); value !== null; value = form.get(`${name}.member.${found.length + 1}`)) found.push(value);
	return found;
};

export const tagsIn = ({ form }: Pick<QueryCall, 'form'>) => {
	const tags: { Key: string; Value: string }[] = [];
	for (let Key = form.get('Tags.member.1.Key'); Key !== null; Key = form.get(`Tags.member.${tags.length + 1}.Key`)) tags.push({ Key, Value: form.get(`Tags.member.${tags.length + 1}.Value`) ?? '' });
	return tags;
};

export const member = (items: readonly (string | Xml)[]): Xml => ({ member: items });

const MARKER = /^[1-9]\d*$/;

/** One page of a list, which goes on after the marker it ends with. */
export function page<T>(call: QueryCall, field: string, items: readonly T[], show: (item: T) => string | Xml): Xml {
	const marker = optional(call, 'Marker');
	const read = marker === undefined ? '0' : Buffer.from(marker, 'base64url').toString('utf8');
	if (marker !== undefined && !MARKER.test(read)) throw refuse('ValidationError', 'Invalid Marker.');
	const asked = Number(optional(call, 'MaxItems') ?? 100);
	if (!(asked >= 1 && asked <= 1000)) throw invalid('maxItems', String(asked), 'Member must have value less than or equal to 1000');
	const start = Number(read);
	const end = start + Math.min(asked, call.state.settings.pageSize);
	const more = end < items.length;
	return { IsTruncated: more, Marker: more ? Buffer.from(String(end)).toString('base64url') : undefined, [field]: member(items.slice(start, end).map(show)) };
}

function answer(service: keyof typeof NAMESPACES, operation: string, result: Answer): Reply {
	const RequestId = randomUUID();
	const content = elements({ [`${operation}Result`]: result ?? undefined, ResponseMetadata: { RequestId } });
	return {
		status: 200,
		headers: { 'content-type': 'text/xml', 'x-amzn-requestid': RequestId },
		body: `<${operation}Response xmlns="${NAMESPACES[service]}">${content}</${operation}Response>`,
	};
}

const route = (service: keyof typeof NAMESPACES, operation: string, needs: string | undefined, handle: (call: QueryCall) => Answer): AwsRoute => ({
	method: 'POST',
	path: `/${service}/${operation}`,
	...(needs === undefined ? {} : { needs }),
	handle: (call) => answer(service, operation, handle({ ...call, form: formBody(call.incoming), account: accountOf(call.state, call.caller.accountId) })),
});

type Operations = Record<string, (call: QueryCall) => Answer>;

export const iam = (operations: Operations): AwsRoute[] => Object.entries(operations).map(([operation, handle]) => route('iam', operation, `iam:${operation}`, handle));

/** STS decides by itself who may do what. */
export const sts = (operations: Operations): AwsRoute[] => Object.entries(operations).map(([operation, handle]) => route('sts', operation, undefined, handle));
