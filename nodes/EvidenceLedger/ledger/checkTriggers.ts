import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { sentenceOf, silences, type WatchTerms } from '../../../lifecycle/signsOfLife';
import { markOf } from '../../shared/ledger';
import { ledgerOf, type Operation } from '../common';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const show = { resource: ['ledger'], operation: ['checkSetUp', 'checkTriggers'] };

export const checkTriggersFields: INodeProperties[] = [
	{
		displayName: 'Silent After (Minutes)',
		name: 'silentMinutes',
		type: 'number',
		typeOptions: { minValue: 15, maxValue: 1440 },
		default: 30,
		description: 'How long a trigger may give no sign of life. It gives one every ten minutes.',
		displayOptions: { show },
	},
	{
		displayName: 'Stopped on Purpose After (Days)',
		name: 'forgottenDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 365 },
		default: 7,
		description: 'After how long a silent trigger counts as one that nobody wants any more',
		displayOptions: { show },
	},
];

export const watchTermsOf = (context: IExecuteFunctions, itemIndex: number): WatchTerms => {
	const number = (name: string) => Number(context.getNodeParameter(name, itemIndex));
	return { silentMs: number('silentMinutes') * minuteMs, forgottenMs: number('forgottenDays') * dayMs };
};

export const checkTriggers: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const found = await silences(ledger, systemClock.now(), watchTermsOf(context, itemIndex));
	return found.map((silence) => ({ json: { silence: { ...silence }, problem: sentenceOf(silence), ledger: markOf(context, ledger) } }));
};
