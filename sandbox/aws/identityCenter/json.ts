import { jsonBody } from '../../server/message';
import type { AwsCall, AwsRoute } from '../call';
import { refuseJson } from '../errors';

/** A call of a service that reads JSON, with its body read. */
export interface JsonCall extends AwsCall {
	body: Record<string, unknown>;
}

type Operations = Record<string, (call: JsonCall) => object | void>;

export const notFound = (what: string, id: string) => refuseJson('ResourceNotFoundException', `${what} not found.`, { ResourceType: what.toUpperCase(), ResourceId: id });
export const validation = (message: string) => refuseJson('ValidationException', message);
export const conflict = (message: string, more: Record<string, unknown> = {}) => refuseJson('ConflictException', message, more);

export function text({ body }: JsonCall, name: string): string {
	const value = body[name];
	if (typeof value !== 'string' || value === '') throw validation(`1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`);
	return value;
}

export const part = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});

/** `NextToken` says where the next page begins. */
export function page<T>(call: JsonCall, field: string, items: readonly T[], show: (item: T) => object | string): object {
	const { NextToken, MaxResults = 100 } = call.body;
	const start = NextToken === undefined ? 0 : Number(Buffer.from(String(NextToken), 'base64url').toString('utf8'));
	if (!Number.isInteger(start) || start < 0) throw validation('Invalid NextToken.');
	if (!(Number(MaxResults) >= 1 && Number(MaxResults) <= 100)) throw validation('MaxResults must be between 1 and 100.');
	const end = start + Math.min(Number(MaxResults), call.state.settings.pageSize);
	return { [field]: items.slice(start, end).map(show), ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}) };
}

const routesOf = (service: string, operations: Operations, prepare: (call: JsonCall) => void): AwsRoute[] =>
	Object.entries(operations).map(([operation, handle]) => ({
		method: 'POST',
		path: `/${service}/${operation}`,
		needs: `${service}:${operation}`,
		handle: (given) => {
			const body = jsonBody(given.incoming);
			if (body === undefined) throw refuseJson('SerializationException', 'The body is not valid JSON.');
			const call: JsonCall = { ...given, body };
			prepare(call);
			return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: handle(call) ?? {} };
		},
	}));

export const isHome = ({ state: { identityCenter }, caller }: JsonCall) => caller.region === identityCenter.region;

/** There is one identity store, in one region, of one account. */
function checkStore(call: JsonCall): void {
	const id = text(call, 'IdentityStoreId');
	const { identityStoreId, ownerAccountId } = call.state.identityCenter;
	if (!isHome(call) || id !== identityStoreId || call.caller.accountId !== ownerAccountId) throw notFound('IDENTITYSTORE', id);
}

function checkOwner(call: JsonCall): void {
	const { ownerAccountId } = call.state.identityCenter;
	if (call.caller.accountId !== ownerAccountId) throw refuseJson('AccessDeniedException', 'Only the management account may ask about this instance.');
}

function checkInstance(call: JsonCall): void {
	const arn = text(call, 'InstanceArn');
	if (!isHome(call) || arn !== call.state.identityCenter.instanceArn) throw notFound('Instance', arn);
	checkOwner(call);
}

export const identityStore = (operations: Operations) => routesOf('identitystore', operations, checkStore);
export const sso = (operations: Operations) => routesOf('sso', operations, checkInstance);
/** An application's ARN says which instance it is of. */
export const ssoOfApplications = (operations: Operations) => routesOf('sso', operations, checkOwner);
/** Whoever asks sees the instance, where it is. */
export const ssoEverywhere = (operations: Operations) => routesOf('sso', operations, () => {});
export const organizations = (operations: Operations) => routesOf('organizations', operations, () => {});

