import type { Clock } from '../clock';
import type { Call, Route } from '../server/router';
import type { N8nSettings } from './settings';

export interface N8nUser {
	id: string;
	email: string;
	firstName: string | null;
	lastName: string | null;
	role: string;
	isPending: boolean;
	createdAt: string;
	updatedAt: string;
}

export interface Project {
	id: string;
	name: string;
	type: 'personal' | 'team';
	creatorId: string | null;
	/** Roles by user id. */
	members: Map<string, string>;
	createdAt: string;
	updatedAt: string;
}

export interface Sharing {
	projectId: string;
	role: string;
	createdAt: string;
	updatedAt: string;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

export interface Workflow {
	id: string;
	name: string;
	active: boolean;
	isArchived: boolean;
	nodes: WorkflowNode[];
	/** The nodes that were published, while they differ or not. */
	publishedNodes: WorkflowNode[] | null;
	shared: Sharing[];
	/** n8n cannot start it anew once it was moved. */
	stopsWhenMoved: boolean;
	createdAt: string;
	updatedAt: string;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
	/** What the API shows nobody. */
	secret: string;
	shared: Sharing[];
	createdAt: string;
	updatedAt: string;
}

export interface DataTable {
	id: string;
	name: string;
	projectId: string;
	createdAt: string;
	updatedAt: string;
}

export interface ApiKey {
	id: string;
	key: string;
	userId: string;
	scopes: string[];
}

export interface N8nState {
	users: Map<string, N8nUser>;
	projects: Map<string, Project>;
	workflows: Map<string, Workflow>;
	credentials: Map<string, Credential>;
	tables: Map<string, DataTable>;
	apiKeys: Map<string, ApiKey>;
	settings: N8nSettings;
	lastId: number;
}

/** Who is calling, and with what their key may do. */
export interface N8nCaller {
	user: N8nUser;
	scopes: readonly string[];
}

export type N8nCall = Call<N8nState, N8nCaller>;
export type N8nRoute = Route<N8nState, N8nCaller>;

/** Sixteen letters and digits, as n8n's own. */
export function nextId(state: N8nState, prefix: string): string {
	state.lastId += 1;
	return (prefix + String(state.lastId).padStart(16, '0')).replace(/^(.{4}).*(.{12})$/, '$1$2');
}

export const uuid = (state: N8nState): string => {
	state.lastId += 1;
	return `6a6d6c00-8e8e-4e12-8000-${String(state.lastId).padStart(12, '0')}`;
};

export const stamped = (clock: Clock) => ({ createdAt: clock.iso(), updatedAt: clock.iso() });

export const personalName = ({ firstName, lastName, email }: Pick<N8nUser, 'firstName' | 'lastName' | 'email'>): string =>
	firstName !== null && lastName !== null ? `${firstName} ${lastName} <${email}>` : `<${email}>`;

/** A user and the project of their own, which n8n always makes together. */
export function makeUser(state: N8nState, clock: Clock, given: Pick<N8nUser, 'email' | 'role'> & Partial<N8nUser>): N8nUser {
	const user: N8nUser = { id: uuid(state), firstName: null, lastName: null, isPending: true, ...stamped(clock), ...given, email: given.email.toLowerCase() };
	state.users.set(user.id, user);
	const project: Project = { id: nextId(state, 'pers'), name: personalName(user), type: 'personal', creatorId: user.id, members: new Map([[user.id, ownRole(user.role)]]), ...stamped(clock) };
	state.projects.set(project.id, project);
	return user;
}

export const ownRole = (role: string): string => (role === 'global:chatUser' ? 'project:viewer' : 'project:personalOwner');

export const personalProject = (state: N8nState, userId: string): Project => {
	const found = [...state.projects.values()].find(({ type, creatorId }) => type === 'personal' && creatorId === userId);
	if (found === undefined) throw new Error(`Nobody has the id ${userId}`);
	return found;
};
