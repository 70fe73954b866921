import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inspectAccess, type InspectWhat } from '../../lifecycle/inspect';
import { resultOf } from '../../lifecycle/journal';
import type { System } from '../../lifecycle/system';
import { ending } from '../../lifecycle/work';
import { atEdge } from './errors';
import { personOf } from './inCase';
import { failed } from './items';

/** What one person holds in each place, in the item beside what other systems showed; one that cannot be looked into hides none of the others. */
export const inspectItem = async (context: IExecuteFunctions, itemIndex: number, places: readonly System[]): Promise<INodeExecutionData> => {
	const { json } = context.getInputData()[itemIndex]!;
	const person = personOf(context, itemIndex);
	const what = context.getNodeParameter('inspectWhat', itemIndex, 'everything') as InspectWhat;
	const failures: Error[] = [];
	const entryOf = async (place: System) => {
		try {
			const found = await inspectAccess(place, person, what);
			return 'inspected' in found ? found.inspected : found.result;
		} catch (error) {
			const failure = atEdge(context.getNode(), error, itemIndex);
			failures.push(failure);
			return resultOf(place.id, 'findAccount', null, ending('failed', failure.message));
		}
	};
	const entries = await Promise.all(places.map(async (place) => [place.id, await entryOf(place)] as const));
	const access = { ...(json['access'] as IDataObject | undefined), ...(Object.fromEntries(entries) as unknown as IDataObject) };
	const shown = { json: { ...json, access } };
	const [failure] = failures;
	if (failure === undefined) return shown;
	if (!context.continueOnFail()) throw failure;
	return { json: failed(context, shown, failure.message) };
};
