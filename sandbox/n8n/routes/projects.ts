import { jsonBody, noContent, ok } from '../../server/message';
import { licensed } from '../auth';
import { page } from '../paging';
import type { N8nCall, N8nRoute, Project } from '../state';
import { refuse } from '../style';

const feature = 'feat:projectRole:admin';

const show = ({ members: _members, ...project }: Project) => ({ ...project, icon: null, description: null, customTelemetryTags: [] });

const byAge = (a: Project, b: Project) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);

function list(call: N8nCall) {
	licensed(call.state, feature);
	return page(call, [...call.state.projects.values()].sort(byAge), show);
}

function projectOf({ state, params }: N8nCall): Project {
	licensed(state, feature);
	const project = state.projects.get(params.project ?? '');
	if (project === undefined) throw refuse(404, `Could not find project with ID "${params.project}"`);
	return project;
}

const teamOf = (call: N8nCall): Project => {
	const project = projectOf(call);
	if (project.type === 'personal') throw refuse(403, "Can't add users to personal projects.");
	return project;
};

function members(call: N8nCall) {
	const { members: roles } = projectOf(call);
	return page(call, [...roles], ([id, role]) => {
		const { email, firstName, lastName, createdAt, updatedAt } = call.state.users.get(id)!;
		return { id, email, firstName, lastName, createdAt, updatedAt, role };
	});
}

const ROLES = ['project:admin', 'project:editor', 'project:viewer'];

function add(call: N8nCall) {
	const project = teamOf(call);
	const relations = jsonBody(call.incoming)?.relations as { userId: string; role: string }[] | undefined;
	if (!Array.isArray(relations)) throw refuse(400, 'request/body must have required property \'relations\'');
	for (const { userId, role } of relations) {
		if (!ROLES.includes(role)) throw refuse(400, `Role ${role} does not exist`);
		if (!call.state.users.has(userId)) throw refuse(404, 'User not found');
	}
	for (const { userId, role } of relations) project.members.set(userId, role);
	return { status: 201 };
}

function remove(call: N8nCall) {
	teamOf(call).members.delete(call.params.user ?? '');
	return noContent();
}

const manage = 'project:manageMembers';

export const projectRoutes: N8nRoute[] = [
	{ method: 'GET', path: '/api/v1/projects', needs: 'project:list', handle: list },
	{ method: 'GET', path: '/api/v1/projects/:project/users', needs: 'user:list', handle: members },
	{ method: 'POST', path: '/api/v1/projects/:project/users', needs: manage, handle: add },
	{ method: 'DELETE', path: '/api/v1/projects/:project/users/:user', needs: manage, handle: remove },
];

/** What the API key may do; the rest of what n8n tells here nobody asks for. */
export const discoverRoutes: N8nRoute[] = [{ method: 'GET', path: '/api/v1/discover', handle: ({ caller }) => ok({ data: { scopes: caller.scopes, resources: {}, filters: {}, specUrl: '/api/v1/openapi.yml' } }) }];
