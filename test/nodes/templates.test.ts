import type { INode, INodeExecutionData, INodeParameters, INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templates } from '../../scripts/stage/templates';
import { loadPack } from '../harness/pack';
import { misfits, outputSchemaOf } from '../harness/schema';
import { wrongSettings } from '../harness/settings';
import { kindOf, nodeIn, notesIn, oursIn, templateIn, type Template } from '../harness/template';

const files = templates();
const isCut = ({ parameters }: INode) => parameters['operation'] === 'cut';
const isRestore = ({ parameters }: INode) => parameters['operation'] === 'restore';
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

interface Telling {
	workflowId: object;
	workflowInputs: { value: object; schema: { id: string }[] };
}

const tell = templateIn('tell.json');
const tellInputs = (nodeIn(tell, 'Something to Tell').parameters['workflowInputs'] as { values: { name: string }[] }).values.map(({ name }) => name).sort();

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

	test('nodes of this package set only what exists', async () => {
		const wrong = await Promise.all(ours.map(async (node) => wrongSettings(node, await describedAs(kindOf(node))).map((problem) => `${node.name}: ${problem}`)));
		expect(wrong.flat()).toEqual([]);
	});

	test('what tells somebody says all that Tell Somebody takes, and nothing else', () => {
		const said = template.nodes.filter((node) => kindOf(node) === 'executeWorkflow').map(({ parameters }) => parameters as unknown as Telling);
		for (const { workflowId, workflowInputs } of said) {
			expect(workflowId).toMatchObject({ value: tell.id });
			expect(Object.keys(workflowInputs.value).sort()).toEqual(tellInputs);
			expect(workflowInputs.schema.map(({ id }) => id).sort()).toEqual(tellInputs);
		}
	});

	test('names the error workflow, unless it is what that calls', () => {
		const fails = ['errors.json', 'tell.json'].includes(file);
		expect(template.settings.errorWorkflow).toBe(fails ? undefined : templateIn('errors.json').id);
	});
});

test('no two templates are one workflow, or listen at one address', () => {
	const all = files.map(templateIn);
	expect(duplicates(all.map(({ id }) => id))).toEqual([]);
	expect(duplicates(all.flatMap(({ nodes }) => nodes.flatMap(({ webhookId }) => webhookId ?? [])))).toEqual([]);
});

/** A report that shows an example would look like one that is true; it is run by hand only, and changes nothing for anybody. */
const withoutExample = ['set-up.json'];

/** In a test from the editor they look and record nothing; and what is pinned could come out of their first output only. */
const onlyLook = ['accessReconcile', 'lifecycleGuard'];
/** Of n8n's own nodes: those that wait for somebody, start another workflow, or ask a table or a server. */
const needSomething = ['dataTable', 'errorTrigger', 'executeWorkflow', 'executeWorkflowTrigger', 'form', 'formTrigger', 'httpRequest', 'respondToWebhook', 'webhook'];

const needsAnExample = (template: Template) => (node: INode): boolean =>
	!node.disabled && (Object.keys(node.credentials ?? {}).length > 0 || needSomething.includes(kindOf(node)) || (oursIn(template).includes(node) && !onlyLook.includes(kindOf(node))));

const everyObjectIn = (value: unknown): { [name: string]: unknown }[] =>
	typeof value !== 'object' || value === null ? [] : [...(Array.isArray(value) ? [] : [value as { [name: string]: unknown }]), ...Object.values(value).flatMap(everyObjectIn)];

const changesAccess = ({ parameters }: INode): boolean => ['change', 'cut', 'grant', 'lock', 'restore', 'retire', 'secure', 'wipe'].includes(String(parameters['operation']));

