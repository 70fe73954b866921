import type { N8nCall, N8nState, N8nUser } from './state';
import { ownRole, personalProject } from './state';
import { refuse } from './style';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** By id or by e-mail. */
export function userByKey({ state, params }: N8nCall): N8nUser {
	const key = params.id ?? '';
	if (!UUID.test(key) && !isEmail(key)) throw refuse(400, 'request/params/id must match format "identifier"');
	const user = UUID.test(key) ? state.users.get(key) : [...state.users.values()].find(({ email }) => email === key.toLowerCase());
	if (user === undefined) throw refuse(404, `Could not find user with id: ${key}`);
	return user;
}

const ROLES = ['global:member', 'global:admin', 'global:chatUser'];

export function assignable(role: string): void {
	if (!ROLES.includes(role)) throw refuse(400, role === 'global:owner' ? 'This global role value is not assignable' : `Role ${role} does not exist`);
}

const mayManage = ['project:admin', 'project:personalOwner'];

/** What n8n does when somebody becomes a chat user: memberships and API keys go, the project of their own stays. */
export function changeRole(state: N8nState, user: N8nUser, role: string): void {
	if (role === 'global:chatUser' && user.role !== role) {
		const teams = [...state.projects.values()].filter(({ type, members }) => type === 'team' && members.has(user.id));
		for (const { id, members } of teams) {
			const others = [...members].some(([member, held]) => member !== user.id && mayManage.includes(held));
			if (members.get(user.id) === 'project:admin' && !others) throw refuse(400, `Cannot downgrade user as they are the only project admin in project "${id}".`);
		}
		for (const { members } of teams) members.delete(user.id);
		for (const key of [...state.apiKeys.values()]) if (key.userId === user.id) state.apiKeys.delete(key.id);
	}
	user.role = role;
	personalProject(state, user.id).members.set(user.id, ownRole(role));
}

/** With everything in the project of their own, which is not moved anywhere. */
export function deleteUser(state: N8nState, user: N8nUser): void {
	const own = personalProject(state, user.id);
	const owned = <T extends { shared: { projectId: string; role: string }[] }>(things: Map<string, T>) =>
		[...things].filter(([, { shared }]) => shared.some(({ projectId, role }) => projectId === own.id && role.endsWith(':owner')));
	const workflows = owned(state.workflows);
	if (workflows.some(([, { active }]) => active)) throw refuse(409, 'Cannot delete a published workflow. Unpublish it before deleting.');
	for (const [id] of workflows) state.workflows.delete(id);
	for (const [id] of owned(state.credentials)) state.credentials.delete(id);
	for (const table of [...state.tables.values()]) if (table.projectId === own.id) state.tables.delete(table.id);
	for (const { members } of state.projects.values()) members.delete(user.id);
	state.projects.delete(own.id);
	for (const key of [...state.apiKeys.values()]) if (key.userId === user.id) state.apiKeys.delete(key.id);
	state.users.delete(user.id);
}
