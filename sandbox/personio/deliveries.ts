import type { Clock } from '../clock';
import type { Posted } from '../server/post';
import { post } from '../server/post';
import { createWatchers } from '../server/watchers';
import type { EventName, PersonioState, Webhook } from './state';

const MINUTE = 60_000;
/** Six attempts within three days, the gaps growing; how long each is, Personio does not say. Its fast attempts before them are left out. */
const RETRY_MINUTES = [1, 10, 60, 360, 1_440] as const;

export interface PersonioDelivery extends Posted {
	event: EventName;
	personId: string;
	attempt: number;
	body: string;
}

export interface Deliveries {
	/** Every attempt, the oldest first. */
	readonly attempts: readonly PersonioDelivery[];
	/** Resolves with the first attempt, past or future, that fits. */
	waitFor(fits: (delivery: PersonioDelivery) => boolean): Promise<PersonioDelivery>;
	/** From now on this certificate authority is trusted. */
	trust(certificate: string): void;
}

/** 4xx is the receiver's last word, and so is 501. */
const isWorthAnother = ({ statusCode }: Posted): boolean => statusCode === undefined || (statusCode >= 500 && statusCode !== 501);

const headersOf = ({ authType, token, customHeaders }: Webhook): Record<string, string> => {
	if (authType === 'TOKEN') return { authorization: token };
	return authType === 'CUSTOM' ? customHeaders : {};
};

export function createDeliveries(state: PersonioState, clock: Clock): Deliveries & { send(event: EventName, personId: string, payload: object): void; stop(): Promise<void> } {
	const attempts: PersonioDelivery[] = [];
	const made = createWatchers(() => attempts);
	const trusted: string[] = [];
	const underway = new Set<Promise<void>>();
	const ending = new AbortController();

	async function attempt(webhookId: string, parcel: Pick<PersonioDelivery, 'event' | 'personId' | 'body'>, number: number): Promise<void> {
		const webhook = state.webhooks.get(webhookId);
		if (ending.signal.aborted || webhook?.status !== 'ENABLED') return;
		const headers = { 'content-type': 'application/json', ...headersOf(webhook) };
		const result = await post({ url: webhook.url, headers, body: parcel.body, trusted, timeoutMs: state.settings.receiverTimeoutMs, stop: ending.signal });
		const gap = RETRY_MINUTES[number - 1];
		if (isWorthAnother(result) && gap !== undefined && !ending.signal.aborted) clock.schedule(clock.now() + gap * MINUTE, () => track(attempt(webhookId, parcel, number + 1)));
		const delivery = { ...parcel, attempt: number, ...result };
		attempts.push(delivery);
		made.announce(delivery);
	}

	const track = (work: Promise<void>) => {
		const done = work.finally(() => underway.delete(done));
		underway.add(done);
	};

	return {
		attempts,
		waitFor: made.waitFor,
		trust: (certificate) => void trusted.push(certificate),
		send: (event, personId, payload) => {
			if (state.settings.messagesToLose > 0) {
				state.settings.messagesToLose -= 1;
				return;
			}
			const body = JSON.stringify({ company_id: '4711', event_name: event, occurred_at: clock.iso(), payload, meta: {} });
			for (const { id, events } of state.webhooks.values()) if (events.includes(event)) track(attempt(id, { event, personId, body }, 1));
		},
		stop: async () => {
			ending.abort();
			while (underway.size > 0) await Promise.all(underway);
		},
	};
}
