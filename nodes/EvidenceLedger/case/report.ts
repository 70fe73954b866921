import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { batchIdOf, batchSummary, figuresOf, verdictOfAll, type BatchCase } from '../../../lifecycle/batch';
import type { Verdict } from '../../../lifecycle/case';
import type { StepResult } from '../../../lifecycle/outcome';
import { atEdge } from '../../shared/errors';

const show = { resource: ['case'], operation: ['report'] };

export const reportFields: INodeProperties[] = [
	{
		displayName: 'Each for Itself Up To',
		name: 'eachUpTo',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 5,
		description: 'Up to so many cases are passed on as they are, each with a message of its own. More become one item, and so one message about all of them.',
		displayOptions: { show },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'evidence',
		required: true,
		hint: 'The name of the output binary field to put the table of a batch in: one row for each person',
		displayOptions: { show },
	},
];

interface CaseInItem {
	id?: unknown;
	effectiveAt?: string;
	verdict?: Verdict;
	verifiedAt?: string | null;
	withinDeadline?: boolean | null;
	openSteps?: StepResult[];
	cameBack?: StepResult[];
	dryRun?: boolean;
}

/** In the order they came, and all of them: the only operation that needs to see more than one item. */
export const report = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
	try {
		const items = context.getInputData();
		const eachUpTo = Number(context.getNodeParameter('eachUpTo', 0));
		// A text or an empty field would be no number, and no case must be without a message for that.
		if (!(items.length > eachUpTo)) return items.map((item, index) => ({ ...item, pairedItem: { item: index } }));
		return [await ofAll(context, items)];
	} catch (error) {
		throw atEdge(context.getNode(), error, 0);
	}
};

const ofAll = async (context: IExecuteFunctions, items: readonly INodeExecutionData[]): Promise<INodeExecutionData> => {
	const cases = items.map(({ json }) => batchCase(json));
	const figures = figuresOf(cases);
	const id = batchIdOf(cases, firstDay(items));
	const fileName = `${id}.csv`;
	const field = String(context.getNodeParameter('binaryProperty', 0)).trim();
	const { csvText } = await import('../../../ledger/report');
	const file = await context.helpers.prepareBinaryData(Buffer.from(csvText(columns, cases.map(rowOf))), fileName, 'text/csv');
	return {
		json: {
			// No id: nothing that acts on a person may find one here.
			person: { name: figures.people === 1 ? '1 person' : `${figures.people} people` },
			case: { id, verdict: verdictOfAll(cases), cameBack: cases.flatMap(({ cameBack }) => cameBack) as unknown as IDataObject[] },
			cases: cases.flatMap(({ caseId }) => (caseId === '' ? [] : [caseId])),
			people: cases.map((one) => ({ ...rowOf(one) })),
			report: { ...figures, file: { field, fileName } } as unknown as IDataObject,
			summary: batchSummary(cases),
			...(items[0]?.json['ledger'] === undefined ? {} : { ledger: items[0].json['ledger'] }),
		},
		binary: { [field]: file },
		pairedItem: items.map((_, item) => ({ item })),
	};
};

const batchCase = (json: IDataObject): BatchCase => {
	const { id, verdict, verifiedAt = null, withinDeadline, openSteps = [], cameBack = [] } = caseIn(json);
	const person = (json['person'] ?? {}) as IDataObject;
	// Beside a verdict it is an error of a system, which Close Case has judged.
	const error = json['error'] as IDataObject | string | undefined;
	return {
		caseId: String(id ?? ''),
		personId: String(person['id'] ?? ''),
		name: String(person['name'] ?? '') || 'somebody',
		verdict: verdict ?? null,
		verifiedAt,
		minutes: minutesOf(json, verifiedAt),
		late: withinDeadline === false,
		open: openSteps,
		cameBack,
		problem: verdict !== undefined ? null : error !== undefined ? String(typeof error === 'string' ? error : (error['message'] ?? 'Close Case failed without saying why.')) : 'There is no verdict, because the item did not come through Close Case. Put Report behind it, and run the case again.',
	};
};

const caseIn = (json: IDataObject): CaseInItem => ({ ...(json['case'] as CaseInItem | undefined) });

/** As the deadline counts: from when it took effect, or from when HR told us where that was later. */
const minutesOf = (json: IDataObject, verifiedAt: string | null): number | null => {
	const { effectiveAt, receivedAt } = (json['event'] ?? {}) as { effectiveAt?: string; receivedAt?: string };
	const start = Math.max(Date.parse(effectiveAt ?? ''), Date.parse(receivedAt ?? effectiveAt ?? ''));
	const ms = Date.parse(verifiedAt ?? '') - start;
	return Number.isNaN(ms) ? null : Math.max(0, Math.round(ms / 600) / 100);
};

/** Of the events and not of today, so that a batch that is run again keeps its number. */
const firstDay = (items: readonly INodeExecutionData[]): string => items.flatMap(({ json }) => caseIn(json).effectiveAt ?? []).sort()[0] ?? '';

const columns = ['personId', 'name', 'verdict', 'verifiedAt', 'minutes', 'late', 'open', 'caseId'] as const;

const rowOf = ({ personId, name, verdict, verifiedAt, minutes, late, open, problem, caseId }: BatchCase) => ({
	personId,
	name,
	verdict: verdict ?? 'Not closed',
	verifiedAt,
	minutes,
	late,
	open: problem ?? open.map(({ system, step, outcome, reason }) => `${system} / ${step}: ${outcome.replaceAll('_', ' ')}. ${reason}`).join('\n'),
	caseId,
});
