import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { Problem } from '../../../lifecycle/problem';
import { eraseExpired as erase, leastRetentionDays, usualRetentionDays, type RetentionTerms } from '../../../lifecycle/retention/erase';
import { retentionSummary } from '../../../lifecycle/retention/summary';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, type Operation } from '../common';

const show = { resource: ['ledger'], operation: ['eraseExpired'] };

export const eraseExpiredFields: INodeProperties[] = [
	{
		displayName: 'Retention (Days)',
		name: 'retentionDays',
		type: 'number',
		typeOptions: { minValue: leastRetentionDays },
		default: usualRetentionDays,
		description: 'How long after the last record of a case its content is kept. 2555 days are seven years, as SOX is commonly read; HIPAA asks for six, SOC 2 and ISO 27001 for the audited period and the next one. Ask whoever answers for it in your company.',
		displayOptions: { show },
	},
	{
		displayName: 'Only Show What Would Be Erased',
		name: 'onlyShow',
		type: 'boolean',
		default: true,
		description: 'Whether nothing is erased, and only said what would be. What is erased cannot be brought back.',
		displayOptions: { show },
	},
	{
		displayName: 'Cases per Run',
		name: 'casesPerRun',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10000 },
		default: 500,
		description: 'At most, so that a first run over years does not keep n8n busy for long. The rest waits for the next run.',
		displayOptions: { show },
	},
];

/** An expression may give anything, and what it erases is gone. */
const termsOf = (context: IExecuteFunctions, itemIndex: number): RetentionTerms => {
	const dryRun: unknown = context.getNodeParameter('onlyShow', itemIndex);
	if (typeof dryRun !== 'boolean') {
		throw new Problem('misconfigured', 'Only Show What Would Be Erased is neither on nor off, so nothing was erased. Use the switch, or an expression that gives true or false and no text.');
	}
	const whole = (name: string, label: string, least: number): number => {
		const value: unknown = context.getNodeParameter(name, itemIndex);
		if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
		throw new Problem('misconfigured', `${label} of Erase Expired is no whole number of at least ${least}, so nothing was erased.`);
	};
	return { dryRun, days: whole('retentionDays', 'Retention (Days)', leastRetentionDays), atMost: whole('casesPerRun', 'Cases per Run', 1) };
};

export const eraseExpired: Operation = async (context, itemIndex) => {
	const terms = termsOf(context, itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const erased = await erase(ledger, terms, systemClock.now());
	return {
		json: {
			...itemOf(context, itemIndex),
			ledger: markOf(context, ledger),
			retention: { days: terms.days, ...erased } as unknown as IDataObject,
			summary: retentionSummary(erased, terms.days),
		},
	};
};
