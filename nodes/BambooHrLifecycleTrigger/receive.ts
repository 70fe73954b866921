import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Ledger, LedgerRecord } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { keep } from '../../lifecycle/keep';
import { asProblem } from '../../lifecycle/problem';
import { largestBody, parseHints, type Hint } from '../../systems/bamboohr/hint';
import { verify } from '../../systems/bamboohr/signature';
import { openNodeLedger } from '../shared/ledger';
import { eventItem, look, placeFor, preview, problemItem } from './look';
import { registrationFor } from './registration';
import { companyOf, replayWindowMs } from './settings';

/** From the wire to items: nothing in the payload is believed but whom it is about, and that only when BambooHR signed it. */
export const receive = async (context: IWebhookFunctions): Promise<IWebhookResponseData> => {
	let ledger: Ledger;
	try {
		ledger = await openNodeLedger(context);
	} catch (error) {
		// Without a ledger nothing may be taken in; BambooHR tries again for hours after a 503, and never after a 4xx.
		context.logger.error(`BambooHR webhook not taken in: ${asProblem(error).message}`);
		return respond(context, 503);
	}
	const body = await rawBodyOf(context);
	const admitted = await admit(context, body);
	if ('refused' in admitted) {
		await noteRefusal(ledger, context, admitted);
		return respond(context, 401);
	}
	if (context.getMode() === 'manual') return show(context, ledger, admitted.hints);

	const delivery = `bamboohr/delivery/${String(context.getWorkflow().id)}/${createHash('sha256').update(admitted.signature).digest('hex')}`;
	const [before] = await ledger.records({ once: delivery });
	if (before && !mayBeAnother(before)) {
		await noteRepetition(ledger, context, delivery);
		return respond(context, 200);
	}

	const items = { events: [] as INodeExecutionData[], problems: [] as INodeExecutionData[] };
	const place = await placeFor(context, ledger);
	for (const employeeId of new Set(admitted.hints.map((hint) => hint.employeeId))) {
		const seen = await look(place, employeeId);
		items.events.push(...seen.events);
		items.problems.push(...seen.problems);
	}
	// Only now: had n8n died on the way here, BambooHR would deliver again and find the door open.
	await keep(ledger, { kind: 'webhook.received', once: delivery, content: { source: 'bamboohr', workflow: String(context.getWorkflow().id), employees: admitted.hints.map(({ employeeId }) => employeeId) } });
	if (items.events.length + items.problems.length === 0) {
		if (before) await noteRepetition(ledger, context, delivery);
		return respond(context, 200);
	}
	return { workflowData: [items.events, items.problems], webhookResponse: { received: true } as IDataObject };
};

const alikeMs = 10_000;

/**
 * BambooHR gives messages no number and signs whole seconds: two changes of one person within a second look alike, and the
 * look for the first may have been too early for the second. Whoever replays one gains a look that finds no news.
 */
const mayBeAnother = (before: LedgerRecord): boolean => systemClock.now().getTime() - Date.parse(before.at) <= alikeMs;

/** A test in the editor looks and takes nothing in: the published workflow must find the same event untouched. */
const show = async (context: IWebhookFunctions, ledger: Ledger, hints: Hint[]): Promise<IWebhookResponseData> => {
	const events: INodeExecutionData[] = [];
	const problems: INodeExecutionData[] = [];
	const place = await placeFor(context, ledger);
	for (const { employeeId } of hints) {
		const reading = await preview(place, employeeId);
		if (reading.kind === 'read') events.push(...reading.news.map((announcement) => eventItem(place, announcement)));
		else problems.push(problemItem(employeeId, reading.problem, reading.kind === 'problem' ? { person: reading.person } : {}));
	}
	return { workflowData: [events, problems], webhookResponse: { received: true } as IDataObject };
};

type Refusal = 'too large' | 'no key' | 'unsigned' | 'wrong signature' | 'too old' | 'other company' | 'no message';
type Admission = { refused: Refusal; why: string } | { signature: string; hints: Hint[] };

const admit = async (context: IWebhookFunctions, rawBody: Buffer): Promise<Admission> => {
	const headers = context.getHeaderData() as Record<string, string | undefined>;
	if (rawBody.length > largestBody) return { refused: 'too large', why: `it is ${rawBody.length} bytes long, far more than BambooHR sends` };
	const registration = registrationFor(context);
	if (!registration) return { refused: 'no key', why: 'this workflow has no signing key; publish it again to register with BambooHR' };
	const signature = headers['x-bamboohr-signature'];
	const verdict = verify({ rawBody, timestamp: headers['x-bamboohr-timestamp'], signature }, registration.key, replayWindowMs(context), systemClock.now());
	if (verdict === 'unsigned') return { refused: verdict, why: 'it carries no signature' };
	if (verdict === 'wrong signature') return { refused: verdict, why: 'its signature does not match, so BambooHR did not send it to this workflow' };
	if (verdict === 'too old') return { refused: verdict, why: 'it is older than the replay window; somebody may be sending an old webhook again' };

	const { domain } = await companyOf(context);
	const company = headers['company-domain'];
	if (company !== undefined && company.toLowerCase() !== domain.toLowerCase()) return { refused: 'other company', why: `it comes from the company "${company.slice(0, 60)}" and not from "${domain}"` };
	try {
		return { signature: signature!, hints: parseHints(rawBody) };
	} catch {
		return { refused: 'no message', why: 'it is signed, but not a BambooHR message' };
	}
};

/** One record per reason and minute, whatever else varies: whoever floods us must not fill the disk with evidence of it. */
const noteRefusal = async (ledger: Ledger, context: IWebhookFunctions, { refused, why }: Exclude<Admission, { hints: Hint[] }>): Promise<void> => {
	const reason = refused.replaceAll(' ', '-');
	const workflow = String(context.getWorkflow().id);
	await keep(ledger, {
		kind: 'webhook.refused',
		once: `refused/${workflow}/${context.getNode().id}/${reason}/${thisMinute()}`,
		content: { source: 'bamboohr', workflow, why: `A webhook was refused: ${why}. Nobody was touched.` },
	});
};

/** BambooHR repeats what it believes undelivered, so this is no refusal; but whoever replays one shall be seen. */
const noteRepetition = async (ledger: Ledger, context: IWebhookFunctions, delivery: string): Promise<void> => {
	await keep(ledger, {
		kind: 'webhook.repeated',
		once: `repeated/${delivery}/${thisMinute()}`,
		content: { source: 'bamboohr', workflow: String(context.getWorkflow().id), why: 'A webhook that had been taken in came again. Nothing was done a second time.' },
	});
};

const thisMinute = (): string => systemClock.now().toISOString().slice(0, 16);

const rawBodyOf = async (context: IWebhookFunctions): Promise<Buffer> => {
	const request = context.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> & { readRawBody?: () => Promise<void> };
	if (!request.rawBody && request.readRawBody) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
};

const respond = (context: IWebhookFunctions, status: 200 | 401 | 503): IWebhookResponseData => {
	context.getResponseObject().status(status).end();
	return { noWebhookResponse: true };
};
