import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import type { BambooHr } from '../../systems/bamboohr/client';
import { asProblem, Problem, type ProblemCode } from '../../lifecycle/problem';
import { noteRegistered, noteRemoved } from '../../lifecycle/webhooks';
import type { Dictionary } from '../../systems/http/parse';
import { sourceOf } from '../shared/bambooHr';
import { atEdge } from '../shared/errors';
import { openNodeLedger } from '../shared/ledger';
import { companyOf, rulesOf } from './settings';

/** Without these nobody can be told to have left; what the others bring late the poll finds in minutes. */
const needed = ['status', 'employmentHistoryStatus', 'terminationDate', 'hireDate'] as const;
const events = ['employee.created', 'employee.updated', 'employee.deleted'] as const;
const monitorFields: readonly string[] = [
	...needed,
	'jobTitle',
	'department',
	'division',
	'location',
	'supervisor',
	'workEmail',
	'employeeNumber',
	'firstName',
	'lastName',
	'preferredName',
] as const;

export interface Registration {
	id: string;
	/** The signing key, shown once by BambooHR. Kept where n8n keeps what belongs to an active workflow. */
	key: string;
	/** What it watches, where that is less than all: the key's user may not see the rest. */
	fields?: readonly string[];
}

type Registrations = { [url: string]: Registration | undefined };

/**
 * By address: the editor's test and the published workflow have one each, hence two registrations at BambooHR. The
 * mode does not tell them apart, because n8n deletes a test's webhook in the same mode as a published one's.
 */
const registrations = (context: Pick<IHookFunctions, 'getWorkflowStaticData'>): Registrations => {
	const data = context.getWorkflowStaticData('node');
	return (data['registrations'] ??= {}) as Registrations;
};

const ownUrl = (context: Pick<IHookFunctions, 'getNodeWebhookUrl'>): string => context.getNodeWebhookUrl('default') ?? '';

/** For a delivery. There n8n names the published address even in a test, whose registration is then the other one. */
export const registrationFor = (context: IWebhookFunctions): Registration | undefined => {
	const known = registrations(context);
	if (context.getMode() !== 'manual') return known[ownUrl(context)];
	const test = Object.keys(known).find((url) => url !== ownUrl(context));
	return test === undefined ? undefined : known[test];
};

/** Only a webhook that is in BambooHR, points here and watches what we need counts; its key is known to nobody but us. */
export const isRegistered = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		rulesOf(context);
		const url = ownUrl(context);
		const known = registrations(context)[url];
		if (known === undefined) return false;
		const { bamboo } = await companyOf(context);
		const found = (await isOurs(bamboo, known)) ? await bamboo.webhook(known.id).catch(goneIsNull) : null;
		if (found !== null && watches(found, known.fields ?? monitorFields) && found['url'] === url) {
			await shown(context, url);
			return true;
		}
		await forget(context, bamboo, url);
		return false;
	});

export const register = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		rulesOf(context);
		await openNodeLedger(context);
		const url = ownUrl(context);
		if (!url.startsWith('https://')) {
			throw new Problem('misconfigured', `BambooHR delivers to https:// addresses only, and this n8n calls itself ${url || 'nothing'}. Put it behind HTTPS and set N8N_WEBHOOK_URL to its public address.`);
		}
		const { bamboo } = await companyOf(context);
		await removeLeftovers(context, bamboo, url);
		const create = (fields: readonly string[]) => bamboo.createWebhook({ name: `n8n: ${context.getWorkflow().name ?? 'joiner mover leaver'}`.slice(0, 100), url, events, monitorFields: fields });
		const whole = await create(monitorFields).catch(forbiddenIsNull);
		const { id, privateKey } = whole ?? (await create(needed));
		registrations(context)[url] = { id, key: privateKey, ...(whole === null ? { fields: needed } : {}) };
		await shown(context, url);
		return true;
	});

export const unregister = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		const { bamboo } = await companyOf(context);
		await forget(context, bamboo, ownUrl(context));
		return true;
	});

/** With an API key of another user BambooHR refuses to speak of the webhook at all, and publishing must not stop at that. */
const isOurs = async (bamboo: BambooHr, { id }: Registration): Promise<boolean> => (await bamboo.webhooks()).some((webhook) => String(webhook['id']) === id);

const forget = async (context: IHookFunctions, bamboo: BambooHr, url: string): Promise<void> => {
	const known = registrations(context)[url];
	if (known && (await isOurs(bamboo, known))) await bamboo.deleteWebhook(known.id).catch(goneIsNull);
	delete registrations(context)[url];
	await inLedger(context, (ledger) => noteRemoved(ledger, url));
};

/** For whoever checks the set-up. A test's address is there for a minute. */
const shown = async (context: IHookFunctions, url: string): Promise<void> => {
	if (context.getMode() === 'manual') return;
	const { domain } = await companyOf(context);
	await inLedger(context, (ledger) => noteRegistered(ledger, { workflow: String(context.getWorkflow().id), source: sourceOf(domain), url }));
};

/** A ledger that is down for a moment must not keep the trigger from listening: it says so itself whenever something comes. */
const inLedger = async (context: IHookFunctions, note: (ledger: Ledger) => Promise<void>): Promise<void> => {
	try {
		await note(await openNodeLedger(context));
	} catch (error) {
		context.logger.warn(`The address of the BambooHR webhook was not noted in the evidence ledger: ${asProblem(error).message}`);
	}
};

/**
 * A webhook to this very address whose key we do not have would only deliver what has to be refused. And one of ours
 * to an address this n8n no longer has delivers nowhere; only a test leaves the others alone, they are not its own.
 */
const removeLeftovers = async (context: IHookFunctions, bamboo: BambooHr, url: string): Promise<void> => {
	for (const webhook of await bamboo.webhooks()) {
		if (webhook['url'] === url) await bamboo.deleteWebhook(String(webhook['id'])).catch(goneIsNull);
	}
	if (context.getMode() === 'manual') return;
	for (const other of Object.keys(registrations(context))) if (other !== url) await forget(context, bamboo, other);
};

const watches = (webhook: Dictionary, wanted: readonly string[]): boolean => {
	const listed = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
	const fields = listed(webhook['monitorFields']);
	// Where BambooHR answers with the numbers of the fields instead of their names, only how many there are can be told.
	const named = fields.some((field) => /[a-z]/i.test(field));
	const complete = named ? wanted.every((field) => fields.includes(field)) : fields.length >= wanted.length;
	return complete && events.every((event) => listed(webhook['events']).includes(event));
};

const isNull =
	(code: ProblemCode) =>
	(error: unknown): null => {
		if (asProblem(error).code === code) return null;
		throw error;
	};

const goneIsNull = isNull('not_found');
/** The key's user may not see every field. */
const forbiddenIsNull = isNull('forbidden');

const atNodeEdge = async <T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> => {
	try {
		return await work();
	} catch (error) {
		throw atEdge(context.getNode(), error);
	}
};
