import type { INodeType } from 'n8n-workflow';
import { described } from './described';
import { flowNodes } from './flowNodes';
import { listNodes } from './listNodes';
import { sinkNodes } from './sinkNodes';
import { tableNodes } from './tableNodes';
import { tellNodes } from './tellNodes';

/** Where the items of a test come from. */
const start: INodeType = {
	description: described('start', { group: ['trigger'], inputs: [] }),
	trigger: async () => ({}),
};

/** Stands where a template has a node of n8n itself, such as the one that sends mails. */
const passOn: INodeType = {
	description: described('passOn'),
	async execute() {
		return [this.getInputData()];
	},
};

export const harnessNodes: { [fullName: string]: INodeType } = { 'harness.start': start, 'harness.passOn': passOn, ...sinkNodes, ...flowNodes, ...listNodes, ...tableNodes, ...tellNodes };
