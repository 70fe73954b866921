import type { IDataObject, IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { lookingAt } from '../../lifecycle/guard/preview';
import type { SystemAccount } from '../../lifecycle/reconcile/compare';
import { reportOf } from '../../lifecycle/reconcile/report';
import { reviewAccess, type Lists, type Outlet, type Reviewed } from '../../lifecycle/reconcile/review';
import type { Rostered } from '../../lifecycle/reconcile/roster';
import { systems } from '../../systems';
import { atEdge } from '../shared/errors';
import { markOf, openNodeLedger } from '../shared/ledger';
import { accountIn, numberIn, standingIn, textIn } from './read';

const outlets: readonly Outlet[] = ['orphans', 'shouldBeDisabled', 'missing', 'attention', 'fine'];

export const reconcile = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> => {
	try {
		const isTest = context.getMode() === 'manual';
		const opened = await openNodeLedger(context);
		// What is pinned in the editor is nobody's account, and must not be known tomorrow.
		const ledger = isTest ? lookingAt(opened, systemClock.now) : opened;
		const { judgeGuests = true, shrinking = 10 } = context.getNodeParameter('options', 0, {}) as { judgeGuests?: boolean; shrinking?: unknown };
		const { origins, ...lists } = listsOf(context);
		const reviewed = await reviewAccess(ledger, lists, {
			workflow: String(context.getWorkflow().id),
			now: systemClock.now(),
			everybodyHas: [...new Set(textIn(context.getNodeParameter('everybodyHas', 0)).split(/[,;\s]+/).filter((system) => system !== ''))],
			judgeGuests,
			shrinkPercent: numberIn(shrinking),
			labelOf,
		});
		const told = reportOf(reviewed);
		const text = isTest ? `${told.text}\n\nThis is a test in the editor: nothing was recorded, so what is new here is new again tomorrow.` : told.text;
		const report: INodeExecutionData = { json: { report: { ...told, text } as unknown as IDataObject, ledger: markOf(context, ledger) } };
		return [...outlets.map((outlet) => reviewed.filter(({ to }) => to === outlet).map((one) => itemOf(one, origins))), [report]];
	} catch (error) {
		const failure = atEdge(context.getNode(), error);
		if (!context.continueOnFail()) throw failure;
		return [...outlets.map((outlet) => (outlet === 'attention' ? [{ json: { error: failure.message } }] : [])), []];
	}
};

type Origins = Map<object, IPairedItemData>;

const listsOf = (context: IExecuteFunctions): Lists & { origins: Origins } => {
	const origins: Origins = new Map();
	const from = <Read extends object>(read: Read, item: number, input: number): Read => {
		origins.set(read, { item, input });
		return read;
	};
	const people = context.getInputData(0).map((_, index) => from(personAt(context, index), index, 0));
	const accounts: SystemAccount[] = [];
	const failures: string[] = [];
	for (const [index, { json }] of context.getInputData(1).entries()) {
		if (json['account'] === undefined && textIn(json['error']) !== '') failures.push(`Accounts could not be listed: ${textIn(json['error'])} What was listed was compared; nobody was said to have no account, and no earlier finding counts as settled.`);
		else accounts.push(from(accountIn(json['account']), index, 1));
	}
	return { people, accounts, failures, origins };
};

const personAt = (context: IExecuteFunctions, index: number): Rostered => {
	const text = (name: string) => textIn(context.getNodeParameter(name, index));
	const id = text('personId');
	return {
		id,
		name: text('personName') || `HR ID ${id}`,
		workEmail: text('workEmail') || null,
		standing: standingIn(id, text('standing')),
		source: textIn(context.getInputData(0)[index]!.json['source']) || null,
	};
};

/** `aws:111122223333` is a place of AWS. */
const labelOf = (system: string): string => {
	const [kind, ...place] = system.split(':');
	const known = systems.find(({ id }) => id === kind);
	return known === undefined ? system : [known.label, ...(place.length > 0 ? [`(${place.join(':')})`] : [])].join(' ');
};

const itemOf = ({ finding, age, isNew, progress, why }: Reviewed, origins: Origins): INodeExecutionData => {
	if (finding === null) return { json: { why } };
	const account = 'account' in finding ? finding.account : null;
	const person = 'person' in finding ? finding.person : null;
	const system = 'system' in finding ? finding.system : finding.account.system;
	const origin = origins.get(account ?? person ?? {});
	return {
		...(origin === undefined ? {} : { pairedItem: origin }),
		json: {
			finding: finding.kind,
			id: `${system}/${account?.id ?? `person ${person?.id ?? ''}`}`,
			system,
			account: account as unknown as IDataObject | null,
			person: person as unknown as IDataObject | null,
			firstSeen: age?.firstSeen ?? null,
			ageDays: age?.days ?? null,
			isNew,
			ownerGuess: 'ownerGuess' in finding ? (finding.ownerGuess as unknown as IDataObject | null) : null,
			progress: progress as unknown as IDataObject | null,
			why,
		},
	};
};
