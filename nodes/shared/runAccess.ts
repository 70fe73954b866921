import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { cutAccess, type CutOptions } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import type { Wish } from '../../lifecycle/giving';
import type { Operation } from '../../lifecycle/journal';
import type { StepResult } from '../../lifecycle/outcome';
import { inEach } from '../../lifecycle/places';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { System } from '../../lifecycle/system';
import { createBudget } from '../../systems/http/budget';
import { inCase, refuseOthers, type AtWork } from './inCase';
import { inspectItem } from './inspectItem';
import { atOnce, forEachItem } from './items';
import { listAccounts } from './listAccounts';
import { checkPermissions, type Checkable } from './setUp';
import { wishOf } from './wish';

/** Its id is `okta`, as it stands in `steps`; of a node that is one of many applications, as its fields say. */
export interface AccessNode extends Checkable {
	/** The system of one item, over the credential the node has; or the places of one kind that the node works in. */
	system(context: IExecuteFunctions, itemIndex: number): Promise<System | readonly System[]>;
	/** What this system can be asked for beside what every system can. */
	wish?(context: IExecuteFunctions, itemIndex: number, wish: Wish): Wish;
	/** Operations of a resource of its own, which belong to no case. */
	own?: Readonly<Record<string, (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData>>>;
}

interface Options {
	missingAccountIsFine?: boolean;
}

/** `execute` of every access node. */
export const runAccess = (context: IExecuteFunctions, node: AccessNode): Promise<INodeExecutionData[]> => {
	const startedAt = Date.now();
	// Also for items that were handed on: a hundred at once would all be cut at the very end.
	const people = createBudget(atOnce);
	return forEachItem(context, async (itemIndex) => {
		const asked = context.getNodeParameter('operation', itemIndex) as string;
		const own = node.own?.[asked];
		if (own) return await own(context, itemIndex);
		if (asked === 'checkPermissions') return await checkPermissions(context, itemIndex, node);
		const operation = asked as Operation | 'inspect' | 'list';
		if (operation === 'list') return await listAccounts(context, await placesOf(context, itemIndex, node), itemIndex);
		if (operation === 'inspect') return await inspectItem(context, itemIndex, await placesOf(context, itemIndex, node));

		const id = typeof node.id === 'string' ? node.id : node.id(context, itemIndex);
		return await inCase(context, itemIndex, { id, operation, startedAt, people }, (atWork) => prepare(context, itemIndex, node, operation, atWork));
	});
};

const prepare = async (context: IExecuteFunctions, itemIndex: number, node: AccessNode, operation: Operation, { json, person, work }: AtWork): Promise<() => Promise<StepResult[]>> => {
	refuseOthers(operation, json);
	const places = await placesOf(context, itemIndex, node);
	const terms = await work();
	if (operation === 'cut') {
		const options = cutOptions(context, itemIndex, places[0]);
		return () => inEach(places, terms, (system, mine) => cutAccess(system, person, options, mine));
	}
	if (operation === 'restore') return () => inEach(places, terms, (system, mine) => restoreAccess(system, person, mine));
	const common = wishOf(context, itemIndex, json, person);
	const wish = node.wish?.(context, itemIndex, common) ?? common;
	const give = operation === 'grant' ? grantAccess : changeAccess;
	const options = { missingAccountIsFine: isMissingFine(context, itemIndex) };
	return () => inEach(places, terms, (system, mine) => give(system, wish, mine, options));
};

const placesOf = async (context: IExecuteFunctions, itemIndex: number, node: AccessNode): Promise<readonly [System, ...System[]]> => {
	const [first, ...others] = [await node.system(context, itemIndex)].flat() as System[];
	if (first === undefined) throw new Problem('misconfigured', 'The node names no place to work in, so nothing was changed. Add one to the list in the node.');
	return [first, ...others];
};

const isMissingFine = (context: IExecuteFunctions, itemIndex: number): boolean => (context.getNodeParameter('options', itemIndex, {}) as Options).missingAccountIsFine ?? false;

const cutOptions = (context: IExecuteFunctions, itemIndex: number, system: System): CutOptions => {
	return { steps: stepsOf(context, itemIndex, system), missingAccountIsFine: isMissingFine(context, itemIndex) };
};

/** A step that is quietly not run looks like a step that was not needed. */
const stepsOf = (context: IExecuteFunctions, itemIndex: number, system: System): string[] => {
	const ticked = context.getNodeParameter('steps', itemIndex) as string[];
	const unknown = ticked.filter((id) => !system.steps.some((step) => step.id === id));
	if (unknown.length > 0) {
		throw new Problem('misconfigured', `This version of the node has no step "${unknown.join('", "')}", so nothing was changed. Open the node, tick what takes its place in Steps, and run the case again.`);
	}
	if (ticked.length === 0) throw new Problem('misconfigured', `No step is ticked for ${system.label}, so nothing was changed. Tick what is to be taken away in Steps, or remove the node.`);
	return ticked;
};
