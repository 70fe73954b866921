import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { described } from './described';

/** As they are: none of n8n's own rules about them matter here. */
const properties = (...names: string[]) => names.map((name) => ({ displayName: name, name, type: 'json' as const, default: '' }));

let problem: string | undefined;

/** As when the mail server is down; undefined where it works again. */
export const nobodyCanBeTold = (why: string | undefined): void => void (problem = why);

/** n8n's own nodes through which templates tell people. */
export const tellNodes: { [fullName: string]: INodeType } = {
	/** All items become one, with a list of them, and none become none. */
	'harness.aggregate': {
		description: described('aggregate', { properties: properties('aggregate', 'destinationFieldName', 'options') }),
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			return [items.length === 0 ? [] : [{ json: { [this.getNodeParameter('destinationFieldName', 0) as string]: items.map(({ json }) => json) }, pairedItem: items.map((_, item) => ({ item })) }]];
		},
	},
	/** Puts out what the workflow that tells is given, files and all, and what came of it. */
	'harness.executeWorkflow': {
		description: described('executeWorkflow', { properties: properties('workflowId', 'workflowInputs', 'mode', 'options') }),
		async execute(this: IExecuteFunctions) {
			return [this.getInputData().map(({ binary }, itemIndex) => ({ json: { ...(this.getNodeParameter('workflowInputs.value', itemIndex) as IDataObject), told: problem === undefined ? { by: 'mail', created: true } : { by: '', created: false, problem } }, pairedItem: { item: itemIndex }, ...(binary ? { binary } : {}) }))];
		},
	},
	'harness.stopAndError': {
		description: described('stopAndError', { properties: properties('errorType', 'errorMessage') }),
		async execute(this: IExecuteFunctions): Promise<never> {
			throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
		},
	},
};
