import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { Reply } from '../../server/message';
import { header, jsonBody, ok, Refusal, type Incoming } from '../../server/message';
import type { Call, Route } from '../../server/router';
import type { VendorStyle } from '../../server/style';
import { eventsIn } from './stacked';

export interface SplunkEvent {
	time: number;
	host: string;
	source: string;
	sourcetype: string;
	index: string;
	event: unknown;
	fields: Record<string, unknown>;
}

export interface CollectorToken {
	enabled: boolean;
	/** May be written to; the first is the default. */
	indexes: string[];
	/** Demands a channel, and tells when its events are indexed. */
	acknowledges: boolean;
}

export interface SplunkSettings {
	/** Whether what is accepted is searchable at once. */
	indexesAtOnce: boolean;
	maxContentLength: number;
}

interface Acknowledgement {
	id: number;
	channel: string;
	events: SplunkEvent[];
}

interface SplunkState {
	tokens: Map<string, CollectorToken>;
	/** Accepted and not indexed. */
	queued: SplunkEvent[];
	indexed: SplunkEvent[];
	pending: Acknowledgement[];
	/** Acknowledged and not yet asked for, by channel. */
	acknowledged: Map<string, number[]>;
	settings: SplunkSettings;
	lastAck: number;
}

export interface SplunkDouble extends RunningDouble<SplunkState> {
	connection: { url: string; collector: string; token: string; tokenWithAcknowledgement: string; index: string };
	settings: SplunkSettings;
	controls: Controls;
	/** What a search finds: HEC takes everything as often as it is sent. */
	events(): SplunkEvent[];
	/** Indexes what was accepted. */
	index(): void;
}

const say = (status: number, code: number, text: string, more: object = {}): Reply => ({ status, body: { text, code, ...more } });
const refuse = (...said: Parameters<typeof say>): never => {
	throw new Refusal(say(...said));
};

const style: VendorStyle = {
	notFound: () => say(404, 404, 'The requested URL was not found on this server.'),
	unknownMethod: () => say(405, 405, 'Method Not Allowed'),
	forbidden: () => say(403, 4, 'Invalid token'),
	throttled: () => say(503, 9, 'Server is busy'),
	failed: (_incoming, status) => (status === 503 ? say(503, 9, 'Server is busy') : say(status, 8, 'Internal server error')),
	everyAnswer: () => ({ server: 'Splunkd' }),
};

function authenticate(incoming: Incoming, { tokens }: SplunkState): CollectorToken {
	const given = header(incoming, 'authorization');
	if (given === undefined) return refuse(401, 2, 'Token is required');
	const [, value] = /^Splunk (\S+)$/.exec(given) ?? [];
	if (value === undefined) return refuse(401, 3, 'Invalid authorization');
	const token = tokens.get(value);
	if (token === undefined) return refuse(403, 4, 'Invalid token');
	return token.enabled ? token : refuse(403, 1, 'Token disabled');
}

type SplunkCall = Call<SplunkState, CollectorToken>;

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function channelOf({ incoming, query, caller }: SplunkCall): string {
	const channel = header(incoming, 'x-splunk-request-channel') ?? query.get('channel') ?? undefined;
	if (channel === undefined) return caller.acknowledges ? refuse(400, 10, 'Data channel is missing') : '';
	return GUID.test(channel) ? channel : refuse(400, 11, 'Invalid data channel');
}

function read(given: unknown, number: number, { caller, clock }: SplunkCall): SplunkEvent {
	const wrong = (code: number, text: string): never => refuse(400, code, text, { 'invalid-event-number': number });
	if (typeof given !== 'object' || given === null || Array.isArray(given)) return wrong(6, 'Invalid data format');
	const { time, host, source, sourcetype, index = caller.indexes[0], event, fields = {} } = given as Record<string, unknown>;
	if (event === undefined) return wrong(12, 'Event field is required');
	if (event === '' || event === null) return wrong(13, 'Event field cannot be blank');
	if (!caller.indexes.includes(String(index))) return wrong(7, 'Incorrect index');
	const nested = typeof fields !== 'object' || fields === null || Object.values(fields).some((value) => typeof value === 'object');
	if (nested) return wrong(15, 'Error in handling indexed fields');
	return {
		time: typeof time === 'number' ? time : clock.now() / 1_000,
		host: String(host ?? 'splunk'),
		source: String(source ?? 'http:jml'),
		sourcetype: String(sourcetype ?? 'httpevent'),
		index: String(index),
		event,
		fields: fields as Record<string, unknown>,
	};
}

