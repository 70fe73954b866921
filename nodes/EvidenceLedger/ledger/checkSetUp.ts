import type { IExecuteFunctions, IN8nHttpFullResponse, INodeProperties } from 'n8n-workflow';
import type { Ledger } from '../../../ledger/types';
import type { Checked } from '../../../lifecycle/check';
import { systemClock } from '../../../lifecycle/clock';
import { checkClock } from '../../../lifecycle/setUp/clock';
import { checkLedger } from '../../../lifecycle/setUp/ledger';
import { checkProtected } from '../../../lifecycle/setUp/protected';
import { checkSinks } from '../../../lifecycle/setUp/sinks';
import { checkTriggers } from '../../../lifecycle/setUp/triggers';
import { judgeWebhook } from '../../../lifecycle/setUp/webhooks';
import { webhooksIn, type Webhook } from '../../../lifecycle/webhooks';
import { checkBambooHr } from '../../../systems/bamboohr/check';
import { companyIn } from '../../shared/bambooHr';
import { inQueueMode, ledgerCredential, ledgerDirectory, markOf } from '../../shared/ledger';
import { checked, withChecks } from '../../shared/setUp';
import { httpOver, sendingOptions, type RawRequest } from '../../shared/transport';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { watchTermsOf } from './checkTriggers';

const show = { resource: ['ledger'], operation: ['checkSetUp'] };

export const checkSetUpFields: INodeProperties[] = [
	{
		displayName: 'Date of an Outside Server',
		name: 'outsideDate',
		type: 'string',
		default: '',
		placeholder: '={{ $json.headers.date }}',
		description: 'The date header of an answer that an HTTP Request node got from any server outside, to compare the clock of n8n with. Empty: the clock is not checked.',
		displayOptions: { show },
	},
];

export const checkSetUp: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const opened = await ledgerOf(context, itemIndex).then(
		(ledger) => ({ ledger }),
		(problem: unknown) => ({ problem }),
	);
	const inLedger = 'ledger' in opened ? await checksIn(context, itemIndex, opened.ledger) : [await checked('Evidence ledger', Promise.reject(opened.problem))];
	const found = [...inLedger, ...(await clockIn(context, itemIndex)), ...(await bambooHrIn(context))];
	return { json: { ...withChecks(json, found), ...('ledger' in opened ? { ledger: markOf(context, opened.ledger) } : {}) } };
};

const checksIn = async (context: IExecuteFunctions, itemIndex: number, ledger: Ledger): Promise<Checked[]> => {
	const now = systemClock.now();
	return [
		await checked('Evidence ledger', checkLedger(ledger, String(context.getWorkflow().id), whereItLies(context))),
		await checked('Break-glass accounts', checkProtected(ledger, now)),
		await checked('Triggers', checkTriggers(ledger, now, watchTermsOf(context, itemIndex))),
		...(await Promise.all((await webhooksIn(ledger)).map((webhook) => checked(`Webhook for ${webhook.source}`, asked(context, webhook))))),
		...(await checkSinks(ledger, now)),
	];
};

const whereItLies = (context: IExecuteFunctions): string => {
	const mode = inQueueMode() ? 'for n8n in queue mode' : 'for n8n in a single process';
	const chosen = context.getNode().credentials?.[ledgerCredential];
	return chosen === undefined ? `in ${ledgerDirectory()}, ${mode}` : `in PostgreSQL (credential "${chosen.name}"), ${mode}`;
};

/** Only looked at: what is posted there without a signature would be an alarm. */
const asked = async (context: IExecuteFunctions, { url }: Webhook) => {
	const send = async (request: RawRequest) => (await context.helpers.httpRequest({ ...sendingOptions(request), ignoreHttpStatusErrors: true })) as IN8nHttpFullResponse;
	const answer = await httpOver({ system: 'n8n', baseUrl: '', send })({ method: 'GET', path: url }).catch(() => null);
	return judgeWebhook(url, answer);
};

const clockIn = async (context: IExecuteFunctions, itemIndex: number): Promise<Checked[]> => {
	const outside = textOf(context, 'outsideDate', itemIndex);
	return outside === '' ? [] : [{ what: 'Clock', ...checkClock(outside, systemClock.now()) }];
};

const bambooHrIn = async (context: IExecuteFunctions): Promise<Checked[]> => {
	if (context.getNode().credentials?.['jmlBambooHrApi'] === undefined) return [];
	return [{ system: 'bamboohr', ...(await checked('BambooHR', companyIn(context).then(({ bamboo }) => checkBambooHr(bamboo)))) }];
};
