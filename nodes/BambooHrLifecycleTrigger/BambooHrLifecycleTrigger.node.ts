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
		subtitle: 'HR events',
		description: 'Starts when somebody joins, moves or leaves according to BambooHR, whose record is read back before anybody is touched',
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
					'Publishing this workflow creates the webhook in BambooHR, unpublishing removes it. The poll times say how often what waits is looked at: what falls due, what an interruption left unfinished, and what no webhook told of. Leave them at every minute.',
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
				description: 'Whose day it is when a date begins, as a name like Australia/Sydney. Left empty, it is the time zone of this workflow. It counts for everybody whose location is not listed below.',
			},
			{
				displayName: 'Time Zones by Location',
				name: 'timeZones',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add location',
				default: {},
				description: 'Where people live by another clock. Somebody whose location is not in a list that has entries is told of in "Needs Attention".',
				options: [
					{
						displayName: 'Location',
						name: 'location',
						values: [
							{ displayName: 'Location', name: 'location', type: 'string', default: '', placeholder: 'Sydney', description: 'As it stands in BambooHR' },
							{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'Australia/Sydney', description: 'A name like Australia/Sydney' },
						],
					},
				],
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				default: ['contract-end', 'terminate'],
				description: 'What comes out of "Event". Choose only what the workflow behind can tell apart: a workflow that cuts whoever comes must get nothing but the two that end access.',
				options: [
					{ name: 'Back From Leave', value: 'return', description: 'Somebody works again' },
					{ name: 'Contract Converted', value: 'conversion', description: 'A contractor becomes an employee, or the other way round' },
					{ name: 'Contract Ended', value: 'contract-end', description: 'Access ends' },
					{ name: 'First Day', value: 'start', description: 'Somebody who was hired starts' },
					{ name: 'Hired', value: 'hire', description: 'HR has entered somebody new' },
					{ name: 'Moved', value: 'move', description: 'Another title, department, location or manager' },
					{ name: 'On Leave', value: 'leave', description: 'Somebody is away and stays employed' },
					{ name: 'Rehired', value: 'rehire', description: 'Somebody who had left is back' },
					{ name: 'Renamed', value: 'rename', description: 'Another name or work e-mail address, and the same person' },
					{ name: 'Taken Back', value: 'rescind', description: 'HR withdraws a termination that had taken effect' },
					{ name: 'Terminated', value: 'terminate', description: 'Access ends' },
				],
			},
			{
				displayName: 'Status Labels',
				name: 'statusLabels',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add label',
				default: {
					label: [
						{ label: 'Full-Time', meaning: 'employee' },
						{ label: 'Part-Time', meaning: 'employee' },
						{ label: 'Contractor', meaning: 'contractor' },
						{ label: 'Terminated', meaning: 'terminated' },
					],
				},
				description: 'What each employment status of BambooHR means. Nobody is acted upon whose status is not listed; they come out of "Needs Attention".',
				options: [
					{
						displayName: 'Label',
						name: 'label',
						values: [
							{ displayName: 'Label', name: 'label', type: 'string', default: '', placeholder: 'Parental Leave', description: 'As HR writes it; upper or lower case does not matter' },
							{
								displayName: 'Meaning',
								name: 'meaning',
								type: 'options',
								default: 'employee',
								options: [
									{ name: 'Contract Ended', value: 'contractEnded', description: 'Gone: a contract ran out' },
									{ name: 'Contractor', value: 'contractor', description: 'Works, and is not employed' },
									{ name: 'Employee', value: 'employee', description: 'Works, and is employed' },
									{ name: 'Not Started Yet', value: 'notStarted', description: 'Hired, and not to be let in before HR says otherwise' },
									{ name: 'On Leave', value: 'onLeave', description: 'Employed, and away' },
									{ name: 'Terminated', value: 'terminated', description: 'Gone' },
								],
							},
						],
					},
				],
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Alarm When Asleep For (Minutes)',
						name: 'asleepAfter',
						type: 'number',
						typeOptions: { minValue: 15, numberPrecision: 0 },
						default: 30,
						description: 'After how long without a poll the trigger says that it was asleep, and what runs late is marked as late',
					},
					{
						displayName: 'Ask for Changes Every (Minutes)',
						name: 'catchUp',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1440, numberPrecision: 2 },
						default: 5,
						description: 'How often BambooHR is asked what it changed, so that a webhook that was lost costs minutes and not a leaver',
					},
					{
						displayName: 'Clearance Field',
						name: 'clearanceField',
						type: 'string',
						default: '',
						placeholder: 'customClearance',
						description: 'The alias of the BambooHR field that says which clearance somebody has, such as Privileged. It becomes the clearance of the person, by which a role catalogue may give rights.',
					},
					{
						displayName: 'Confidential Employees',
						name: 'confidentialEmployees',
						type: 'string',
						default: '',
						placeholder: '30, 112',
						description: 'IDs of employees whose leaving is confidential, separated by commas: nothing of it is shown before its moment',
					},
					{
						displayName: 'Confidential Termination Types',
						name: 'confidentialTypes',
						type: 'string',
						default: '',
						placeholder: 'Termination (Involuntary)',
						description: 'Termination types that are confidential, as BambooHR lists them, separated by commas: nothing of such a termination is shown before its moment',
					},
					{
						displayName: 'First Look Back (Days)',
						name: 'lookBack',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 3650, numberPrecision: 0 },
						default: 30,
						description: 'Who has left when an employee is read for the first time is announced if it was no longer ago than this. What lies further back is taken as known.',
					},
					{
						displayName: 'Pre-Hire Gates',
						name: 'gates',
						type: 'fixedCollection',
						typeOptions: { multipleValues: true },
						placeholder: 'Add gate',
						default: {},
						description: 'What has to be passed before the first day, such as a background check. Each is passed on with the person, for the Lifecycle Guard to judge.',
						options: [
							{
								displayName: 'Gate',
								name: 'gate',
								values: [
									{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'background check', description: 'What it is called in messages and in the guard' },
									{ displayName: 'BambooHR Field', name: 'field', type: 'string', default: '', placeholder: 'customBackgroundCheck', description: 'The alias of the field it is read from' },
									{ displayName: 'Passed When It Says', name: 'passed', type: 'string', default: '', placeholder: 'Cleared', description: 'What stands in the field once it is passed' },
								],
							},
						],
					},
					{
						displayName: 'Privileged People',
						name: 'privileged',
						type: 'string',
						default: '',
						placeholder: '7, ciso@acme.com, System Administrator, customPrivileged=Yes',
						description: 'Whose access ends earlier: IDs, work e-mail addresses, job titles, or a BambooHR field and its value, separated by commas',
					},
					{
						displayName: 'Privileged People Are Cut Earlier By (Minutes)',
						name: 'privilegedMinutes',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1440, numberPrecision: 0 },
						default: 60,
						description: 'How much earlier than everybody else\'s their access ends',
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
						displayName: 'Suspicious Shrinking (%)',
						name: 'shrinking',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 0 },
						default: 10,
						description: 'If more than this share of all people ever listed is missing from an answer of BambooHR, the answer is not believed. Who leaves is still listed.',
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
