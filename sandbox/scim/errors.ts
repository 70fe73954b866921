import type { Reply, ReplyHeaders } from '../server/message';
import { Refusal } from '../server/message';

export type ScimType = 'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue' | 'invalidVers' | 'sensitive';

export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

export interface ErrorBody {
	schemas: [typeof ERROR];
	status: string | number;
	scimType?: ScimType;
	detail: string;
}

export function errorReply(status: number, detail: string, { scimType, headers = {} }: { scimType?: ScimType; headers?: ReplyHeaders } = {}): Reply {
	const body: ErrorBody = { schemas: [ERROR], status: String(status), ...(scimType === undefined ? {} : { scimType }), detail };
	return { status, headers, body };
}

export const refuse = (status: number, detail: string, headers: ReplyHeaders = {}) => new Refusal(errorReply(status, detail, { headers }));

/** A 400 that says which kind of mistake it was. */
export const mistake = (scimType: Exclude<ScimType, 'uniqueness'>, detail: string) => new Refusal(errorReply(400, detail, { scimType }));

export const taken = (detail: string) => new Refusal(errorReply(409, detail, { scimType: 'uniqueness' }));

export const notFound = (id: string) => refuse(404, `Resource ${id} not found`);
