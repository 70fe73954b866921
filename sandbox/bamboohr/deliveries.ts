import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { createWatchers } from '../server/watchers';
import { recordTime } from './dates';
import type { Delivery } from './delivery';
import { RETRY_MINUTES, statusOf } from './delivery';
import { bodyFor, wants } from './payload';
import { sign } from './signature';
import type { BambooState, Happening, LogEntry, Webhook } from './state';
import type { Posted } from '../server/post';
import { post } from '../server/post';

const MINUTE = 60_000;
const LOG_LIMIT = 200;

export interface Deliveries {
	/** Every attempt, oldest first. */
	readonly attempts: readonly Delivery[];
	onDelivery(listener: (delivery: Delivery) => void): () => void;
	/** Resolves with the first attempt, past or future, that fits. */
	waitFor(fits: (delivery: Delivery) => boolean): Promise<Delivery>;
	/** Resolves when nothing is on its way; retries that wait for the clock do not count. */
	settled(): Promise<void>;
	/** The same bytes once more, as after an acknowledgement that got lost. */
	redeliver(delivery: Delivery): Promise<Posted>;
	/** From now on this certificate authority is trusted. */
	trust(certificate: string): void;
}

interface Parcel {
	id: string;
	webhook: Webhook;
	happening: Happening;
	body: string;
}

export function createDeliveries(state: BambooState, clock: Clock): Deliveries & { pump(): void; stop(): void } {
	const attempts: Delivery[] = [];
	const made = createWatchers(() => attempts);
	const trusted: string[] = [];
	const underway = new Set<Promise<unknown>>();
	const queues = new Map<string, Promise<unknown>>();
	const ending = new AbortController();
	const send = (url: string, headers: Record<string, string>, body: string) =>
		post({ url, headers, body, trusted, timeoutMs: state.settings.receiverTimeoutMs, stop: ending.signal });

	const headersFor = ({ webhook, body }: Parcel): Record<string, string> => {
		const timestamp = String(Math.floor((state.settings.stampWith === 'machine' ? Date.now() : clock.now()) / 1000));
		return {
			'content-type': webhook.format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
			'user-agent': 'BambooHR/Webhooks',
			'x-bamboohr-timestamp': timestamp,
			'x-bamboohr-signature': sign(webhook.privateKey, body, timestamp),
			...(webhook.includeCompanyDomain ? { 'company-domain': state.settings.companyDomain } : {}),
		};
	};

	const note = ({ id: webhookId, url, format }: Webhook, { statusCode }: Posted, delivered: boolean, employeeId: string) => {
		const lastAttempted = recordTime(clock.now());
		const entry: LogEntry = { webhookId, url, lastAttempted, lastSuccess: delivered ? lastAttempted : '', statusCode: statusCode ?? null, format, employeeIds: [employeeId] };
		state.webhookLog = [entry, ...state.webhookLog].slice(0, LOG_LIMIT);
	};

	async function attempt(parcel: Parcel, number: number): Promise<void> {
		const webhook = state.webhooks.get(parcel.webhook.id);
		if (ending.signal.aborted || webhook === undefined) return;
		const { body, happening } = parcel;
		const headers = headersFor(parcel);
		const at = clock.iso();
		const lost = state.settings.deliveriesToLose > 0;
		if (lost) state.settings.deliveriesToLose -= 1;
		const result: Posted = lost ? {} : await send(webhook.url, headers, body);
		const status = lost ? 'lost' : statusOf(result, number);
		const wait = RETRY_MINUTES[number - 1];
		const due = status === 'will-retry' && wait !== undefined ? clock.now() + wait * MINUTE : undefined;
		const delivery: Delivery = {
			id: parcel.id,
			webhookId: webhook.id,
			url: webhook.url,
			attempt: number,
			status,
			at,
			...(due === undefined ? {} : { retryAt: new Date(due).toISOString() }),
			action: happening.action,
			employeeId: happening.employeeId,
			body,
			headers,
			...result,
		};
		if (!lost) note(webhook, result, status === 'delivered', happening.employeeId);
		if (status === 'delivered') webhook.lastSent = recordTime(clock.now());
		if (due !== undefined && !ending.signal.aborted) clock.schedule(due, () => track(attempt(parcel, number + 1)));
		attempts.push(delivery);
		made.announce(delivery);
	}

	const track = (work: Promise<unknown>) => {
		const done = work.finally(() => underway.delete(done));
		underway.add(done);
	};

	/** First attempts of one webhook leave in order; retries come when they come. */
	const enqueue = (parcel: Parcel) => {
		const before = queues.get(parcel.webhook.id) ?? Promise.resolve();
		const work = before.then(() => attempt(parcel, 1));
		queues.set(parcel.webhook.id, work);
		track(work);
	};

	return {
		attempts,
		onDelivery: made.watch,
		waitFor: made.waitFor,
		settled: async () => {
			while (underway.size > 0) await Promise.all(underway);
		},
		redeliver: ({ url, headers, body }) => send(url, headers, body),
		trust: (certificate) => {
			trusted.push(certificate);
		},
		pump: () => {
			for (const happening of state.outbox.splice(0)) {
				for (const webhook of state.webhooks.values()) {
					const owner = state.apiKeys.get(webhook.ownerKey);
					if (owner === undefined || !wants(webhook, owner, happening)) continue;
					enqueue({ id: randomUUID(), webhook, happening, body: bodyFor(state, webhook, owner, happening) });
				}
			}
		},
		stop: () => {
			ending.abort();
		},
	};
}
