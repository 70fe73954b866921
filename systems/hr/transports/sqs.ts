import { isDictionary, textIn } from '../fields';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import { standardWebhooks } from '../signatures/standardWebhooks';
import type { Delivery, Door, Keys, Message, Surroundings, Verdict } from '../source';
import { isEnvelope, openEnvelope } from './sns';
import type { Dictionary } from '../../http/parse';

/**
 * Messages that a node read from a queue with n8n's own AWS credential. Who may write into the queue is for its policy
 * to say; what SNS put there has to be signed by AWS, and everything else by the sender where a secret is given.
 */
export const sqs: Door = async (message, keys, at) => {
	const read = jsonIn(message.body);
	const list = isDictionary(read) && Array.isArray(read['Messages']) ? read['Messages'] : [read];
	const deliveries: Delivery[] = [];
	for (const one of list) {
		const verdict = await openOne(one, keys, at);
		if (verdict.kind !== 'genuine') return verdict;
		deliveries.push(...verdict.deliveries);
	}
	return { kind: 'genuine', deliveries };
};

const openOne = async (one: unknown, keys: Keys, at: Surroundings): Promise<Verdict> => {
	const body = isDictionary(one) ? (textIn(one['Body']) ?? textIn(one['body'])) : null;
	const id = isDictionary(one) ? (textIn(one['MessageId']) ?? textIn(one['messageId'])) : null;
	if (!isDictionary(one) || body === null || id === null) return refuse('no message');
	const payload = jsonIn(body);
	if (isEnvelope(payload)) return openEnvelope(payload, keys, at);
	if (keys.secrets.length > 0) return standardWebhooks({ ...bare, headers: attributesOf(one), body: Buffer.from(body, 'utf8') }, keys, at);
	return payload === undefined ? refuse('no message') : { kind: 'genuine', deliveries: [{ id, payload }] };
};

const bare: Message = { headers: {}, query: {}, body: Buffer.alloc(0) };

const attributesOf = (one: Dictionary): Record<string, string> => {
	const attributes = one['MessageAttributes'] ?? one['messageAttributes'];
	if (!isDictionary(attributes)) return {};
	return Object.fromEntries(
		Object.entries(attributes).flatMap(([name, value]) => {
			const text = isDictionary(value) ? (textIn(value['StringValue']) ?? textIn(value['stringValue'])) : null;
			return text === null ? [] : [[name.toLowerCase(), text]];
		}),
	);
};
