import { NodeHelpers, type INode, type INodeParameters, type INodeProperties, type INodePropertyCollection, type INodePropertyOptions, type INodeTypeDescription } from 'n8n-workflow';

/** What a node of a template sets that its type does not have, as the editor would show it: gone, or marked red. */
export const wrongSettings = (node: INode, description: INodeTypeDescription): string[] => {
	const all = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, true, node, description)!;
	const isShown = (property: Parameters<typeof NodeHelpers.displayParameter>[1], values: INodeParameters) => NodeHelpers.displayParameter(values, property, node, description, all);

	const wrongIn = (values: INodeParameters, known: INodeProperties[], complete: INodeParameters, where: string): string[] =>
		Object.entries(values).flatMap(([name, value]) => {
			const property = known.find((one) => one.name === name && isShown(one, complete));
			return property ? wrongWith(property, value, where + name) : [`${where}${name} does not exist`];
		});

	const wrongWith = (property: INodeProperties, value: unknown, where: string): string[] => {
		if (typeof value === 'string' && value.startsWith('=')) return property.noDataExpression ? [`${where} takes no expression`] : [];
		if (property.typeOptions?.multipleValues && property.type !== 'fixedCollection') return Array.isArray(value) ? [] : [`${where} is no list`];
		const choices = () => (property.options as INodePropertyOptions[]).filter((option) => isShown(option, all)).map((option) => option.value);
		switch (property.type) {
			case 'options':
				return choices().includes(value as string) ? [] : [`${where} has no choice ${String(value)}`];
			case 'multiOptions':
				return (value as string[]).filter((one) => !choices().includes(one)).map((one) => `${where} has no choice ${one}`);
			case 'collection':
				return wrongIn(value as INodeParameters, property.options as INodeProperties[], all, `${where}.`);
			case 'fixedCollection':
				return Object.entries(value as { [group: string]: INodeParameters | INodeParameters[] }).flatMap(([group, entries]) => {
					const known = (property.options as INodePropertyCollection[]).find((one) => one.name === group);
					if (!known) return [`${where}.${group} does not exist`];
					return [entries].flat().flatMap((entry) => wrongIn(entry, known.values, entry, `${where}.${group}.`));
				});
			case 'boolean':
			case 'number':
				return typeof value === property.type ? [] : [`${where} is no ${property.type}`];
			default:
				return typeof value === 'string' ? [] : [`${where} is no text`];
		}
	};

	const credentials = (description.credentials ?? []).filter((one) => isShown(one, all)).map(({ name }) => name);
	const wrongCredentials = Object.keys(node.credentials ?? {}).filter((name) => !credentials.includes(name));
	return [...wrongIn(node.parameters, description.properties, all, ''), ...wrongCredentials.map((name) => `credential ${name} does not exist`)];
};
