import type { IHookFunctions } from 'n8n-workflow';
import { asProblem, Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../../systems/http/parse';
import { atEdge } from '../shared/errors';
import { openNodeLedger } from '../shared/ledger';
import { companyOf, rulesOf } from './settings';

const events = ['employee.created', 'employee.updated', 'employee.deleted'] as const;
const monitorFields = ['status', 'employmentHistoryStatus', 'terminationDate', 'hireDate'] as const;

export interface Registration {
	id: string;
	/** The signing key, shown once by BambooHR. Kept where n8n keeps what belongs to an active workflow. */
	key: string;
	url: string;
}

type Context = Pick<IHookFunctions, 'getWorkflowStaticData' | 'getMode'>;

/** The editor's test and the published workflow have two addresses, hence two registrations. */
const slot = (context: Context): string => (context.getMode() === 'manual' ? 'test' : 'published');

export const registrationOf = (context: Context): Registration | undefined => context.getWorkflowStaticData('node')[slot(context)] as Registration | undefined;

const keep = (context: Context, registration: Registration | undefined): void => {
	const data = context.getWorkflowStaticData('node');
	if (registration) data[slot(context)] = { ...registration };
	else delete data[slot(context)];
};

/** Only a webhook that is in BambooHR, points here and watches what we need counts; its key is known to nobody but us. */
export const isRegistered = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		const known = registrationOf(context);
		if (known === undefined) return false;
		const { bamboo } = await companyOf(context);
		const found = await bamboo.webhook(known.id).catch(goneIsNull);
		if (found !== null && watches(found) && found['url'] === context.getNodeWebhookUrl('default')) return true;
		// Its key cannot be had a second time, so what is not as it should be is made anew.
		if (found !== null) await bamboo.deleteWebhook(known.id).catch(goneIsNull);
		keep(context, undefined);
		return false;
	});

export const register = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		rulesOf(context);
		await openNodeLedger(context.getInstanceBaseUrl());
		const url = context.getNodeWebhookUrl('default') ?? '';
		if (!url.startsWith('https://')) {
			throw new Problem('misconfigured', `BambooHR delivers to https:// addresses only, and this n8n calls itself ${url || 'nothing'}. Put it behind HTTPS and set WEBHOOK_URL to its public address.`);
		}
		const { bamboo } = await companyOf(context);
		await removeLeftovers(context, url);
		const { id, privateKey } = await bamboo.createWebhook({ name: `n8n: ${context.getWorkflow().name ?? 'joiner mover leaver'}`.slice(0, 100), url, events, monitorFields });
		keep(context, { id, key: privateKey, url });
		return true;
	});

export const unregister = (context: IHookFunctions): Promise<boolean> =>
	atNodeEdge(context, async () => {
		const known = registrationOf(context);
		if (known === undefined) return true;
		const { bamboo } = await companyOf(context);
		await bamboo.deleteWebhook(known.id).catch(goneIsNull);
		keep(context, undefined);
		return true;
	});

/** A webhook to this very address whose key we do not have would only deliver what has to be refused. */
const removeLeftovers = async (context: IHookFunctions, url: string): Promise<void> => {
	const { bamboo } = await companyOf(context);
	for (const webhook of await bamboo.webhooks()) {
		if (webhook['url'] === url) await bamboo.deleteWebhook(String(webhook['id'])).catch(goneIsNull);
	}
};

const watches = (webhook: Dictionary): boolean => {
	const listed = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
	const fields = listed(webhook['monitorFields']);
	return events.every((event) => listed(webhook['events']).includes(event)) && fields.length >= monitorFields.length;
};

const goneIsNull = (error: unknown): null => {
	if (asProblem(error).code === 'not_found') return null;
	throw error;
};

const atNodeEdge = async <T>(context: IHookFunctions, work: () => Promise<T>): Promise<T> => {
	try {
		return await work();
	} catch (error) {
		throw atEdge(context.getNode(), error);
	}
};
