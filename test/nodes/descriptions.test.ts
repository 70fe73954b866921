import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IDisplayOptions, INodeProperties, INodePropertyCollection, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { allCredentials, allNodes, lint, writtenOut } from '../harness/resolved';

const root = join(__dirname, '..', '..');
const packageName = 'n8n-nodes-joiner-mover-leaver';
const nodes = allNodes.map((node) => [node.file, node] as const);
const credentials = allCredentials.map((credential) => [credential.file, credential] as const);
const texts = [...allNodes.map(({ file, made }) => writtenOut(file, 'description', made.description)), ...allCredentials.map(({ file, made }) => writtenOut(file, 'properties', made.properties))];

interface Place {
	path: string;
	property: INodeProperties;
	/** Those it stands among. */
	siblings: readonly INodeProperties[];
	/** Those at the top, which a name with a slash before it means. */
	top: readonly INodeProperties[];
}

const isProperty = (option: INodePropertyOptions | INodeProperties | INodePropertyCollection): option is INodeProperties => 'type' in option;
const isGroup = (option: INodePropertyOptions | INodeProperties | INodePropertyCollection): option is INodePropertyCollection => 'values' in option;

const walk = (properties: readonly INodeProperties[], above: string, top = properties): Place[] =>
	properties.flatMap((property) => {
		const path = `${above}/${property.name}`;
		const inside = (property.options ?? []).flatMap((option) => (isGroup(option) ? walk(option.values, `${path}/${option.name}`, top) : []));
		return [{ path, property, siblings: properties, top }, ...walk((property.options ?? []).filter(isProperty), path, top), ...inside];
	});

const places = [...allNodes.flatMap(({ made: { description } }) => walk(description.properties, description.name)), ...allCredentials.flatMap(({ made }) => walk(made.properties, made.name))];
const choices = (property: INodeProperties): INodePropertyOptions[] => (property.options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);

describe("n8n's linters, on every description as it resolves", () => {
	test('find nothing', () => {
		expect(lint(texts).flatMap((complaints, index) => complaints.map((complaint) => `${texts[index]!.file}: ${complaint}`))).toEqual([]);
	}, 60_000);

	test('would find what is wrong in a derived part', () => {
		const { file, made } = allNodes.find(({ made: { description } }) => description.name === 'oktaAccess')!;
		const broken = (change: (description: INodeTypeDescription) => void) => {
			const copy = { ...structuredClone({ ...made.description, usableAsTool: undefined }) } as INodeTypeDescription;
			change(copy);
			return writtenOut(file, 'description', copy);
		};
		const find = ({ properties }: INodeTypeDescription, name: string) => walk(properties, '').find(({ property }) => property.name === name)!.property;
		const found = lint([
			broken((description) => void find(description, 'steps').options!.reverse()),
			broken((description) => void (find(description, 'missingAccountIsFine').description = 'Set it if none is needed')),
			broken((description) => void delete (find(description, 'operation').options![0] as INodePropertyOptions).action),
			broken((description) => void delete find(description, 'operation').noDataExpression),
			broken((description) => void (find(description, 'personId').displayName = 'hr id of the person')),
			broken((description) => void (find(description, 'workEmail').description += '.')),
			broken((description) => void (description.icon = 'file:missing.svg')),
		]).map((complaints) => complaints.map((complaint) => complaint.split(':')[0]!.split('/').at(-1)).join());
		expect(found).toEqual([
			expect.stringContaining('node-param-multi-options-type-unsorted-items'),
			expect.stringContaining('node-param-description-boolean-without-whether'),
			expect.stringContaining('node-param-operation-option-without-action'),
			expect.stringContaining('node-param-operation-without-no-data-expression'),
			expect.stringContaining('node-param-display-name-miscased'),
			expect.stringContaining('node-param-description-excess-final-period'),
			expect.stringContaining('icon-validation'),
		]);
	}, 60_000);
});

describe.each(nodes)('%s', (file, { made }) => {
	const { description } = made;

	test('has its icons, light and dark, its codex, and says whether agents may use it', () => {
		const icons = Object.values(description.icon as object) as string[];
		expect(new Set(icons).size).toBe(2);
		for (const icon of icons) expect(existsSync(join(root, dirname(file), icon.replace('file:', '')))).toBe(true);
		expect(JSON.parse(readFileSync(join(root, file.replace(/\.ts$/, '.json')), 'utf8'))).toMatchObject({ node: `${packageName}.${description.name}`, nodeVersion: '1.0', codexVersion: '1.0' });
		expect(description).toHaveProperty('usableAsTool');
		expect(description.usableAsTool).not.toBe(true);
	});

	test('asks for credentials of this package that somebody can test', () => {
		for (const { name, testedBy, displayOptions } of description.credentials ?? []) {
			const type = allCredentials.find((credential) => credential.made.name === name)?.made;
			expect(type).toBeDefined();
			// n8n itself tests these by connecting.
			const connects = type!.extends?.includes('oAuth2Api') === true;
			if (!type!.test && !connects) expect(Object.keys(made.methods?.credentialTest ?? {})).toContain(testedBy);
			expect(missingIn(displayOptions, description.properties)).toEqual([]);
		}
	});

	test('names each of its outputs, where there are several', () => {
		if (description.outputs.length > 1) expect(description.outputNames).toHaveLength(description.outputs.length);
	});

	const operations = description.properties.filter(({ name }) => name === 'operation');

	test('shows each operation under its own name', () => {
		for (const { name, value } of operations.flatMap(choices)) {
			const derived = String(value).replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase());
			if (derived !== name) expect(description.subtitle).toContain(`${String(value)}: "${name}"`);
		}
	});

	test('has an output schema where n8n looks for one', () => {
		const schemas = operations.flatMap((operation) => {
			const [resource] = operation.displayOptions?.show?.['resource'] ?? [];
			return choices(operation).map(({ value }) => `v1.0.0/${resource === undefined ? '' : `${String(resource)}/`}${String(value)}.json`);
		});
		for (const schema of operations.length > 0 ? schemas : ['v1.0.0.json']) expect(existsSync(join(root, dirname(file), '__schema__', schema))).toBe(true);
	});
});

