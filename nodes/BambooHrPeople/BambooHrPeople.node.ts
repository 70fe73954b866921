import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { today } from '../../lifecycle/calendar';
import { systemClock } from '../../lifecycle/clock';
import { listPeople } from '../../systems/bamboohr/roster';
import { companyIn, sourceOf } from '../shared/bambooHr';
import { forEachItem } from '../shared/items';

export class BambooHrPeople implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BambooHR People',
		name: 'bambooHrPeople',
		icon: { light: 'file:bamboohr.svg', dark: 'file:bamboohr.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'List Everybody',
		description: 'Everybody BambooHR has at this moment, also those who left, to be compared with accounts',
		defaults: { name: 'BambooHR People' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Everybody's employment is nothing for an agent to look through.
		usableAsTool: undefined,
		credentials: [{ name: 'jmlBambooHrApi', required: true }],
		properties: [
			{
				displayName: 'One item for each person. Whether somebody works there is BambooHR\'s own word, by its own day.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await forEachItem(this, () => everybody(this))];
	}
}

const everybody = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
	const { domain, bamboo } = await companyIn(context);
	const zone = context.getTimezone();
	const people = await listPeople(bamboo, zone, today(systemClock.now(), zone));
	return people.map(({ person, standing }) => ({ json: { person: person as unknown as IDataObject, standing, source: sourceOf(domain) } }));
};
