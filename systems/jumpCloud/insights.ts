import { systemClock } from '../../lifecycle/clock';
import { deadline, unlessAborted } from '../../lifecycle/deadline';
import { asProblem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse, type JumpCloud } from './client';

/** What Directory Insights shows, or that it shows nothing because it could not be read. */
export type Shown<Found> = { readable: true; found: Found } | { readable: false };

/** What comes after a suspension is not kept waiting for the proof of it. */
export const insightsPatienceMs = 10_000;

const day = 86_400_000;
const leewayMs = 60_000;

/** Nothing a person can or cannot do depends on Insights: where it fails, there is no proof, and that is all. */
const search = async (jumpCloud: JumpCloud, from: Date, field: string, value: string): Promise<Shown<Dictionary[]>> => {
	const patience = deadline(systemClock, insightsPatienceMs, 'Directory Insights did not answer in time.');
	try {
		return { readable: true, found: await unlessAborted(() => jumpCloud.events({ service: ['all'], start_time: from.toISOString(), search_term: { and: [{ [field]: value }] } }), patience.signal) };
	} catch (error) {
		if (asProblem(error).code === 'cancelled' && !patience.signal.aborted) throw error;
		return { readable: false };
	} finally {
		patience.lift();
	}
};

const partOf = (event: Dictionary, name: string): Dictionary => {
	const part = event[name];
	return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as Dictionary) : {};
};

/** Whether the event suspended the user, or let them in; null where it did neither. */
const suspends = (event: Dictionary, userId: string): boolean | null => {
	if (event['event_type'] !== 'user_update' || event['success'] === false || partOf(event, 'resource')['id'] !== userId) return null;
	const changes = (Array.isArray(event['changes']) ? (event['changes'] as unknown[]) : []).map((change) => Object(change) as { field?: unknown; to?: unknown });
	const decisive = changes.filter(({ field }) => field === 'state' || field === 'suspended');
	return decisive.length === 0 ? null : decisive.some(({ field, to }) => (field === 'state' ? to === 'SUSPENDED' : String(to) === 'true'));
};

const instantOf = (event: Dictionary): string => parse.optionalText(event['timestamp'], 'event.timestamp') ?? '';

const latest = (events: readonly Dictionary[]): Dictionary | undefined =>
	events.filter((event) => !Number.isNaN(Date.parse(instantOf(event)))).sort((a, b) => Date.parse(instantOf(a)) - Date.parse(instantOf(b))).at(-1);

/** Since when the user is suspended, as far as Insights shows it: who was let in again afterwards is not. */
export const suspendedAt = async (jumpCloud: JumpCloud, userId: string, since: string | null): Promise<Shown<string | null>> => {
	const from = since === null ? Date.now() - 90 * day : Date.parse(since) - leewayMs;
	const events = await search(jumpCloud, new Date(from), 'resource.id', userId);
	if (!events.readable) return events;
	const last = latest(events.found.filter((event) => suspends(event, userId) !== null));
	return { readable: true, found: last !== undefined && suspends(last, userId) === true ? instantOf(last) : null };
};

/** When an administrator with this address last did something. */
export const administeredAt = async (jumpCloud: JumpCloud, email: string): Promise<Shown<string | null>> => {
	const events = await search(jumpCloud, new Date(Date.now() - 90 * day), 'initiated_by.email', email);
	if (!events.readable) return events;
	const theirs = events.found.filter((event) => {
		const { email: by, type } = partOf(event, 'initiated_by');
		return type === 'admin' && typeof by === 'string' && by.toLowerCase() === email.toLowerCase();
	});
	const last = latest(theirs);
	return { readable: true, found: last === undefined ? null : instantOf(last) };
};