test.each(credentials)('%s is ours by name, restricted to our nodes, and has icon and documentation', (file, { made }) => {
	expect(made.name).toMatch(/^jml[A-Z].*Api$/);
	expect(made.restrictToSupportedNodes).toBe(true);
	expect(made.documentationUrl).toMatch(/^https:\/\//);
	for (const icon of Object.values(made.icon as object) as string[]) expect(existsSync(join(root, dirname(file), icon.replace('file:', '')))).toBe(true);
	expect(allNodes.some(({ made: { description } }) => description.credentials?.some(({ name }) => name === made.name))).toBe(true);
});

/** What a rule has against any parameter, by its path. */
const against = (rule: (place: Place) => unknown[]) => places.flatMap((place) => rule(place).map((complaint) => `${place.path}: ${String(complaint)}`));

const typeOfDefault: { [type: string]: string } = { string: 'string', number: 'number', boolean: 'boolean', options: 'string', notice: 'string', hidden: 'string', json: 'string', multiOptions: 'object', collection: 'object', fixedCollection: 'object' };

describe('every parameter', () => {
	test('has a default of its type', () => {
		expect(against(({ property }) => (typeof property.default === typeOfDefault[property.type] ? [] : [`${typeof property.default} for ${property.type}`]))).toEqual([]);
	});

	test('has a default among its choices and within its bounds', () => {
		const outside = ({ property }: Place) => {
			const { type, default: value, typeOptions: { minValue = -Infinity, maxValue = Infinity } = {} } = property;
			const offered = choices(property).map((choice) => choice.value);
			if (type === 'options' || type === 'multiOptions') return [value].flat().filter((one) => !offered.includes(one as string));
			return type === 'number' && !(minValue <= Number(value) && Number(value) <= maxValue) ? [value] : [];
		};
		expect(against(outside)).toEqual([]);
	});

	test('is described in sentences that end as sentences do', () => {
		const unfit = ({ property }: Place) => {
			const texts = [property.description, property.hint, ...choices(property).map(({ description }) => description)].filter((text) => text !== undefined);
			return texts.filter((text) => / {2}|\bundefined\b|\[object|^\s|\s$/.test(text) || /[.!?]$/.test(text) !== /\. [A-Z"]/.test(text));
		};
		expect(against(unfit)).toEqual([]);
	});

	test('is explained, itself or by its choices', () => {
		const silent = ({ property }: Place) => {
			const explained = property.description ?? property.hint ?? choices(property).find(({ description }) => description)?.description;
			return ['notice', 'hidden', 'collection'].includes(property.type) || explained ? [] : ['says nothing'];
		};
		expect(against(silent)).toEqual([]);
	});

	test('offers each choice once', () => {
		const twice = ({ property }: Place) => choices(property).filter(({ name, value }, index, all) => all.findIndex((one) => one.name === name || one.value === value) !== index);
		expect(against(twice)).toEqual([]);
	});

	test('is shown for parameters and values that exist', () => {
		expect(against(({ property, siblings, top }) => missingIn(property.displayOptions, siblings, top))).toEqual([]);
	});

	test('stands once among those shown together', () => {
		const alike = ({ property, siblings }: Place) => siblings.filter((other) => other !== property && other.name === property.name && JSON.stringify(other.displayOptions) === JSON.stringify(property.displayOptions)).map(({ name }) => name);
		expect(against(alike)).toEqual([]);
	});

	test('hides what is secret, and only that', () => {
		const wrong = ({ property: { name, type, typeOptions } }: Place) => {
			const secret = type !== 'options' && /key$|token|password|secret/i.test(name) && !/url$/i.test(name);
			return (typeOptions?.password === true) === secret ? [] : [secret ? 'shown' : 'hidden'];
		};
		expect(against(wrong)).toEqual([]);
	});
});

function missingIn(displayOptions: IDisplayOptions | undefined, siblings: readonly INodeProperties[], top = siblings): string[] {
	return Object.entries({ ...displayOptions?.show, ...displayOptions?.hide }).flatMap(([name, values]) => {
		// Each resource has operations of its own, under one name.
		const others = name.startsWith('/') ? top.filter((one) => one.name === name.slice(1)) : siblings.filter((sibling) => sibling.name === name);
		if (others.length === 0) return name.startsWith('@') ? [] : [`no parameter ${name}`];
		const offered = others.flatMap(choices).map(({ value }) => value);
		return offered.length === 0 ? [] : (values as string[]).filter((value) => !offered.includes(value)).map((value) => `${name} is never ${value}`);
	});
}
