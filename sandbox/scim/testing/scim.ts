import type { AppName, ScimDouble } from '..';
import type { Resource } from '../state';

export interface Answer<Body = Resource> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Page {
	schemas: string[];
	totalResults: number;
	itemsPerPage: number;
	startIndex?: number;
	nextCursor?: string;
	Resources?: (Resource & { id: string })[];
}

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const operations = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations });
export const activeTo = (value: boolean) => operations({ op: 'replace', path: 'active', value });

/** One request to one application, as a client that follows the standard sends it. */
export async function scim<Body = Resource>(double: ScimDouble, app: AppName, method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer<Body>> {
	const { baseUrl, token } = double.connection[app];
	const answer = await fetch(`${baseUrl}${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json, application/json', ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
	return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : text) as Body };
}

/** What came of a request, in a word. */
export async function verdict(...request: Parameters<typeof scim>): Promise<string> {
	const { status, body } = await scim(...request);
	return [status, body.scimType].filter((part) => part !== undefined).join(' ');
}

export const filtered = (path: string, filter: string) => `${path}?filter=${encodeURIComponent(filter)}`;

/** The userNames, or displayNames, that a filter lets through. */
export async function found(double: ScimDouble, app: AppName, path: string, filter: string): Promise<unknown[]> {
	const { body } = await scim<Page>(double, app, 'GET', filtered(path, filter));
	return (body.Resources ?? []).map(({ userName, displayName }) => userName ?? displayName);
}
