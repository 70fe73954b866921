import { NodeConnectionTypes, type INodeTypeDescription } from 'n8n-workflow';

/** As little as n8n-core has to know of a node type. */
export const described = (name: string, parts: Partial<INodeTypeDescription> = {}): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...parts,
});
