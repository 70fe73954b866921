import type { JsonObject, Segment } from '../../ledger/types';
import { ecsOf } from './ecs';
import { ocsfOf } from './ocsf';
import { outgoingIn, type Outgoing } from './outgoing';
import { read } from './reading';
import type { SinkType } from './sink';

export type EventFormat = 'ocsf' | 'ecs';

/** How a sink wants to have what it is sent. */
export interface PackingTerms {
	type: SinkType;
	format: EventFormat;
	/** Splunk's, where the token's own is not meant. */
	index?: string;
	sourceType?: string;
}

export interface Packing {
	contentType: string;
	/** What the records weigh in the body, one by one. */
	weigh(segment: Segment): number[];
	body(segment: Segment): string;
}

export const packingFor = (ledger: string, terms: PackingTerms): Packing => (terms.type === 's3' ? segmentFile : eventsFor(ledger, terms, terms.type));

/** Laid out one record a line, so that people can look at it; the lines are weighed as they will stand there. */
const segmentFile: Packing = {
	contentType: 'application/json',
	weigh: ({ records }) => records.map((record) => bytesOf(JSON.stringify(record)) + 3),
	body: ({ records, ...rest }) => {
		const members = Object.entries(rest).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
		return `{\n${members.join(',\n')},\n"records": [\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n}\n`;
	},
};

/** Sentinel cuts a column off at 64 KB and says nothing; no event is let come near, whichever sink it is for. */
export const largestEvent = 56_000;

const eventOf = (outgoing: Outgoing, format: EventFormat): JsonObject => {
	const make = format === 'ocsf' ? ocsfOf : ecsOf;
	const whole = make(outgoing, true);
	return bytesOf(JSON.stringify(whole)) <= largestEvent ? whole : make(outgoing, false);
};

interface Wrapping {
	contentType: string;
	wrap(event: JsonObject, outgoing: Outgoing, terms: PackingTerms): string;
	join(lines: readonly string[]): string;
}

const eventsFor = (ledger: string, terms: PackingTerms, type: Exclude<SinkType, 's3'>): Packing => {
	const { contentType, wrap, join } = wrappings[type];
	const lines = (segment: Segment) => outgoingIn(ledger, segment).map((outgoing) => wrap(eventOf(outgoing, terms.format), outgoing, terms));
	return {
		contentType,
		weigh: (segment) => lines(segment).slice(0, -1).map((line) => bytesOf(line) + 1),
		body: (segment) => join(lines(segment)),
	};
};

const wrappings: { readonly [Type in Exclude<SinkType, 's3'>]: Wrapping } = {
	splunk: {
		// Objects in a row are no JSON, and what n8n sends as JSON without being it, it puts into quotes.
		contentType: 'text/plain',
		wrap: (event, outgoing, { index, sourceType }) => {
			const { record, id, ledger } = outgoing;
			const { phase } = read(outgoing);
			return JSON.stringify({
				time: Date.parse(record.at) / 1_000,
				host: ledger.split('/')[0],
				source: ledger,
				sourcetype: sourceType ?? 'jml:evidence',
				...(index === undefined ? {} : { index }),
				event,
				fields: { event_id: id, kind: record.kind, ...(record.caseId === undefined ? {} : { case_id: record.caseId }), ...(phase === null ? {} : { phase }) },
			});
		},
		join: (lines) => lines.join('\n'),
	},
	elastic: {
		contentType: 'application/x-ndjson',
		wrap: (event, { id }) => `${JSON.stringify({ create: { _id: id } })}\n${JSON.stringify(event)}`,
		join: (lines) => `${lines.join('\n')}\n`,
	},
	sentinel: {
		contentType: 'application/json',
		wrap: (event, outgoing) => {
			const { record, id, ledger, hash } = outgoing;
			const { phase, state, facts, target } = read(outgoing);
			return JSON.stringify({
				TimeGenerated: record.at,
				EventId: id,
				Ledger: ledger,
				Sequence: record.seq,
				CaseId: record.caseId ?? null,
				Kind: record.kind,
				Phase: phase,
				State: state,
				System: facts['system'] ?? null,
				Step: facts['step'] ?? null,
				TargetUser: target?.email ?? target?.name ?? target?.id ?? null,
				EntryHash: hash,
				Event: event,
			});
		},
		join: (lines) => `[${lines.join(',')}]`,
	},
};

export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