const collect = (call: SplunkCall): Reply => {
	const { state, incoming, caller } = call;
	const channel = channelOf(call);
	if (incoming.rawBody.length > state.settings.maxContentLength) return refuse(413, 27, 'Request entity too large');
	const text = incoming.rawBody.toString('utf8');
	if (text.trim() === '') return refuse(400, 5, 'No data');
	const stacked = eventsIn(text);
	if (stacked === undefined) return refuse(400, 6, 'Invalid data format', { 'invalid-event-number': 0 });
	const events = stacked.map((given, number) => read(given, number, call));
	(state.settings.indexesAtOnce ? state.indexed : state.queued).push(...events);
	if (!caller.acknowledges) return say(200, 0, 'Success');
	const ackId = state.lastAck++;
	if (state.settings.indexesAtOnce) state.acknowledged.set(channel, [...(state.acknowledged.get(channel) ?? []), ackId]);
	else state.pending.push({ id: ackId, channel, events });
	return say(200, 0, 'Success', { ackId });
};

/** True is said a single time. */
const acknowledge = (call: SplunkCall): Reply => {
	const { state, caller, incoming } = call;
	const channel = channelOf(call);
	if (!caller.acknowledges) return refuse(400, 14, 'ACK is disabled');
	const asked = jsonBody(incoming)?.['acks'];
	if (!Array.isArray(asked)) return refuse(400, 6, 'Invalid data format');
	const known = state.acknowledged.get(channel) ?? [];
	state.acknowledged.set(channel, known.filter((id) => !asked.includes(id)));
	return ok({ acks: Object.fromEntries(asked.map((id) => [String(id), known.includes(Number(id))])) });
};

const routes: Route<SplunkState, CollectorToken>[] = [
	{ method: 'POST', path: '/services/collector', handle: collect },
	{ method: 'POST', path: '/services/collector/event', handle: collect },
	{ method: 'POST', path: '/services/collector/ack', handle: acknowledge },
	{ method: 'GET', path: '/services/collector/health', open: true, handle: () => ({ status: 200, body: { text: 'HEC is healthy', code: 17 } }) },
];

const TOKEN = '2f1d1d9e-0000-4000-8000-00000000c011';
const TOKEN_WITH_ACKNOWLEDGEMENT = '2f1d1d9e-0000-4000-8000-00000000ac4d';
const INDEX = 'audit';

export async function startSplunk(options: DoubleOptions & { settings?: Partial<SplunkSettings> }): Promise<SplunkDouble> {
	const token = (acknowledges: boolean): CollectorToken => ({ enabled: true, indexes: ['main', INDEX], acknowledges });
	const state: SplunkState = {
		tokens: new Map([[TOKEN, token(false)], [TOKEN_WITH_ACKNOWLEDGEMENT, token(true)]]),
		queued: [],
		indexed: [],
		pending: [],
		acknowledged: new Map(),
		lastAck: 0,
		settings: { indexesAtOnce: true, maxContentLength: 838_860_800, ...options.settings },
	};
	const nobody: CollectorToken = { enabled: false, indexes: [], acknowledges: false };
	const running = await startDouble(() => ({ name: 'splunk', state, routes, style, authenticate, nobody }), options);
	const index = () => {
		running.aboutToChange();
		state.indexed.push(...state.queued.splice(0));
		for (const { channel, id } of state.pending.splice(0)) state.acknowledged.set(channel, [...(state.acknowledged.get(channel) ?? []), id]);
	};
	return {
		...running,
		settings: state.settings,
		events: () => state.indexed,
		index,
		controls: { commands: { index }, views: { events: () => state.indexed } },
		connection: { url: running.url, collector: `${running.url}/services/collector/event`, token: TOKEN, tokenWithAcknowledgement: TOKEN_WITH_ACKNOWLEDGEMENT, index: INDEX },
	};
}
