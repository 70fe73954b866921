import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { waiting } from '../../lifecycle/inbox';
import { answerIn } from '../../systems/hr/answer';
import { atEdge } from '../shared/errors';
import { markOf } from '../shared/ledger';
import { hourOf, itemOf, noOutputs, placeOf, tell, type Outputs, type Place } from './place';
import { read } from './read';
import { receive } from './receive';
import { jsonOf } from './settings';

const works: Record<string, (place: Place) => Promise<Outputs>> = {
	answer: read,
	webhook: receive,
	unread: (place) => stillUnread(place),
};

/** One after the other, in the order they came: of two answers about one person the later one has the last word. */
export const run = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> => {
	const items = context.getInputData();
	const all = noOutputs();
	const failures: unknown[] = [];
	for (const index of items.keys()) {
		try {
			const place = await placeOf(context, index);
			const message = context.getNodeParameter('message', index) as string;
			add(all, await works[message]!(place));
			if (message === 'answer' && index === items.length - 1) all.attention.push(...(await tellOfMore(place)));
			if (message === 'unread') break;
		} catch (error) {
			const failure = atEdge(context.getNode(), error, index);
			if (!context.continueOnFail()) failures.push(failure);
			all.attention.push({ json: { source: String(context.getNodeParameter('source', index)), employeeId: null, problem: failure.message, error: failure.message }, pairedItem: { item: index } });
		}
	}
	if (failures.length > 0) throw failures[0];
	return [all.events, all.attention, all.replies, all.toRead];
};

const add = (all: Outputs, more: Outputs): void => {
	for (const name of Object.keys(all) as (keyof Outputs)[]) all[name].push(...more[name]);
};

/** Whoever a message named and nobody could read since: the HR system was down, or n8n was. */
const stillUnread = async (place: Place): Promise<Outputs> => {
	const { ledger, taker, now, context } = place;
	const { unread } = await waiting(ledger, taker, now, Infinity);
	return { ...noOutputs(), toRead: unread.map((employeeId) => itemOf(place, { source: taker.source, employeeId, hint: { said: 'unread', receivedAt: now.toISOString() }, ledger: markOf(context, ledger) })) };
};

/** A page that names another one behind it, and nothing came after it: only a part was read. */
const tellOfMore = async (place: Place): Promise<INodeExecutionData[]> => {
	const { context, index, source, now } = place;
	if (!source.goesOn) return [];
	let answer: unknown;
	try {
		answer = answerIn(jsonOf(context.getNodeParameter('answer', index)), source.label);
	} catch {
		return [];
	}
	if (!source.goesOn(answer)) return [];
	const problem = `${source.label} named another page behind the last one that was read, so people are missing. What was read counts; switch on pagination in the HTTP Request node to read the rest.`;
	return tell(place, { kind: 'source.suspect', employeeId: null, problem, within: hourOf(now) });
};
