import { randomUUID } from 'node:crypto';
import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { Reply } from '../../server/message';
import { formBody, header, ok, Refusal, type Incoming } from '../../server/message';
import type { Call, Route } from '../../server/router';
import type { VendorStyle } from '../../server/style';

export type Row = Record<string, unknown>;

interface App {
	clientSecret: string;
	/** Whether it has the role Monitoring Metrics Publisher on the rule. */
	mayPublish: boolean;
}

export interface SentinelSettings {
	tokenSeconds: number;
}

interface SentinelState {
	apps: Map<string, App>;
	/** Client id by token. */
	tokens: Map<string, { clientId: string; expiresAt: number }>;
	/** The stream's columns; the rest of a row is dropped without a word. */
	columns: string[];
	rows: Row[];
	settings: SentinelSettings;
}

export interface SentinelDouble extends RunningDouble<SentinelState> {
	connection: { tokenUrl: string; scope: string; clientId: string; clientSecret: string; endpoint: string; ingestion: string; rule: string; stream: string };
	settings: SentinelSettings;
	controls: Controls;
	rows(): Row[];
}

const TENANT = '6a6d6c00-7e4a-4e12-8000-000000000001';
const CLIENT = { id: '6a6d6c00-c11e-4e12-8000-000000000002', secret: 'kestrel-sandbox-sentinel' };
const RULE = 'dcr-0123456789abcdef0123456789abcdef';
const STREAM = 'Custom-JmlEvidence_CL';
const SCOPE = 'https://monitor.azure.com/.default';
const API_VERSION = '2023-01-01';
const LARGEST_CALL = 1_048_576;
const LARGEST_FIELD = 65_536;

const COLUMNS = ['TimeGenerated', 'EventId', 'Ledger', 'Sequence', 'CaseId', 'Kind', 'Phase', 'State', 'System', 'Step', 'TargetUser', 'EntryHash', 'Event'];

const failure = (status: number, code: string, message: string, headers: Record<string, string> = {}): Reply => ({ status, headers, body: { error: { code, message } } });
const refuse = (...said: Parameters<typeof failure>): never => {
	throw new Refusal(failure(...said));
};

const style: VendorStyle = {
	notFound: () => failure(404, 'NotFound', 'The requested resource was not found.'),
	unknownMethod: () => failure(405, 'MethodNotAllowed', 'The method is not allowed.'),
	forbidden: () => failure(403, 'OperationFailed', 'The authentication token provided does not have access to ingest data for the data collection rule.'),
	throttled: (_incoming, { retryAfterSeconds, resetInSeconds }) => failure(429, 'RateLimitExceeded', 'The request rate limit was exceeded.', { 'Retry-After': String(retryAfterSeconds ?? resetInSeconds ?? 60) }),
	failed: (_incoming, status) => failure(status, 'InternalServerError', 'The server encountered an error.'),
	everyAnswer: () => ({ 'x-ms-request-id': randomUUID() }),
};

function authenticate(incoming: Incoming, state: SentinelState): App {
	const [, token] = /^Bearer (\S+)$/.exec(header(incoming, 'authorization') ?? '') ?? [];
	const known = state.tokens.get(token ?? '');
	if (known === undefined || known.expiresAt <= Date.now()) return refuse(401, 'InvalidAuthenticationToken', 'The access token is missing, expired or invalid.');
	const app = state.apps.get(known.clientId)!;
	return app.mayPublish ? app : refuse(403, 'OperationFailed', 'The authentication token provided does not have access to ingest data for the data collection rule. It may take up to 30 minutes for role assignments to propagate.');
}

type SentinelCall = Call<SentinelState, App | null>;

const oauthError = (status: number, error: string, error_description: string): never => {
	throw new Refusal({ status, body: { error, error_description } });
};

function credentialsIn(incoming: Incoming): { id: string; secret: string } {
	const [, basic] = /^Basic (\S+)$/.exec(header(incoming, 'authorization') ?? '') ?? [];
	const form = formBody(incoming);
	if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
	return { id, secret };
}

