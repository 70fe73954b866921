import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { Scene } from './seed';
import { makeApiKey, makeCredential, makeWorkflow, type WorkflowDraft } from './seed';
import type { Credential, DataTable, N8nUser, Project, Workflow } from './state';
import { makeUser, nextId, personalProject, stamped } from './state';

export interface N8nAdmin {
	/** By id or e-mail. */
	user(key: string): N8nUser;
	/** The project of their own. */
	projectOf(key: string): Project;
	/** Everything that gives this user access or that they own, counted. */
	accessOf(key: string): { role: string; apiKeys: number; projects: string[]; workflows: string[]; credentials: string[] };
	workflow(name: string): Workflow;
	credential(name: string): Credential;
	/** What the person makes in their own project. */
	addWorkflow(key: string, draft: WorkflowDraft): Workflow;
	addCredential(key: string, draft: { name: string; type?: string; sharedWith?: Project[] }): Credential;
	addTable(key: string, name: string): DataTable;
	addApiKey(key: string, scopes?: readonly string[]): string;
	/** So many more users. */
	populate(count: number): void;
}

export function createAdmin(scene: Scene, aboutToChange: () => void): N8nAdmin {
	const { state, clock } = scene;
	const user = (key: string): N8nUser => {
		const found = state.users.get(key) ?? [...state.users.values()].find(({ email }) => email === key.toLowerCase());
		if (found === undefined) throw new Error(`n8n has no user ${key}`);
		return found;
	};
	const named = <T extends { name: string }>(things: Map<string, T>, name: string): T => {
		const found = [...things.values()].find((thing) => thing.name === name);
		if (found === undefined) throw new Error(`n8n has no ${name}`);
		return found;
	};
	const projectOf = (key: string) => personalProject(state, user(key).id);
	return {
		user,
		projectOf,
		accessOf: (key) => {
			const { id, role } = user(key);
			const home = projectOf(key).id;
			const owned = (things: Map<string, Workflow | Credential>) => [...things.values()].filter(({ shared }) => shared.some((one) => one.projectId === home && one.role.endsWith(':owner'))).map(({ name }) => name).sort();
			return {
				role,
				apiKeys: [...state.apiKeys.values()].filter(({ userId }) => userId === id).length,
				projects: [...state.projects.values()].filter(({ type, members }) => type === 'team' && members.has(id)).map(({ name, members }) => `${name} ${members.get(id)}`).sort(),
				workflows: owned(state.workflows as Map<string, Workflow | Credential>),
				credentials: owned(state.credentials as Map<string, Workflow | Credential>),
			};
		},
		workflow: (name) => named(state.workflows, name),
		credential: (name) => named(state.credentials, name),
		addWorkflow: (key, draft) => {
			aboutToChange();
			return makeWorkflow(scene, projectOf(key), draft);
		},
		addCredential: (key, draft) => {
			aboutToChange();
			return makeCredential(scene, projectOf(key), draft);
		},
		addTable: (key, name) => {
			aboutToChange();
			const table: DataTable = { id: nextId(state, 'tabl'), name, projectId: projectOf(key).id, ...stamped(clock) };
			state.tables.set(table.id, table);
			return table;
		},
		addApiKey: (key, scopes) => {
			aboutToChange();
			return makeApiKey(scene, user(key), scopes);
		},
		populate: (count) => {
			aboutToChange();
			for (let index = 0; index < count; index++) makeUser(state, clock, { email: `member${index}@kestrel.example`, role: 'global:member' });
		},
	};
}

export const controlsOf = (admin: N8nAdmin): Controls => ({
	commands: {},
	views: {
		user: (query) => admin.user(text(query, 'user')),
		access: (query) => admin.accessOf(text(query, 'user')),
	},
});
