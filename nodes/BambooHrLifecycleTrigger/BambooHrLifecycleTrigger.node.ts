import type { IExecuteFunctions, IHookFunctions, INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { atEdge } from '../shared/errors';
import { testLedger } from '../shared/ledgerTest';
import { goOn } from './goOn';
import { receive } from './receive';
import { isRegistered, register, unregister } from './registration';

export class BambooHrLifecycleTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BambooHR Lifecycle Trigger',
		name: 'bambooHrLifecycleTrigger',
		icon: { light: 'file:bamboohr.svg', dark: 'file:bamboohr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'Terminations',
		description: 'Starts when somebody has left according to BambooHR, from a signed webhook that is read back before anybody is touched',
		defaults: { name: 'BambooHR Lifecycle Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Event', 'Needs Attention'],
		credentials: [{ name: 'jmlBambooHrApi', required: true }, { name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'bamboohr' }],
		properties: [
			{
				displayName:
					'Publishing this workflow creates the webhook in BambooHR, unpublishing removes it. The poll times say how often what waits is looked at: terminations that fall due, and cases an interruption left unfinished.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'The Termination Date Is',
				name: 'dateMeaning',
				type: 'options',
				noDataExpression: true,
				default: '',
				required: true,
				options: [
					{ name: 'Choose What It Is in Your Company', value: '' },
					{ name: 'The First Day Gone', value: 'firstDayGone', description: 'Access ends when that day begins' },
					{ name: 'The Last Day Worked', value: 'lastDayWorked', description: 'Access ends on that day at the time below' },
				],
				description: 'Ask HR. Nobody can guess it, and it is the difference of a whole day with or without access.',
			},
			{
				displayName: 'Access Ends At',
				name: 'endsAt',
				type: 'string',
				default: '23:59',
				placeholder: '18:00',
				description: 'Time of day on the last day worked, 24 hours, in the time zone below',
				displayOptions: { show: { dateMeaning: ['lastDayWorked'] } },
			},
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'Europe/Berlin',
				description: 'Whose day it is when a date begins, as a name like Australia/Sydney. Left empty, it is the time zone of this workflow.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Labels That Mean Terminated',
						name: 'terminatedLabels',
						type: 'string',
						default: 'Terminated',
						description: 'Employment status labels, separated by commas, exactly as HR writes them. Somebody inactive with any other label is not acted upon but comes out of "Needs Attention".',
					},
					{
						displayName: 'Replay Window (Minutes)',
						name: 'replayWindow',
						type: 'number',
						typeOptions: { minValue: 5, maxValue: 1440 },
						default: 180,
						description: 'How old a signed webhook may be. BambooHR repeats one it could not deliver for up to two and a half hours, so a shorter window loses terminations.',
					},
					{
						displayName: 'Take Up Unfinished Cases After (Minutes)',
						name: 'silence',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 5,
						description: 'How long a case that was started but not closed may be silent before it is run again from the start. Nothing is done twice: every step reads first.',
					},
				],
			},
		],
		usableAsTool: undefined,
	};

	methods = { credentialTest: { testLedger } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await receive(this);
		} catch (error) {
			// n8n answers 500, and BambooHR delivers again.
			throw atEdge(this.getNode(), error);
		}
	}

	/** Passes on what came. Without it n8n would ask `poll` once more in a test, and drop what the webhook gave. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData(0), this.getInputData(1)];
	}

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await goOn(this);
		} catch (error) {
			throw atEdge(this.getNode(), error);
		}
	}
}
