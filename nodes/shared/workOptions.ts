import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What every node that works on a case asks for alike. */
export const workOptions = ({ patienceSeconds }: { patienceSeconds: number }): INodeProperties[] => [
	{
		displayName: 'Others Wait at Most (Seconds)',
		name: 'othersWaitSeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 900 },
		default: 0,
		description: 'How long the nodes behind this one wait for it. Then the item goes on, the work as well, and Close Case waits for its end. If it is not set, nobody waits, and 5 seconds in a test from the editor. Counts only where a Close Case follows in this workflow.',
	},
	{
		displayName: 'Patience (Seconds)',
		name: 'readBackSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 900 },
		default: patienceSeconds,
		description: 'How long the system may take to show a change it accepted before the step counts as failed',
	},
	{
		displayName: 'Requests at Once',
		name: 'requestsAtOnce',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 16,
		description: 'How many requests may be under way with this credential, over all executions of this n8n process',
	},
];

/** In the order people look for them. */
export const byDisplayName = (options: INodeProperties[]): INodeProperties[] => options.sort((a, b) => a.displayName.localeCompare(b.displayName));
export const byName = (options: INodePropertyOptions[]): INodePropertyOptions[] => options.sort((a, b) => a.name.localeCompare(b.name));
export const withoutPeriod = (text: string): string => (text.split('. ').length === 1 ? text.replace(/\.$/, '') : text);
