import type { JournalEntry } from '../../../sandbox';

/** What two clients must agree on when they mean the same call. */
export interface Meant {
	method: string;
	path: string;
	query: Record<string, string>;
	body: unknown;
	scheme: string;
	/** The type wanted most. Okta's SDK adds that it would take anything else too. */
	accept: string;
	contentType: string | null;
}

const mediaType = (header: string | undefined): string | null => header?.split(/[,;]/)[0]!.trim().toLowerCase() ?? null;

const bodyOf = ({ body, headers }: JournalEntry): unknown => {
	if (body === '') return null;
	if (mediaType(headers['content-type']) === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
	return JSON.parse(body) as unknown;
};

export const meant = (entry: JournalEntry): Meant => ({
	method: entry.method,
	path: entry.path.split('/').map(decodeURIComponent).join('/'),
	query: { ...entry.query },
	body: bodyOf(entry),
	scheme: entry.headers['authorization']?.split(' ')[0] ?? '',
	accept: mediaType(entry.headers['accept']) ?? '',
	contentType: mediaType(entry.headers['content-type']),
});

export const isTokenRequest = ({ path }: { path: string }): boolean => path.startsWith('/oauth2/');

/** The same text for the same request, whatever order its parts were written in. */
const canonical = (value: unknown): string =>
	JSON.stringify(value, (_name, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
	);

export const distinct = (requests: readonly Meant[]): Meant[] => {
	const byText = new Map(requests.map((request) => [canonical(request), request]));
	return [...byText.keys()].sort().map((text) => byText.get(text)!);
};

const kinds: Record<string, RegExp> = {
	userId: /^00u[0-9a-z]{17}$/,
	groupId: /^00g[0-9a-z]{17}$/,
	clientId: /^0oa[0-9a-z]{17}$/,
	deviceId: /^guo[0-9a-z]{17}$/,
	apiTokenId: /^00T[0-9a-z]{17}$/,
	roleAssignmentId: /^ra1[0-9a-z]{17}$/,
	login: /@/,
};

/** Whether a request is the one an OpenAPI-like line names: `GET /api/v1/users/{userId}/groups`. */
export const fits = (line: string, { method, path }: Pick<Meant, 'method' | 'path'>): boolean => {
	const [verb, pattern] = line.split(' ') as [string, string];
	const [wanted, actual] = [pattern.split('/'), path.split('/')];
	return method === verb && wanted.length === actual.length && wanted.every((part, index) => kinds[part.slice(1, -1)]?.test(actual[index]!) ?? part === actual[index]);
};

/** The request without what differs from person to person and from moment to moment. */
export const shapeOf = (request: Meant): string => {
	const { after: _cursor, ...query } = request.query;
	return canonical({ ...request, query, body: withoutProfile(request.body) })
		.replaceAll(/\b(00u|00g|0oa|guo|00T|ra1)[0-9a-z]{17}\b/g, '{$1}')
		.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '{time}')
		.replaceAll(/[\w.+-]+@[\w.-]+/g, '{login}')
		.replaceAll(/(employeeNumber eq \\")[^"\\]*/g, '$1{hrId}')
		.replaceAll(/(profile\.name eq \\")[^"\\]*/g, '$1{groupName}');
};

const withoutProfile = (body: unknown): unknown => (typeof body === 'object' && body !== null && 'profile' in body ? { ...body, profile: '{profile}' } : body);
