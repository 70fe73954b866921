import { jsonBody, noContent } from '../../server/message';
import { page } from '../paging';
import type { Credential, N8nCall, N8nRoute, Sharing, Workflow } from '../state';
import { stamped } from '../state';
import { refuse } from '../style';

function showWorkflow({ publishedNodes, stopsWhenMoved: _stopsWhenMoved, ...workflow }: Workflow) {
	return {
		...workflow,
		activeVersionId: workflow.active ? `version-of-${workflow.id}` : null,
		versionId: `version-of-${workflow.id}`,
		triggerCount: workflow.active ? 1 : 0,
		connections: {},
		nodeGroups: [],
		settings: {},
		staticData: null,
		meta: null,
		tags: [],
		shared: workflow.shared.map((sharing) => ({ ...sharing, workflowId: workflow.id })),
		activeVersion: publishedNodes === null ? null : { versionId: `version-of-${workflow.id}`, workflowId: workflow.id, nodes: publishedNodes, connections: {}, name: workflow.name },
	};
}

function listWorkflows(call: N8nCall) {
	const projectId = call.query.get('projectId');
	const workflows = [...call.state.workflows.values()].filter(({ shared }) => projectId === null || shared.some((sharing) => sharing.projectId === projectId));
	return page(call, workflows.sort((a, b) => a.id.localeCompare(b.id)), showWorkflow);
}

const showCredential = ({ state }: N8nCall) =>
	({ id, name, type, shared, createdAt, updatedAt }: Credential) => ({
		id,
		name,
		type,
		createdAt,
		updatedAt,
		shared: shared.map(({ projectId, ...sharing }) => ({ id: projectId, name: state.projects.get(projectId)?.name, ...sharing })),
	});

const youngestFirst = (a: { createdAt: string; id: string }, b: { createdAt: string; id: string }) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);

const listCredentials = (call: N8nCall) => page(call, [...call.state.credentials.values()].sort(youngestFirst), showCredential(call));

const listTables = (call: N8nCall) => page(call, [...call.state.tables.values()], (table) => ({ ...table, columns: [], sizeBytes: 4096 }));

/** Whoever it was shared with has it no more. */
function transfer(call: N8nCall, kind: 'workflow' | 'credential', thing: { shared: Sharing[] } | undefined, already: string): void {
	const { state, params, clock, incoming } = call;
	if (thing === undefined) throw refuse(404, kind === 'workflow' ? `Could not find workflow with the id "${params.id}". Make sure you have the permission to move it.` : 'Not Found');
	const to = String(jsonBody(incoming)?.destinationProjectId ?? '');
	if (!state.projects.has(to)) throw refuse(404, `Could not find project with the id "${to}". Make sure you have the permission to create ${kind}s in it.`);
	if (thing.shared.some(({ projectId, role }) => projectId === to && role === `${kind}:owner`)) throw refuse(400, already);
	thing.shared = [{ projectId: to, role: `${kind}:owner`, ...stamped(clock) }];
}

function transferWorkflow(call: N8nCall) {
	const workflow = call.state.workflows.get(call.params.id ?? '');
	transfer(call, 'workflow', workflow, "You can't transfer a workflow into the same destination it already belongs to.");
	// It is started anew, and unpublished where that fails; the answer is the same.
	if (workflow!.stopsWhenMoved) Object.assign(workflow!, { active: false, publishedNodes: null });
	return noContent();
}

function transferCredential(call: N8nCall) {
	transfer(call, 'credential', call.state.credentials.get(call.params.id ?? ''), "You can't transfer a credential into the project that's already owning it.");
	return noContent();
}

export const thingRoutes: N8nRoute[] = [
	{ method: 'GET', path: '/api/v1/workflows', needs: 'workflow:list', handle: listWorkflows },
	{ method: 'PUT', path: '/api/v1/workflows/:id/transfer', needs: 'workflow:move', handle: transferWorkflow },
	{ method: 'GET', path: '/api/v1/credentials', needs: 'credential:list', handle: listCredentials },
	{ method: 'PUT', path: '/api/v1/credentials/:id/transfer', needs: 'credential:move', handle: transferCredential },
	{ method: 'GET', path: '/api/v1/data-tables', needs: 'dataTable:list', handle: listTables },
];
