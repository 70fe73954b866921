import type { Clock } from '../clock';
import { cast, outsiders, people, type Person } from '../company';
import { apiKeyFor, everyScope } from './auth';
import type { N8nSettings } from './settings';
import { defaultSettings } from './settings';
import type { Credential, N8nState, N8nUser, Project, Workflow, WorkflowNode } from './state';
import { makeUser, nextId, personalProject, stamped } from './state';

export const LEAVERS_SECRET = 'sandbox-only-header-value-of-the-leaver';

/** Those who automate: engineers and IT, and the leaver among them. */
const usesN8n = ({ id, department, leftOn, hiredOn }: Person) => (department === 'IT' || department === 'Engineering' || id === cast.leaver.id) && leftOn === undefined && hiredOn <= 0 && id !== cast.withoutAccount.id;

const roleOf = ({ id }: Person) => (id === cast.superAdmin.id ? 'global:owner' : id === cast.orgAdmin.id ? 'global:admin' : 'global:member');

export interface Scene {
	state: N8nState;
	clock: Clock;
}

export interface WorkflowDraft {
	name: string;
	active?: boolean;
	uses?: Credential[];
	sharedWith?: Project[];
}

const webhook: WorkflowNode = { id: 'trigger', name: 'Webhook', type: 'n8n-nodes-base.webhook', parameters: { path: 'inbox' } };

export function makeWorkflow({ state, clock }: Scene, project: Project, { name, active = false, uses = [], sharedWith = [] }: WorkflowDraft): Workflow {
	const nodes = [webhook, ...uses.map((credential, index): WorkflowNode => ({ id: `node-${index}`, name: `Call ${index}`, type: 'n8n-nodes-base.httpRequest', parameters: {}, credentials: { [credential.type]: { id: credential.id, name: credential.name } } }))];
	const shared = [{ projectId: project.id, role: 'workflow:owner', ...stamped(clock) }, ...sharedWith.map(({ id }) => ({ projectId: id, role: 'workflow:editor', ...stamped(clock) }))];
	const workflow: Workflow = { id: nextId(state, 'flow'), name, active, isArchived: false, nodes, publishedNodes: active ? nodes : null, shared, stopsWhenMoved: false, ...stamped(clock) };
	state.workflows.set(workflow.id, workflow);
	return workflow;
}

export function makeCredential({ state, clock }: Scene, project: Project, { name, type = 'httpHeaderAuth', sharedWith = [] }: { name: string; type?: string; sharedWith?: Project[] }): Credential {
	const shared = [{ projectId: project.id, role: 'credential:owner', ...stamped(clock) }, ...sharedWith.map(({ id }) => ({ projectId: id, role: 'credential:user', ...stamped(clock) }))];
	const credential: Credential = { id: nextId(state, 'cred'), name, type, secret: LEAVERS_SECRET, shared, ...stamped(clock) };
	state.credentials.set(credential.id, credential);
	return credential;
}

export function makeTeam({ state, clock }: Scene, name: string, members: [N8nUser, string][]): Project {
	const project: Project = { id: nextId(state, 'team'), name, type: 'team', creatorId: members[0]?.[0].id ?? null, members: new Map(members.map(([{ id }, role]) => [id, role])), ...stamped(clock) };
	state.projects.set(project.id, project);
	return project;
}

export function makeApiKey({ state }: Scene, user: N8nUser, scopes: readonly string[] = everyScope): string {
	const id = nextId(state, 'akey');
	const key = apiKeyFor(user.id, id);
	state.apiKeys.set(id, { id, key, userId: user.id, scopes: [...scopes] });
	return key;
}

export function foundInstance(clock: Clock, settings: Partial<N8nSettings>, staff: readonly Person[] = people): { state: N8nState; apiKey: string } {
	const state: N8nState = { users: new Map(), projects: new Map(), workflows: new Map(), credentials: new Map(), tables: new Map(), apiKeys: new Map(), settings: { ...defaultSettings, ...settings }, lastId: 0 };
	const scene: Scene = { state, clock };
	const users = new Map(staff.filter(usesN8n).map((person) => [person.id, makeUser(state, clock, { email: person.workEmail, firstName: person.firstName, lastName: person.lastName, role: roleOf(person), isPending: false })]));
	makeUser(state, clock, { email: outsiders.orphan, role: 'global:member' });
	const of = ({ id }: Person) => users.get(id)!;

	const leaver = of(cast.leaver);
	const manager = of(cast.leaverManager);
	const home = personalProject(state, leaver.id);
	const managers = personalProject(state, manager.id);
	makeTeam(scene, 'Revenue Operations', [[manager, 'project:admin'], [leaver, 'project:editor']]);
	makeTeam(scene, 'Leaver\'s Lab', [[leaver, 'project:admin'], [manager, 'project:viewer']]);
	const crm = makeCredential(scene, home, { name: 'CRM key', sharedWith: [managers] });
	const chat = makeCredential(scene, home, { name: 'Chat bot', type: 'slackApi' });
	makeWorkflow(scene, home, { name: 'Lead intake', active: true, uses: [crm, chat], sharedWith: [managers] });
	makeWorkflow(scene, home, { name: 'Scratch' });
	const reports = makeCredential(scene, managers, { name: 'Reports database', type: 'postgres' });
	makeWorkflow(scene, managers, { name: 'Weekly report', active: true, uses: [crm, reports] });
	makeApiKey(scene, leaver, ['workflow:list']);
	return { state, apiKey: makeApiKey(scene, of(cast.orgAdmin)) };
}
