import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { Reply } from '../../server/message';
import { header, ok, Refusal, type Incoming } from '../../server/message';
import type { Call, Route } from '../../server/router';
import type { VendorStyle } from '../../server/style';
import { learn, type Mapping } from './mapping';

export interface ElasticDocument {
	_id: string;
	_source: Record<string, unknown>;
}

interface DataStream {
	documents: Map<string, ElasticDocument>;
	mapping: Mapping;
}

export interface ApiKey {
	secret: string;
	/** Data streams it may write to, and what it may do there. */
	names: RegExp;
	privileges: string[];
}

export interface ElasticSettings {
	/** Documents of one request beyond this are turned away with 429. */
	queue: number;
}

interface ElasticState {
	apiKeys: Map<string, ApiKey>;
	streams: Map<string, DataStream>;
	settings: ElasticSettings;
}

export interface ElasticDouble extends RunningDouble<ElasticState> {
	connection: { url: string; dataStream: string; bulk: string; apiKey: string };
	settings: ElasticSettings;
	controls: Controls;
	/** In the order they were created. */
	documents(): ElasticDocument[];
}

const failure = (status: number, type: string, reason: string): Reply => ({ status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } });
const refuse = (...said: Parameters<typeof failure>): never => {
	throw new Refusal(failure(...said));
};

const style: VendorStyle = {
	notFound: ({ url, method }) => failure(404, 'illegal_argument_exception', `no handler found for uri [${url}] and method [${method}]`),
	unknownMethod: ({ url, method }) => failure(405, 'illegal_argument_exception', `Incorrect HTTP method for uri [${url}] and method [${method}]`),
	forbidden: () => failure(403, 'security_exception', 'action [indices:data/write/bulk] is unauthorized for API key'),
	throttled: () => failure(429, 'es_rejected_execution_exception', 'rejected execution of coordinating operation'),
	failed: (_incoming, status) => failure(status, 'cluster_block_exception', 'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized]'),
	everyAnswer: () => ({ 'x-elastic-product': 'Elasticsearch' }),
};

function authenticate(incoming: Incoming, { apiKeys }: ElasticState): ApiKey {
	const [, encoded] = /^ApiKey (\S+)$/.exec(header(incoming, 'authorization') ?? '') ?? [];
	const [id = '', secret] = Buffer.from(encoded ?? '', 'base64').toString('utf8').split(':');
	const known = apiKeys.get(id);
	return known !== undefined && known.secret === secret ? known : refuse(401, 'security_exception', 'unable to authenticate with provided credentials and anonymous access is not allowed for this request');
}

type ElasticCall = Call<ElasticState, ApiKey>;

const bulk = ({ state, incoming, params, caller, clock }: ElasticCall): Reply => {
	const target = params['target'] ?? '';
	if (!/^application\/(x-ndjson|json)\b/.test(header(incoming, 'content-type') ?? '')) return refuse(406, 'media_type_header_exception', `Content-Type header [${header(incoming, 'content-type') ?? ''}] is not supported`);
	const text = incoming.rawBody.toString('utf8');
	if (text === '') return refuse(400, 'parse_exception', 'request body is required');
	if (!text.endsWith('\n')) return refuse(400, 'illegal_argument_exception', 'The bulk request must be terminated by a newline [\\n]');
	if (!caller.names.test(target) || !caller.privileges.includes('create_doc')) return refuse(403, 'security_exception', `action [indices:data/write/bulk[s]] is unauthorized for API key on indices [${target}]`);
	if (!state.streams.has(target)) {
		if (!target.startsWith('logs-')) return refuse(404, 'index_not_found_exception', `no such index [${target}]`);
		if (!caller.privileges.includes('auto_configure')) return refuse(403, 'security_exception', `action [indices:admin/auto_create] is unauthorized for API key on indices [${target}]`);
		state.streams.set(target, { documents: new Map(), mapping: new Map() });
	}
	const items = operationsIn(text).map(({ action, id, source }, index) => {
		const refused = (status: number, type: string, reason: string) => ({ [action]: { _index: target, _id: id, status, error: { type, reason } } });
		if (action !== 'create') return refused(400, 'illegal_argument_exception', 'only write ops with an op_type of create are allowed in data streams');
		if (index >= state.settings.queue) return refused(429, 'es_rejected_execution_exception', 'rejected execution of primary operation');
		return { create: create(state.streams.get(target)!, target, id ?? `auto-${clock.now()}-${index}`, source, refused) };
	});
	return ok({ took: 4, errors: items.some((item) => Object.values(item).some(({ status }) => status !== 201)), items });
};

