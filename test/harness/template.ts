import type { IConnections, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';
import { readTemplate } from '../../scripts/stage/templates';
import { packageName } from './pack';

export interface Template {
	id: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
	pinData: IPinData;
}

export const templateIn = (file: string): Template => readTemplate(file) as unknown as Template;

const n8ns = 'n8n-nodes-base.';

/** The part of a type behind the package, such as `oktaAccess`. */
export const kindOf = ({ type }: INode): string => type.slice(type.indexOf('.') + 1);

export const oursIn = ({ nodes }: Template): INode[] => nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
export const notesIn = ({ nodes }: Template): string[] => nodes.filter(isNote).map(({ parameters }) => String(parameters['content']));
const isNote = (node: INode): boolean => kindOf(node) === 'stickyNote';

export const nodeIn = ({ nodes }: Template, name: string): INode => {
	const found = nodes.find((node) => node.name === name);
	if (!found) throw new Error(`The template has no node "${name}".`);
	return found;
};

/** What an administrator enters, by the name of the node. */
export type Changes = { [name: string]: INode['parameters'] };

/** What stands in for a node of n8n's own: the name of one of the harness, or of one that goes by n8n's own type. */
export type StandInFor = (own: string) => string;

/** As imported, with the harness's nodes in place of n8n's own; where nothing is said of one, it passes on what it gets, unless it tells somebody. */
export const importedFrom = ({ nodes }: Template, changes: Changes = {}, standInFor: StandInFor = (own) => (own === 'executeWorkflow' ? own : 'passOn')): INode[] =>
	nodes
		.filter((node) => !isNote(node))
		.map((node) => {
			const made = structuredClone({ ...node, parameters: { ...node.parameters, ...changes[node.name] } });
			if (!node.type.startsWith(n8ns)) return made;
			const standIn = standInFor(kindOf(node));
			return { ...made, type: standIn.includes('.') ? standIn : `harness.${standIn}`, typeVersion: 1 };
		});
