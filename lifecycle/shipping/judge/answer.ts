import { redact } from '../../../ledger/secrets';
import type { Problem } from '../../problem';
import type { Receipt } from '../cursor';

/** What came back from a sink, read once and believed in nothing. */
export interface Answer {
	status: number | null;
	/** Names in lower case. */
	headers: { readonly [name: string]: string };
	body: unknown;
	/** Why there is no answer at all, in n8n's words. */
	failure: string | null;
	/** The bytes that were read back, where that was asked for. */
	bytes: Buffer | null;
}

/** What a judge found wrong: why nothing is marked, and what to do about it. */
export interface Fault {
	code: Problem['code'];
	what: string;
	todo: string;
}

export type Verdict = { receipt: Receipt } | Fault;

export const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An item as n8n's HTTP Request node gives it with *Include Response Headers and Status*, or as its failure. */
export const answerIn = (item: unknown, bytes: Buffer | null): Answer => {
	const given = isObject(item) ? item : {};
	const status = given['statusCode'];
	const failure = given['error'] === undefined || given['error'] === null ? null : failureIn(given['error']);
	return {
		// To what failed n8n adds the fields that went in, and with them an answer to something else.
		status: failure === null && typeof status === 'number' && Number.isInteger(status) ? status : null,
		headers: headersIn(given['headers']),
		// n8n puts a text beside `body`, in `data`.
		body: given['body'] ?? given['data'],
		failure,
		bytes,
	};
};

const headersIn = (value: unknown): Answer['headers'] =>
	isObject(value) ? Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (typeof one === 'string' ? [[name.toLowerCase(), one]] : []))) : {};

const failureIn = (error: unknown): string => {
	if (!isObject(error)) return quoted(error);
	const { code, message, description } = error;
	const parts = [message, description, code].filter((part): part is string => typeof part === 'string' && part !== '');
	const told = parts.filter((part, index) => !parts.slice(0, index).some((before) => before.includes(part)));
	return told.length === 0 ? 'no reason given' : quoted(told.join(' – '));
};

/** Texts from outside, short enough for a mail and without anything that looks like a secret. */
export const quoted = (text: unknown): string => {
	const flat = redact(typeof text === 'string' ? text : (JSON.stringify(text) ?? '')).replaceAll(/\s+/g, ' ').trim();
	return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
};

/** What every sink's refusal has in common; undefined where it is for the sink's own judge to say. */
export const commonFault = (sink: string, { status, headers, body, failure }: Answer): Fault | undefined => {
	if (status === null) {
		if (failure === null) return { code: 'misconfigured', what: 'what reached Mark Shipped is no answer of a sink', todo: 'In the node that sends, switch on Options › Response › "Include Response Headers and Status" and "Never Error"' };
		return { code: 'unreachable', what: `${sink} gave no answer (${failure})`, todo: 'Check that it is up and that n8n may reach it through firewall and proxy' };
	}
	if (status === 429) {
		const wait = headers['retry-after'];
		return { code: 'throttled', what: `${sink} asked for fewer requests (429${wait === undefined ? '' : `, again after ${quoted(wait)} s`})`, todo: 'Nothing, if it goes away by itself; otherwise ship less often' };
	}
	if (status >= 500) return { code: 'vendor_error', what: `${sink} failed (${status}${saying(body)})`, todo: 'Nothing, if it goes away by itself; otherwise ask whoever runs it' };
	if (status >= 300 && status < 400) return { code: 'misconfigured', what: `${sink} sent us elsewhere (${status}), which looks like a sign-in page`, todo: 'Check the address in the node that sends' };
	return undefined;
};

export const saying = (body: unknown): string => (body === undefined || body === null || body === '' || (isObject(body) && Object.keys(body).length === 0) ? '' : `: ${quoted(body)}`);