describe.each(files.filter((file) => !withoutExample.includes(file)))('the example in %s', (file) => {
	const template = templateIn(file);
	const { nodes, pinData } = template;

	test('is pinned wherever a credential is needed, the ledger is written, or somebody is asked or told', () => {
		expect(nodes.filter(needsAnExample(template)).map(({ name }) => name).filter((name) => !(name in pinData))).toEqual([]);
	});

	test('is pinned to nodes that are there', () => {
		expect(Object.keys(pinData).filter((name) => !nodes.some((node) => node.name === name))).toEqual([]);
	});

	test('names nobody real', () => {
		const text = JSON.stringify(pinData);
		const hosts = [...text.matchAll(/(?:@|https?:\/\/)([\w-]+(?:\.[\w-]+)+)/g)].map(([, host]) => host!);
		expect(hosts.filter((host) => !/(?:^|\.)example\.com$/.test(host))).toEqual([]);
		const people = everyObjectIn(pinData).flatMap((one) => [one['person'], one['manager'], one['user']]).filter((one) => typeof one === 'object' && one !== null) as { name?: string; lastName?: string }[];
		expect(people.map(({ name, lastName }) => name ?? lastName).filter((name) => !/(?:Example|^Dana Drill)$/.test(name ?? ''))).toEqual([]);
	});

	test('has the shape that the nodes put out', async () => {
		const wrong = await Promise.all(
			oursIn(template).map(async (node) => {
				const schema = outputSchemaOf(node, await describedAs(kindOf(node)));
				return (pinData[node.name] ?? []).flatMap(({ json }) => misfits(schema, json).map((misfit) => `${node.name}: ${misfit}`));
			}),
		);
		expect(wrong.flat()).toEqual([]);
	});

	test('changes nothing for anybody where only a part of it is unpinned', () => {
		const inEarnest = ({ json }: INodeExecutionData): boolean => (json['case'] as { dryRun?: boolean } | undefined)?.dryRun === false && (json['event'] as { source?: string }).source !== 'drill';
		const acting = nodes.some(changesAccess) ? Object.entries(pinData) : [];
		expect(acting.filter(([, items]) => items.some(inEarnest)).map(([name]) => name)).toEqual([]);
	});

	test('is pointed out, in the same words everywhere', () => {
		expect(notesIn(template)[0]).toContain('*Execute workflow* shows it with an invented example, before anything is connected; the pins are left out when it runs by itself.');
	});
});

test.each(withoutExample)('%s has no example: a note says why', (file) => {
	const template = templateIn(file);
	expect(template.pinData).toEqual({});
	expect(notesIn(template)[0]).toContain('Nothing here is pinned');
});

/** As the plan calls the system that a node works in. */
const systemOf = (node: INode): string => kindOf(node).replace(/Access$/, '').replace(/^(google)Workspace$/, '$1').replace(/^aws(?:Iam)$/, 'aws').replace(/^awsIdentityCenter$/, 'identityCenter').replace(/^gitHub$/, 'github');

const leaversOrder = cutInOrder(templateIn('leaver.json'));

