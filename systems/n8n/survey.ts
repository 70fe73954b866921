import type { Dictionary } from '../http/parse';
import { parse, type N8n } from './client';
import { allProjects } from './projects';

/** A workflow or a credential, and where it belongs. */
export interface Possession {
	id: string;
	name: string;
	/** The project it belongs to. */
	project: string | null;
	/** Further projects that may use it. */
	sharedWith: string[];
}

export interface Workflow extends Possession {
	active: boolean;
	archived: boolean;
	/** What its nodes use, published or not. */
	credentials: { id: string; name: string }[];
}

export interface Credential extends Possession {
	type: string;
}

export type DataTable = Omit<Possession, 'sharedWith'>;

export interface Survey {
	workflows: Workflow[];
	credentials: Credential[];
	tables: DataTable[];
	/** Projects that are one person's, with the person's id. */
	homes: Map<string, string>;
}

const running = new WeakMap<N8n, Promise<Survey>>();

/**
 * Everything there is, without what is in it. n8n tells nobody which project is a person's, so that theirs can only be
 * picked out of all. Steps that begin to read together share one reading; what was read is not kept.
 */
export const survey = (n8n: N8n): Promise<Survey> => {
	const already = running.get(n8n);
	if (already !== undefined) return already;
	const reading = read(n8n).finally(() => running.delete(n8n));
	running.set(n8n, reading);
	return reading;
};

const read = async (n8n: N8n): Promise<Survey> => {
	const [workflows, credentials, tables] = await Promise.all([
		// What the nodes of a page hold is forgotten with the page.
		everyOne(n8n, '/workflows', { limit: 50, excludePinnedData: true }, parseWorkflow),
		everyOne(n8n, '/credentials', { limit: 250 }, parseCredential),
		everyOne(n8n, '/data-tables', { limit: 250 }, parseTable),
	]);
	return { workflows, credentials, tables, homes: await homesAmong(n8n, [...workflows, ...credentials, ...tables]) };
};

/** Pages are counted off, so that what is added meanwhile may show twice. */
const everyOne = async <Thing extends { id: string }>(n8n: N8n, path: string, query: Record<string, number | boolean>, parseRow: (row: Dictionary) => Thing): Promise<Thing[]> => {
	const found = new Map<string, Thing>();
	for await (const page of n8n.pages(path, query)) {
		for (const thing of page.map(parseRow)) found.set(thing.id, thing);
	}
	return [...found.values()];
};

/** Where the licence shows projects they say whose they are; elsewhere a project is the person's who is alone in it. */
const homesAmong = async (n8n: N8n, things: readonly { project: string | null }[]): Promise<Map<string, string>> => {
	const projects = await allProjects(n8n);
	const ids = [...new Set(things.flatMap(({ project }) => (project === null ? [] : [project])))];
	const candidates = projects?.filter(({ personal }) => personal) ?? ids.map((id) => ({ id, creatorId: null }));
	const holders = await Promise.all(candidates.map(async ({ id, creatorId }) => [id, creatorId ?? (await onlyMemberOf(n8n, id))] as const));
	return new Map(holders.flatMap(([id, holder]) => (holder === null ? [] : [[id, holder] as const])));
};

const onlyMemberOf = async (n8n: N8n, projectId: string): Promise<string | null> => {
	const page = await n8n.get('/users', { projectId, limit: 2 });
	const [member, ...others] = parse.array(page['data'], 'users.data').map((row) => parse.text(parse.object(row, 'user')['id'], 'user.id'));
	return others.length > 0 ? null : (member ?? null);
};

const named = (row: Dictionary, where: string) => ({ id: parse.text(row['id'], `${where}.id`), name: parse.text(row['name'], `${where}.name`) });

/** Workflows name the project `projectId`, credentials `id`. */
const belonging = (row: Dictionary, where: string, key: 'id' | 'projectId'): Pick<Possession, 'project' | 'sharedWith'> => {
	const shares = parse.array(row['shared'], `${where}.shared`).map((value) => {
		const share = parse.object(value, `${where}.shared`);
		return { project: parse.text(share[key], `${where}.shared.${key}`), owns: parse.text(share['role'], `${where}.shared.role`).endsWith(':owner') };
	});
	return { project: shares.find(({ owns }) => owns)?.project ?? null, sharedWith: shares.filter(({ owns }) => !owns).map(({ project }) => project) };
};

const parseWorkflow = (row: Dictionary): Workflow => {
	const published = row['activeVersion'] === null || row['activeVersion'] === undefined ? [] : parse.array(parse.object(row['activeVersion'], 'workflow.activeVersion')['nodes'], 'workflow.activeVersion.nodes');
	const used = [...parse.array(row['nodes'], 'workflow.nodes'), ...published].flatMap(credentialsOf);
	return {
		...named(row, 'workflow'),
		...belonging(row, 'workflow', 'projectId'),
		active: row['active'] === true,
		archived: row['isArchived'] === true,
		credentials: [...new Map(used.map((credential) => [credential.id, credential])).values()],
	};
};

const credentialsOf = (value: unknown): { id: string; name: string }[] => {
	const { credentials } = parse.object(value, 'workflow.node') as { credentials?: unknown };
	if (typeof credentials !== 'object' || credentials === null) return [];
	return Object.values(credentials).flatMap((used: unknown) => {
		const { id, name } = Object(used) as { id?: unknown; name?: unknown };
		// A node that was pasted from elsewhere may name a credential that this n8n does not have.
		return typeof id === 'string' && id !== '' ? [{ id, name: typeof name === 'string' && name !== '' ? name : id }] : [];
	});
};

const parseCredential = (row: Dictionary): Credential => ({ ...named(row, 'credential'), ...belonging(row, 'credential', 'id'), type: parse.text(row['type'], 'credential.type') });

const parseTable = (row: Dictionary): DataTable => ({ ...named(row, 'dataTable'), project: parse.optionalText(row['projectId'], 'dataTable.projectId') });

/** What is in the person's own projects. */
export const ownedIn = ({ homes, ...things }: Survey, userId: string): Pick<Survey, 'workflows' | 'credentials' | 'tables'> => {
	const theirs = <Thing extends { project: string | null }>(all: Thing[]) => all.filter(({ project }) => project !== null && homes.get(project) === userId);
	return { workflows: theirs(things.workflows), credentials: theirs(things.credentials), tables: theirs(things.tables) };
};

const counted = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]);

/** `2 workflows, 1 credential`; empty where there is nothing. */
export const counts = ({ workflows, credentials, tables = [] }: { workflows: readonly unknown[]; credentials: readonly unknown[]; tables?: readonly unknown[] }): string =>
	[...counted(workflows.length, 'workflow'), ...counted(credentials.length, 'credential'), ...counted(tables.length, 'data table')].join(', ');
