import { isDictionary, textIn } from '../fields';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import { refusalByToken } from '../signatures/token';
import type { Delivery, Door, Verdict } from '../source';
import type { Dictionary } from '../../http/parse';

const validation = 'Microsoft.EventGrid.SubscriptionValidationEvent';
const origin = 'eventgrid.azure.net';

/** Event Grid signs nothing: a secret in a header, or in the address, stands for it. In both of its schemas. */
export const eventGrid: Door = (message, keys) => {
	const refusal = refusalByToken(message, keys);
	if (refusal) return refusal;
	if (message.headers['webhook-request-origin'] !== undefined && message.body.length === 0) return permission(message.headers['webhook-request-origin']);
	const read = jsonIn(message.body);
	const events = Array.isArray(read) ? read : [read];
	const [first] = events;
	if (isDictionary(first) && first['eventType'] === validation) return validated(first);
	const deliveries = events.map(deliveryOf);
	return deliveries.length === 0 || deliveries.includes(undefined) ? refuse('no message') : { kind: 'genuine', deliveries: deliveries as Delivery[] };
};

/** The handshake of the CloudEvents schema, where something in front of n8n passes it on. */
const permission = (asking: string): Verdict =>
	asking === origin ? { kind: 'handshake', reply: { status: 200, body: {}, headers: { 'WebHook-Allowed-Origin': origin, Allow: 'POST' } } } : refuse('other sender');

const validated = ({ data }: Dictionary): Verdict => {
	const code = isDictionary(data) ? textIn(data['validationCode']) : null;
	return code === null ? refuse('no message') : { kind: 'handshake', reply: { status: 200, body: { validationResponse: code } } };
};

const deliveryOf = (event: unknown): Delivery | undefined => {
	if (!isDictionary(event)) return undefined;
	const id = textIn(event['id']);
	const sender = textIn(event['source']) ?? textIn(event['topic']) ?? '';
	const payload = event['data'] ?? (typeof event['data_base64'] === 'string' ? jsonIn(Buffer.from(event['data_base64'], 'base64')) : undefined);
	return id === null || payload === undefined ? undefined : { id: `${sender}/${id}`, payload };
};