const issueToken = ({ state, incoming, params }: SentinelCall): Reply => {
	const form = formBody(incoming);
	if (params['tenant'] !== TENANT) return oauthError(400, 'invalid_request', `AADSTS90002: Tenant '${params['tenant'] ?? ''}' not found.`);
	if (form.get('grant_type') !== 'client_credentials') return oauthError(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
	const { id, secret } = credentialsIn(incoming);
	const app = state.apps.get(id);
	if (app === undefined) return oauthError(400, 'unauthorized_client', `AADSTS700016: Application with identifier '${id}' was not found in the directory.`);
	if (app.clientSecret !== secret) return oauthError(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
	if (form.get('scope') !== SCOPE) return oauthError(400, 'invalid_scope', 'AADSTS1002012: The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.');
	const token = randomUUID();
	state.tokens.set(token, { clientId: id, expiresAt: Date.now() + state.settings.tokenSeconds * 1_000 });
	return ok({ token_type: 'Bearer', expires_in: state.settings.tokenSeconds, ext_expires_in: state.settings.tokenSeconds, access_token: token });
};

const ingest = ({ state, incoming, params, query }: SentinelCall): Reply => {
	if (query.get('api-version') !== API_VERSION) return refuse(400, 'InvalidApiVersion', 'The api-version query parameter is missing or unknown.');
	if (params['rule'] !== RULE) return refuse(404, 'NotFound', 'Data collection rule with immutable Id was not found.');
	if (params['stream'] !== STREAM) return refuse(400, 'InvalidStream', `Stream '${params['stream'] ?? ''}' was not found in the data collection rule.`);
	if (incoming.rawBody.length > LARGEST_CALL) return refuse(413, 'ContentLengthLimitExceeded', 'Maximum allowed content length: 1048576 bytes.');
	const rows = rowsIn(incoming);
	if (rows === undefined) return refuse(400, 'InvalidPayload', 'The payload is not a JSON array of objects.');
	if (rows.some(({ TimeGenerated }) => typeof TimeGenerated !== 'string' || Number.isNaN(Date.parse(TimeGenerated)))) return refuse(400, 'InvalidPayload', 'A row has no TimeGenerated.');
	state.rows.push(...rows.map((row) => kept(row, state.columns)));
	return { status: 204 };
};

function rowsIn(incoming: Incoming): Row[] | undefined {
	try {
		const value: unknown = JSON.parse(incoming.rawBody.toString('utf8'));
		return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)) ? (value as Row[]) : undefined;
	} catch {
		return undefined;
	}
}

/** What is too long for a field is cut off, and nobody is told. */
function kept(row: Row, columns: readonly string[]): Row {
	return Object.fromEntries(
		Object.entries(row)
			.filter(([name]) => columns.includes(name))
			.map(([name, value]) => {
				const text = typeof value === 'string' ? value : JSON.stringify(value);
				return [name, Buffer.byteLength(text) > LARGEST_FIELD ? Buffer.from(text).subarray(0, LARGEST_FIELD).toString('utf8') : value];
			}),
	);
}

const routes: Route<SentinelState, App | null>[] = [
	{ method: 'POST', path: '/:tenant/oauth2/v2.0/token', open: true, handle: issueToken },
	{ method: 'POST', path: '/dataCollectionRules/:rule/streams/:stream', handle: ingest },
];

/** Entra's token endpoint and the data collection endpoint under one address. */
export async function startSentinel(options: DoubleOptions & { settings?: Partial<SentinelSettings> }): Promise<SentinelDouble> {
	const state: SentinelState = {
		apps: new Map([[CLIENT.id, { clientSecret: CLIENT.secret, mayPublish: true }]]),
		tokens: new Map(),
		columns: [...COLUMNS],
		rows: [],
		settings: { tokenSeconds: 3_599, ...options.settings },
	};
	const running = await startDouble<SentinelState, App | null>(() => ({ name: 'sentinel', state, routes, style, authenticate, nobody: null }), options);
	const rows = () => state.rows;
	return {
		...running,
		settings: state.settings,
		rows,
		controls: { commands: {}, views: { rows } },
		connection: {
			tokenUrl: `${running.url}/${TENANT}/oauth2/v2.0/token`,
			scope: SCOPE,
			clientId: CLIENT.id,
			clientSecret: CLIENT.secret,
			endpoint: running.url,
			ingestion: `${running.url}/dataCollectionRules/${RULE}/streams/${STREAM}?api-version=${API_VERSION}`,
			rule: RULE,
			stream: STREAM,
		},
	};
}
