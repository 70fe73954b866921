import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testLedger } from '../shared/ledgerTest';
import { testWebhookSecret } from './credentialTest';
import { answerFields } from './fields/answer';
import { genericFields } from './fields/generic';
import { timeFields } from './fields/time';
import { webhookFields } from './fields/webhook';
import { run } from './run';

export class HrEvent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HR Event',
		name: 'hrEvent',
		icon: { light: 'file:hrevent.svg', dark: 'file:hrevent.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { webhook: "Check a Message", answer: "Read an Answer", unread: "Who Is Unread" }[$parameter["message"]] }}',
		description: 'Check messages of an HR system, and turn what it says of people into a person and an event',
		defaults: { name: 'HR Event' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Event', 'Needs Attention', 'Reply', 'Read This Person'],
		// What HR says is for HR to say, not for an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlHrWebhookApi', required: false, testedBy: 'testWebhookSecret', displayOptions: { show: { message: ['webhook'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			{
				displayName: 'Source',
				name: 'source',
				type: 'options',
				noDataExpression: true,
				default: 'generic',
				options: [
					{ name: 'Gusto', value: 'gusto', description: 'Messages signed with X-Gusto-Signature, employees read from its API' },
					{ name: 'HiBob', value: 'hibob', description: 'Messages signed with Bob-Signature, people read from its API' },
					{ name: 'Other System', value: 'generic', description: 'Any HR system, form, script or message service, mapped in the fields below' },
					{ name: 'Personio', value: 'personio', description: 'Messages with a token in Authorization, persons and employments read from its API' },
					{ name: 'Rippling', value: 'rippling', description: 'Workers read from its API every few minutes; it sends no messages that can be checked' },
					{ name: 'Workday', value: 'workday', description: 'Rows of a report (RaaS or WQL) read every few minutes; it sends no messages by itself' },
				],
				description: 'Which HR system this is about',
			},
			{
				displayName: 'Message',
				name: 'message',
				type: 'options',
				noDataExpression: true,
				default: 'answer',
				options: [
					{ name: 'Answer of the HR System\'s API', value: 'answer', description: 'What an HTTP Request node read. It becomes a person and an event.' },
					{ name: 'Signed Webhook', value: 'webhook', description: 'What a Webhook node received. It is checked, and says whom to read.' },
					{ name: 'Who Is Still Unread', value: 'unread', description: 'Nothing came: names the people a message was about whom nobody could read since' },
				],
				description: 'What arrives at this node',
			},
			{
				displayName: 'Company',
				name: 'company',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'acme',
				description: 'A short name that tells two companies apart, the same in every HR Event node for this source. Part of each event\'s key: do not change it later.',
			},
			...webhookFields,
			...answerFields,
			...genericFields,
			...timeFields,
		],
	};

	methods = { credentialTest: { testLedger, testWebhookSecret } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this);
	}
}
