import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { escalations, resumeDue, type Escalated, type Resumed } from '../../lifecycle/guard/release';
import { markOf, openNodeLedger } from '../shared/ledger';
import { guarded, sorted, type Placed } from './outputs';

const show = { operation: ['releaseDue'] };

export const releaseDueFields: INodeProperties[] = [
	{
		displayName: 'Put it after a Schedule Trigger, in the workflow that has Check Events. What comes out of Proceed is asked of HR once more and goes to Check Events, not to a cut.',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
	{
		displayName: 'Escalate To',
		name: 'escalateTo',
		type: 'string',
		default: '',
		placeholder: 'it-lead@acme.com, ciso@acme.com',
		description: 'Who is asked next when nobody decides, separated by commas, in that order. The last one is asked again and again.',
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Take Up Unfinished Cases After (Minutes)',
				name: 'silence',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 5,
				description: 'How long a case that was started but not closed may be silent before it comes out again. Of events that no trigger of this package keeps.',
			},
		],
		displayOptions: { show },
	},
];

export const releaseDue = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> => {
	// A test in the editor would take up what the published workflow is to take up.
	if (context.getMode() === 'manual') return sorted([]);
	const ledger = await openNodeLedger(context);
	const { silence = 5 } = context.getNodeParameter('options', 0, {}) as { silence?: number };
	const escalateTo = String(context.getNodeParameter('escalateTo', 0) ?? '').split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== '');
	const at = { ledger, workflow: String(context.getWorkflow().id), now: systemClock.now() };
	const item = (to: Placed['to'], json: object): Placed => ({ to, item: { json: { ...json, ledger: markOf(context, ledger) } as IDataObject, pairedItem: { item: 0 } } });
	const resumed = (await resumeDue(at, silence * 60_000)).map((one) => item('proceed', resumedJson(one)));
	const escalated = (await escalations(at, escalateTo)).map((one) => item('needsApproval', escalatedJson(one)));
	return sorted([...resumed, ...escalated]);
};

const resumedJson = ({ waited: { person, event }, why }: Resumed): IDataObject => guarded({ person, event, reread: true } as unknown as IDataObject, { decision: 'proceed', why });

const escalatedJson = ({ hold: { id, person, event, reasons, needs, until }, escalation, askNext, why }: Escalated): IDataObject =>
	guarded({ person, event } as unknown as IDataObject, { decision: 'needsApproval', why, hold: id, reasons, needs, until, escalation, askNext });
