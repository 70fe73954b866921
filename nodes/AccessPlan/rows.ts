import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readCatalogue, type ReadCatalogue } from '../../lifecycle/accessPlan/catalogue';
import { planSystems } from './systems';

const usualLimit = 50;

/** A Data Table node hands out 50 rows unless it is told otherwise, and a right whose row is missing would be taken away. */
const cutShortAt = (context: IExecuteFunctions, count: number): number | null => {
	const tables = context.getParentNodes(context.getNode().name, { includeNodeParameters: true, depth: 1 }).filter(({ type }) => type === 'n8n-nodes-base.dataTable');
	const limits = tables.flatMap(({ parameters }) => (parameters?.['returnAll'] === undefined || parameters['returnAll'] === false ? [Number(parameters?.['limit']) || usualLimit] : []));
	return limits.find((limit) => count >= limit) ?? null;
};

/** A node that failed and goes on puts out why, or what came into it: neither is a table. */
const unread = (rows: readonly IDataObject[]): string | null => {
	const failed = rows.find(({ system, error, person }) => system === undefined && (error !== undefined || person !== undefined));
	if (failed === undefined) return null;
	return `The role catalogue could not be read${typeof failed['error'] === 'string' ? ` (${failed['error']})` : ''}. Import and run the Set-Up workflow, which makes the table Role Catalogue, or choose your table in the Data Table node in front of this one. Nothing is planned for anybody until that is done.`;
};

/** All rows of the second input, for everybody alike. */
export const catalogueOf = (context: IExecuteFunctions): ReadCatalogue => {
	const rows = (context.getInputData(1) ?? []).map(({ json }) => json);
	const fault = unread(rows);
	if (fault !== null) return { faults: [fault] };
	const limit = cutShortAt(context, new Set(rows.map(({ id }, index) => id ?? `at ${index}`)).size);
	if (limit !== null) return { faults: [`The Data Table node hands out at most ${limit} rows, and ${limit} came: the role catalogue may have more. Switch on Return All there. Nothing is planned for anybody until that is done.`] };
	return readCatalogue(rows, planSystems);
};
