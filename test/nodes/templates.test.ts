import type { INode, INodeParameters, INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { templates } from '../../scripts/stage/templates';
import { loadPack } from '../harness/pack';
import { wrongSettings } from '../harness/settings';
import { kindOf, nodeIn, notesIn, oursIn, templateIn, type Template } from '../harness/template';

const files = templates();
const isCut = ({ parameters }: INode) => parameters['operation'] === 'cut';
const cutting = files.filter((file) => oursIn(templateIn(file)).some(isCut));

const describedAs = async (kind: string): Promise<INodeTypeDescription> => (await loadPack()).getNode(kind).type.description as INodeTypeDescription;
const propertiesFor = (operation: string, { properties }: INodeTypeDescription, name: string): INodeProperties[] =>
	properties.filter((one) => one.name === name && (one.displayOptions?.show?.['operation'] ?? [operation]).includes(operation));
const choicesIn = (properties: INodeProperties[]) => properties.flatMap(({ options }) => (options ?? []) as INodePropertyOptions[]);

/** Every node of the pack that can cut somebody. */
const systems = async (): Promise<string[]> => {
	const kinds = Object.keys((await loadPack()).known.nodes);
	const able = await Promise.all(kinds.map(async (kind) => choicesIn((await describedAs(kind)).properties.filter(({ name }) => name === 'operation')).some(({ value }) => value === 'cut')));
	return kinds.filter((_, index) => able[index]);
};

const duplicates = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

const targets = ({ connections }: Template, name: string): string[] => Object.values(connections[name] ?? {}).flatMap((outputs) => outputs.flatMap((output) => (output ?? []).map(({ node }) => node)));

/** The systems as an item reaches them, one behind the other. */
const cutInOrder = (template: Template): string[] => {
	const cuts = oursIn(template).filter(isCut);
	const behind = (one: INode) => cuts.find(({ name }) => targets(template, one.name).includes(name));
	const order: string[] = [];
	const first = cuts.find((one) => !cuts.some((other) => behind(other) === one));
	for (let at = first; at; at = behind(at)) order.push(kindOf(at));
	return order;
};

describe.each(files)('%s', (file) => {
	const template = templateIn(file);
	const ours = oursIn(template);

	test('connects only what is there', () => {
		const names = template.nodes.map(({ name }) => name);
		const named = Object.keys(template.connections).flatMap((name) => [name, ...targets(template, name)]);
		expect(named.filter((name) => !names.includes(name))).toEqual([]);
	});

	test('names and ids are unique', () => {
		expect(duplicates(template.nodes.map(({ name }) => name))).toEqual([]);
		expect(duplicates(template.nodes.map(({ id }) => id))).toEqual([]);
	});

	test('has no code in it', () => {
		expect(template.nodes.filter((node) => /^(code|function|functionItem|executeCommand)$/.test(kindOf(node)))).toEqual([]);
	});

	test.each(ours.map((node) => [node.name, node] as const))('%s sets only what exists', async (_, node) => {
		expect(wrongSettings(node, await describedAs(kindOf(node)))).toEqual([]);
	});
});

test('no two templates are one workflow, or listen at one address', () => {
	const all = files.map(templateIn);
	expect(duplicates(all.map(({ id }) => id))).toEqual([]);
	expect(duplicates(all.flatMap(({ nodes }) => nodes.flatMap(({ webhookId }) => webhookId ?? [])))).toEqual([]);
});

describe.each(cutting)('the cut in %s', (file) => {
	const template = templateIn(file);
	const cuts = oursIn(template).filter(isCut);

	test('goes through systems that can be cut, one behind the other, in the same order everywhere', async () => {
		const order = cutInOrder(template);
		expect(order).toHaveLength(cuts.length);
		expect(await systems()).toEqual(expect.arrayContaining(order));
		expect(order).toEqual(cutInOrder(templateIn(cutting[0]!)));
	});

	test('what was synced from Active Directory is cut there first', () => {
		const order = cutInOrder(template);
		expect(order.indexOf('activeDirectoryAccess')).toBeLessThan(order.indexOf('entraAccess'));
	});

	test('one that fails never stops the next', () => {
		expect(cuts.filter(({ onError }) => onError !== 'continueRegularOutput').map(({ name }) => name)).toEqual([]);
	});

	test.each(cuts.map((node) => [node.name, node] as const))('%s takes what is ticked as it comes, or a note names what differs', async (_, node) => {
		const properties = propertiesFor('cut', await describedAs(kindOf(node)), 'steps');
		const usual = properties.flatMap(({ default: ticked }) => ticked as string[]);
		const set = node.parameters['steps'] as string[];
		const differing = choicesIn(properties).filter(({ value }) => usual.includes(value as string) !== set.includes(value as string));
		expect(differing.map(({ name }) => name).filter((label) => !notesIn(template).some((note) => note.includes(label)))).toEqual([]);
	});
});

describe('what is wrong in a template is found:', () => {
	const cut = nodeIn(templateIn('leaver.json'), 'Cut Okta');
	test.each<[string, INodeParameters, string]>([
		['a field that is gone', { stepz: [] }, 'stepz does not exist'],
		['a field of another operation', { facts: [] }, 'facts does not exist'],
		['a choice', { dryRun: 'sometimes' }, 'dryRun has no choice sometimes'],
		['an expression where none is taken', { operation: '={{ $json.operation }}' }, 'operation takes no expression'],
		['a step', { steps: ['blockSignin'] }, 'steps has no choice blockSignin'],
		['an option', { options: { patience: 60 } }, 'options.patience does not exist'],
		['a number in quotes', { options: { readBackSeconds: '60' } }, 'options.readBackSeconds is no number'],
	])('%s', async (_, parameters, problem) => {
		expect(wrongSettings({ ...cut, parameters: { ...cut.parameters, ...parameters } }, await describedAs('oktaAccess'))).toContain(problem);
	});

	test.each<[string, INodeParameters, string]>([
		['a group of entries', { countries: [] }, 'options.usageLocations.countries does not exist'],
		['a field of an entry', { location: [{ country: 'DE', place: 'Berlin' }] }, 'options.usageLocations.location.place does not exist'],
	])('%s', async (_, usageLocations, problem) => {
		const grant = { ...cut, credentials: {}, parameters: { operation: 'grant', options: { usageLocations } } };
		expect(wrongSettings(grant, await describedAs('entraAccess'))).toEqual([problem]);
	});

	test('a credential', async () => {
		expect(wrongSettings({ ...cut, credentials: { jmlOktaApi: { id: '1', name: 'token' } } }, await describedAs('oktaAccess'))).toEqual(['credential jmlOktaApi does not exist']);
	});
});
