import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { LedgerRecord } from '../../ledger/types';
import { keepUnread } from '../../lifecycle/inbox';
import { keep } from '../../lifecycle/keep';
import { Problem } from '../../lifecycle/problem';
import { doors, type DoorId } from '../../systems/hr';
import { digestOf } from '../../systems/hr/signatures/compare';
import type { Delivery, Message, Refusal, Reply, Verdict } from '../../systems/hr/source';
import { markOf } from '../shared/ledger';
import { lowerCased } from '../shared/transport';
import { itemOf, minuteOf, noOutputs, tell, type Outputs, type Place } from './place';
import { keysOf } from './settings';

/** Far more than any HR system sends, far too short to keep a server busy. */
const largestBody = 1024 * 1024;

/** From the wire to a hint: nothing of a message is believed but whom it is about, and that only when its sender proved who it is. */
export const receive = async (place: Place): Promise<Outputs> => {
	const verdict = await admit(place, await messageOf(place));
	const outputs = noOutputs();
	const reply = (answer: Reply) => void outputs.replies.push(itemOf(place, answer as unknown as IDataObject));

	if (verdict.kind === 'refused') {
		await noteRefusal(place, verdict.reason, verdict.why);
		reply({ status: statusOf[verdict.reason], body: {} });
		return outputs;
	}
	if (verdict.kind === 'handshake') {
		reply(verdict.reply);
		const { tell: news } = verdict;
		if (news) outputs.attention.push(...(await tell(place, { kind: 'webhook.handshake', employeeId: null, problem: news.why, within: minuteOf(place.now), mark: '', ...(news.confirmUrl ? { more: { confirmUrl: news.confirmUrl } } : {}) })));
		return outputs;
	}
	for (const delivery of verdict.deliveries) outputs.toRead.push(...(await takeIn(place, delivery)));
	reply({ status: 202, body: { accepted: true } });
	return outputs;
};

/** To a forger all refusals look alike. */
const statusOf: Record<Refusal, number> = { 'too large': 413, 'no message': 400, 'no key': 401, unsigned: 401, 'wrong signature': 401, 'too old': 401, 'other sender': 401 };

const admit = async (place: Place, message: Message): Promise<Verdict> => {
	const { context, index, source, now } = place;
	if (message.body.length > largestBody) return { kind: 'refused', reason: 'too large', why: `it is ${message.body.length} bytes long, far more than an HR system sends` };
	const door = source.door ?? doors[context.getNodeParameter('signedBy', index) as DoorId];
	return await door(message, await keysOf(context, index), { now, fetchText: (url) => fetchText(context, url) });
};

/** Certificates of AWS; the address was checked by who asks for it. */
const fetchText = async (context: IExecuteFunctions, url: string): Promise<string> => {
	const answer: unknown = await context.helpers.httpRequest({ method: 'GET', url, encoding: 'text', json: false, disableFollowRedirect: true, timeout: 10_000 });
	return String(answer);
};

const messageOf = async ({ context, index }: Place): Promise<Message> => {
	const { json, binary } = context.getInputData()[index]!;
	const headers = lowerCased(Object(json['headers']) as object);
	const query = Object.fromEntries(Object.entries(Object(json['query']) as object).map(([name, value]) => [name, String(value)]));
	if (binary?.['data']) return { headers, query, body: await context.helpers.getBinaryDataBuffer(index, 'data') };
	const { body = json['rawBody'] } = json;
	if (typeof body === 'string') return { headers, query, body: Buffer.from(body, 'utf8') };
	// A queue is read by a node with a credential of its own, which hands on what it read.
	if (context.getNodeParameter('signedBy', index, '') === 'sqs') return { headers: {}, query: {}, body: Buffer.from(JSON.stringify(json), 'utf8') };
	throw new Problem('misconfigured', 'The message came without the bytes it was signed as, so nobody can check it. Switch on the option "Raw Body" in the Webhook node in front of this one.');
};

/** Known again for ever: the same message says nothing a second time. Within seconds it may be another one, and whom it names is read with those who are still unread. */
const takeIn = async (place: Place, { id, payload }: Delivery): Promise<Outputs['toRead']> => {
	const { ledger, taker, source, trying, now } = place;
	const hints = source.hints(payload);
	const once = `hr/delivery/${taker.workflow}/${taker.source}/${digestOf(id)}`;
	if (!trying) {
		const [before] = await ledger.records({ once, limit: 1 });
		// First who is to be read: had n8n died on the way, the message would be taken for a repetition and nobody read.
		if (!before || mayBeAnother(place, before)) for (const { employeeId, said } of hints) if (employeeId !== null) await keepUnread(ledger, taker, employeeId, `A message says "${said.slice(0, 60)}", and they have not been read since.`);
		const employees = hints.flatMap(({ employeeId }) => employeeId ?? []);
		const { appended } = before ? { appended: false } : await keep(ledger, { kind: 'webhook.received', once, content: { source: taker.source, workflow: taker.workflow, employees } });
		if (!appended) {
			await noteRepetition(place, once);
			return [];
		}
	}
	const message = source.door ? {} : { message: payload as IDataObject };
	return hints.map(({ employeeId, said }) => itemOf(place, { source: taker.source, employeeId, hint: { said, receivedAt: now.toISOString() }, ...message, ledger: markOf(place.context, ledger) }));
};

const alikeMs = 10_000;

/** Many senders tell messages apart by the second alone: two within one look alike, and the first may have been read too early for the second. */
const mayBeAnother = ({ now }: Place, before: LedgerRecord): boolean => now.getTime() - Date.parse(before.at) <= alikeMs;

/** One record per reason and minute, whatever else varies: whoever floods us must not fill the disk with evidence of it. */
const noteRefusal = async ({ ledger, taker, context, now, trying }: Place, reason: Refusal, why: string): Promise<void> => {
	if (trying) return;
	await keep(ledger, {
		kind: 'webhook.refused',
		once: `refused/${taker.workflow}/${context.getNode().id}/${reason.replaceAll(' ', '-')}/${minuteOf(now)}`,
		content: { source: taker.source, workflow: taker.workflow, why: `A webhook was refused: ${why}. Nobody was touched.` },
	});
};

const noteRepetition = async ({ ledger, taker, now }: Place, delivery: string): Promise<void> => {
	await keep(ledger, {
		kind: 'webhook.repeated',
		once: `repeated/${delivery}/${minuteOf(now)}`,
		content: { source: taker.source, workflow: taker.workflow, why: 'A webhook that had been taken in came again. Nothing was done a second time.' },
	});
};