describe.each(cutting)('the cut in %s', (file) => {
	const template = templateIn(file);
	const cuts = oursIn(template).filter(isCut);

	test('goes through systems that can be cut, one behind the other, in the same order everywhere', async () => {
		const order = cutInOrder(template);
		expect(order).toHaveLength(cuts.length);
		expect(await systems()).toEqual(expect.arrayContaining(order));
		expect(order).toEqual(leaversOrder.filter((kind) => order.includes(kind)));
	});

	test('leaves out no system that the leaver has, or a note names it', async () => {
		const missing = leaversOrder.filter((kind) => !cutInOrder(template).includes(kind));
		const names = await Promise.all(missing.map(async (kind) => (await describedAs(kind)).displayName.replace(/ Access$/, '')));
		expect(names.filter((name) => !notesIn(template).some((note) => note.includes(`**${name}**`)))).toEqual([]);
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

describe.each(files.filter((file) => oursIn(templateIn(file)).some(isRestore)))('what %s gives back', (file) => {
	const template = templateIn(file);
	const restores = oursIn(template).filter(isRestore);

	test('is in every system that it cuts, or that the leaver cuts, in the same order', () => {
		const own = cutInOrder(template);
		expect(restores.map(kindOf)).toEqual(own.length > 0 ? own : leaversOrder);
		for (const [index, { name }] of restores.slice(1).entries()) expect(targets(template, restores[index]!.name)).toEqual([name]);
	});

	test('one that fails never stops the next', () => {
		expect(restores.filter(({ onError }) => onError !== 'continueRegularOutput').map(({ name }) => name)).toEqual([]);
	});
});

describe.each([['joiner.json', 'Grant'], ['mover.json', 'Change']])('what %s plans and carries out', (file, verb) => {
	const template = templateIn(file);
	const called = (word: string) => template.nodes.filter(({ name }) => name.startsWith(`${word} `) && kindOf(nodeIn(template, name)).endsWith('Access'));
	const [inspected, given] = [called('Inspect'), called(verb)];

	test('is read and done in every system that the leaver cuts, in the same order, one behind the other', () => {
		for (const chain of [inspected, given]) {
			expect(chain.map(kindOf)).toEqual(leaversOrder);
			for (const [index, { name }] of chain.slice(1).entries()) expect(targets(template, chain[index]!.name)).toEqual([name]);
		}
		expect(inspected.map(({ disabled }) => disabled)).toEqual(given.map(({ disabled }) => disabled));
		expect(inspected.every(({ parameters }) => parameters['inspectWhat'] === 'rights')).toBe(true);
	});

	test('each carries out the part of the plan that is its own', () => {
		const planned = given.map(({ parameters: { join, leave } }) => [join, leave].map((field) => /^=\{\{ \$json\.plan\.systems\.(\w+)\?\.(join|leave) \?\? \[\] \}\}$/.exec(String(field))?.slice(1)));
		expect(planned).toEqual(given.map((one) => ['join', 'leave'].map((which) => [systemOf(one), which])));
	});

	test('one that fails never stops the next', () => {
		expect([...inspected, ...given].filter(({ onError }) => onError !== 'continueRegularOutput').map(({ name }) => name)).toEqual([]);
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

	test('an example of another shape', async () => {
		const schema = outputSchemaOf(cut, await describedAs('oktaAccess'));
		expect(misfits(schema, { person: [], case: { dryRun: 'no' }, steps: [{ reason: 'done' }, { verified: 'yes' }] })).toEqual(['person is no object', 'case.dryRun is no boolean', 'steps[1].verified is no boolean']);
	});

	test('a credential', async () => {
		expect(wrongSettings({ ...cut, credentials: { jmlOktaApi: { id: '1', name: 'token' } } }, await describedAs('oktaAccess'))).toEqual(['credential jmlOktaApi does not exist']);
	});
});

/** The second output of the guard is for whoever decides, and so is what comes out again because nobody did. */
const askers = (template: Template): INode[] =>
	oursIn(template).filter(({ parameters }) => parameters['operation'] === 'releaseDue').flatMap(({ name }) => (template.connections[name]?.['main']?.[1] ?? []).map(({ node }) => nodeIn(template, node)));

test.each(files.filter((file) => askers(templateIn(file)).length > 0))('%s asks whoever is next under Escalate To when nobody decides', (file) => {
	for (const { parameters } of askers(templateIn(file))) expect((parameters['workflowInputs'] as Telling['workflowInputs']).value).toMatchObject({ audience: expect.stringMatching(/^=\{\{ \$json\.guard\??\.askNext \|\| '\w+' \}\}$/) });
});

test.each(files)('%s stands in the page of templates, with its picture', (file) => {
	const top = join(__dirname, '..', '..');
	const picture = `docs/images/${file.replace(/json$/, 'png')}`;
	const page = readFileSync(join(top, 'workflows', 'README.md'), 'utf8');
	expect(page).toContain(`[${file}](${file})`);
	expect(page).toContain(`](../${picture})`);
	expect(existsSync(join(top, picture))).toBe(true);
});
