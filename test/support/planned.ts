import type { IConnections, IDataObject, INode } from 'n8n-workflow';
import { closeCase, openCase, type Site } from '../harness/site';
import { node, type Ran } from '../harness/workflow';

const to = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });

export const accessPlan = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode => node('Access Plan', 'accessPlan', parameters, more);
export const roleCatalogue = (rows: readonly IDataObject[], parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode =>
	node('Role Catalogue', 'n8n-nodes-base.dataTable', { rows: rows as unknown as string, returnAll: true, ...parameters }, { executeOnce: true, position: [0, 200], ...more });

export interface Drawn {
	/** Between Open Case and Access Plan. */
	looking?: readonly INode[];
	/** Between Access Plan and Close Case. */
	acting?: readonly INode[];
	plan?: INode;
	table?: INode | null;
	dryRun?: boolean;
}

/** Open Case, what looks, the plan with its two inputs, what acts, Close Case; a person whom nothing is planned for goes to Close Case as well. */
export const runPlan = (site: Site, rows: readonly IDataObject[], items: readonly IDataObject[], { looking = [], acting = [], plan = accessPlan(), table = roleCatalogue(rows), dryRun = false }: Drawn = {}): Promise<Ran> => {
	const nodes = [node('Start', 'harness.start'), openCase({ dryRun }), ...looking, plan, ...acting, closeCase(), node('Approvers', 'harness.passOn'), node('Attention', 'harness.passOn'), ...(table === null ? [] : [table])];
	const connections: IConnections = {};
	const connect = (from: string, output: number, target: ReturnType<typeof to>): void => {
		const { main = [] } = (connections[from] ??= {});
		connections[from]!['main'] = main;
		while (main.length <= output) main.push([]);
		main[output]!.push(target);
	};
	const row = ['Start', 'Open Case', ...looking.map(({ name }) => name), 'Access Plan', ...acting.map(({ name }) => name), 'Close Case'];
	for (const [index, name] of row.slice(1).entries()) connect(row[index]!, 0, to(name));
	connect('Access Plan', 1, to('Approvers'));
	connect('Access Plan', 2, to('Attention'));
	if (table !== null) {
		connect('Open Case', 0, to('Role Catalogue'));
		connect('Role Catalogue', 0, to('Access Plan', 1));
	}
	return site.n8n.runFrom(site.n8n.workflow(nodes, connections), 'Start', [items.map((json) => ({ json }))]);
};