type Refused = (status: number, type: string, reason: string) => Record<string, { status: number }>;

function create({ documents, mapping }: DataStream, target: string, id: string, source: unknown, refused: Refused): { status: number } {
	if (Buffer.byteLength(id) > 512) return refused(400, 'action_request_validation_exception', 'id is too long').create!;
	if (documents.has(id)) return refused(409, 'version_conflict_engine_exception', `[${id}]: version conflict, document already exists (current version [1])`).create!;
	if (typeof source !== 'object' || source === null || Array.isArray(source)) return refused(400, 'document_parsing_exception', 'failed to parse').create!;
	const document = source as Record<string, unknown>;
	if (typeof document['@timestamp'] !== 'string') return refused(400, 'document_parsing_exception', 'data stream timestamp field [@timestamp] is missing').create!;
	const conflict = learn(mapping, document);
	if (conflict !== undefined) return refused(400, 'document_parsing_exception', conflict).create!;
	documents.set(id, { _id: id, _source: document });
	return { _index: `.ds-${target}-000001`, _id: id, _version: 1, result: 'created', _seq_no: documents.size - 1, _primary_term: 1, status: 201 } as { status: number };
}

interface Operation {
	action: string;
	id: string | undefined;
	source: unknown;
}

function operationsIn(text: string): Operation[] {
	const lines = text.split('\n').filter((line) => line !== '');
	const parsed = lines.map((line) => {
		try {
			return JSON.parse(line) as Record<string, unknown>;
		} catch {
			return refuse(400, 'illegal_argument_exception', 'Malformed action/metadata line');
		}
	});
	if (parsed.length % 2 === 1) refuse(400, 'illegal_argument_exception', 'The bulk request must pair actions with sources');
	return parsed.flatMap((line, index) => {
		if (index % 2 === 1) return [];
		const [action = '', meta] = Object.entries(line)[0] ?? [];
		if (!['create', 'index', 'update', 'delete'].includes(action)) refuse(400, 'illegal_argument_exception', `Malformed action/metadata line [${index + 1}], expected one of [create, delete, index, update] but found [${action}]`);
		const id = (meta as { _id?: unknown } | undefined)?._id;
		return [{ action, id: id === undefined ? undefined : String(id), source: parsed[index + 1] }];
	});
}

const routes: Route<ElasticState, ApiKey>[] = [{ method: 'POST', path: '/:target/_bulk', handle: bulk }];

const KEY = { id: 'jmlEvidenceKey', secret: 'kestrel-sandbox-elastic' };
const DATA_STREAM = 'logs-jml.evidence-default';

export async function startElastic(options: DoubleOptions & { settings?: Partial<ElasticSettings> }): Promise<ElasticDouble> {
	const state: ElasticState = {
		apiKeys: new Map([[KEY.id, { secret: KEY.secret, names: /^logs-jml\./, privileges: ['auto_configure', 'create_doc'] }]]),
		streams: new Map(),
		settings: { queue: 10_000, ...options.settings },
	};
	const nobody: ApiKey = { secret: '', names: /^$/, privileges: [] };
	const running = await startDouble(() => ({ name: 'elastic', state, routes, style, authenticate, nobody }), options);
	const documents = () => [...state.streams.values()].flatMap((stream) => [...stream.documents.values()]);
	return {
		...running,
		settings: state.settings,
		documents,
		controls: { commands: {}, views: { documents } },
		connection: { url: running.url, dataStream: DATA_STREAM, bulk: `${running.url}/${DATA_STREAM}/_bulk`, apiKey: Buffer.from(`${KEY.id}:${KEY.secret}`).toString('base64') },
	};
}
