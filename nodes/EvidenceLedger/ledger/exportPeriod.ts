import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Terms, Targets } from '../../../ledger/report/period/targets';
import { defaultTargets, isTarget } from '../../../ledger/report/period/targets';
import type { PeriodView } from '../../../ledger/report/period/view';
import { readPeriodEvidence, type PeriodEvidence } from '../../../ledger/verify/period';
import { systemClock } from '../../../lifecycle/clock';
import { casesIn } from '../../../lifecycle/period/cases';
import { daysFrom, quarterOf, type NamedPeriod } from '../../../lifecycle/period/quarter';
import { Problem } from '../../../lifecycle/problem';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { filesAsked, writeFiles, type Formats } from '../files';

const show = { resource: ['ledger'], operation: ['exportPeriod'] };

export const exportPeriodFields: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		default: 'lastQuarter',
		options: [
			{ name: 'Custom', value: 'custom', description: 'From one day to another' },
			{ name: 'Last Quarter', value: 'lastQuarter', description: 'The quarter of the year before the present one' },
			{ name: 'This Quarter', value: 'thisQuarter', description: 'The present quarter, as far as it has come' },
		],
		description: "Quarters and days are those of the workflow's time zone. A case belongs to the period in which its event took effect.",
		displayOptions: { show },
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		required: true,
		placeholder: '2026-07-01',
		description: 'The first day of the period',
		displayOptions: { show: { ...show, period: ['custom'] } },
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		required: true,
		placeholder: '2026-09-30',
		description: 'The last day of the period',
		displayOptions: { show: { ...show, period: ['custom'] } },
	},
	{
		displayName: 'Formats',
		name: 'formats',
		type: 'multiOptions',
		default: ['html'],
		required: true,
		options: [
			{ name: 'CSV', value: 'csv', description: 'Two tables for spreadsheets: the cases, and how long each step took; they prove nothing by themselves' },
			{ name: 'HTML', value: 'html', description: 'A page to read and print that checks itself, with all records and proofs in it' },
			{ name: 'JSON', value: 'json', description: 'Records and proofs alone, for programs' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'evidence',
		required: true,
		hint: 'The name of the output binary field to put the page in. The names of the other files begin with it, as in evidenceJson, evidencePopulationCsv and evidenceSlaCsv.',
		displayOptions: { show },
	},
	{
		displayName: 'Targets',
		name: 'targets',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Target',
		default: {},
		description: 'Within how many minutes access of a kind is to be seen closed, as your policy says. Without a row of its own it is 15 for sign-in and credentials, 60 for devices, 1440 for entitlements and 7200 for data.',
		options: [
			{
				name: 'target',
				displayName: 'Target',
				values: [
					{
						displayName: 'Kind of Access',
						name: 'closes',
						type: 'options',
						default: 'sign-in',
						options: [
							{ name: 'Credentials', value: 'credentials', description: 'Sessions, tokens, keys, factors' },
							{ name: 'Data', value: 'data', description: 'Files and mailboxes that go to somebody else' },
							{ name: 'Devices', value: 'devices', description: 'Laptops and phones' },
							{ name: 'Entitlements', value: 'entitlements', description: 'Groups, roles and licences' },
							{ name: 'Sign-In', value: 'sign-in', description: 'The account itself' },
						],
					},
					{
						displayName: 'Minutes',
						name: 'minutes',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 15,
						description: 'From when the change takes effect, or HR has told us if that is later, until it is read back',
					},
				],
			},
		],
		displayOptions: { show },
	},
];

const periodOf = (context: IExecuteFunctions, itemIndex: number): NamedPeriod => {
	const zone = context.getTimezone();
	const chosen = textOf(context, 'period', itemIndex);
	if (chosen === 'custom') return daysFrom(textOf(context, 'from', itemIndex), textOf(context, 'to', itemIndex), zone);
	return quarterOf(systemClock.now(), zone, chosen === 'thisQuarter' ? 0 : 1);
};

const targetsOf = (context: IExecuteFunctions, itemIndex: number): Targets => {
	const { target = [] } = context.getNodeParameter('targets', itemIndex, {}) as { target?: { closes: string; minutes: unknown }[] };
	const given = target.map(({ closes, minutes }) => {
		if (Object.hasOwn(defaultTargets, closes) && isTarget(minutes)) return [closes, minutes] as const;
		throw new Problem('misconfigured', `The target for ${closes} in Export Period is no number of minutes between 1 and a year, so nothing was exported.`);
	});
	return { ...defaultTargets, ...Object.fromEntries(given) };
};

/** What is written of a period that holds. */
interface Exported {
	/** As it was checked, and as the page carries it. */
	text: string;
	evidence: PeriodEvidence;
	view: PeriodView;
	terms: Terms;
}

/** Pages and tables are written by code that nothing else needs. */
const report = () => import('../../../ledger/report');

const formats: Formats<Exported> = {
	html: [{
		field: '', suffix: '.html', mimeType: 'text/html',
		write: async ({ text, evidence, terms }) => {
			const { pageScript, periodPage } = await report();
			return periodPage(text, terms, await pageScript(), evidence);
		},
	}],
	json: [{ field: 'Json', suffix: '.json', mimeType: 'application/json', write: ({ evidence }) => `${JSON.stringify(evidence.period, null, 1)}\n` }],
	csv: [
		{ field: 'PopulationCsv', suffix: '-population.csv', mimeType: 'text/csv', write: async ({ view }) => (await report()).populationCsv(view) },
		{ field: 'SlaCsv', suffix: '-sla.csv', mimeType: 'text/csv', write: async ({ view }) => (await report()).slaCsv(view) },
	],
};

export const exportPeriod: Operation = async (context, itemIndex) => {
	const { name, timeZone, ...period } = periodOf(context, itemIndex);
	const asked = filesAsked(context, itemIndex, formats, 'Export Period');
	const terms: Terms = { targets: targetsOf(context, itemIndex), timeZone };
	const ledger = await ledgerOf(context, itemIndex);
	const text = JSON.stringify(await ledger.exportPeriod(period, await casesIn(ledger, period)));

	// Figures come from what an auditor will check, not from what was about to be written.
	const evidence = readPeriodEvidence(text);
	if (!evidence.ok) {
		throw new Problem('bad_answer', `Nothing was exported of ${name}, because its evidence does not hold: ${evidence.problem} Run Verify of the Evidence Ledger, and keep the ledger as it is.`);
	}
	const { periodItem, periodSummary, periodView } = await report();
	const view = periodView(evidence, terms);

	const { binary, files } = await writeFiles(context, itemIndex, asked, `evidence-${name}`, { text, evidence, view, terms });
	const { records, size, root, vkey } = evidence.found;
	return {
		json: {
			...itemOf(context, itemIndex),
			ledger: { ...markOf(context, ledger), size, root },
			period: { name, timeZone, ...period, ...periodItem(view), records, files, vkey, checkpoint: evidence.period.checkpoint },
			summary: periodSummary(view),
		},
		binary,
	};
};
