import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { HowToFind } from '../../systems/http/microsoft/user';

/** How people are found in Entra ID, in every node that looks for them there. */
export const findOptions: INodeProperties[] = [
	{
		displayName: 'HR ID Attribute',
		name: 'hrIdAttribute',
		type: 'string',
		default: 'employeeId',
		description: 'The property of the user that holds the ID of the HR system, such as employeeId or onPremisesExtensionAttributes/extensionAttribute1',
	},
	{
		displayName: 'Match by Work Email',
		name: 'matchByEmail',
		type: 'boolean',
		default: true,
		description: 'Whether an account that carries no HR ID at all may be found by the work email. An account that carries another HR ID is never touched.',
	},
];

export const howToFind = (context: IExecuteFunctions, itemIndex: number): HowToFind => {
	const { hrIdAttribute = 'employeeId', matchByEmail = true } = context.getNodeParameter('options', itemIndex, {}) as Partial<HowToFind>;
	return { hrIdAttribute, matchByEmail };
};
