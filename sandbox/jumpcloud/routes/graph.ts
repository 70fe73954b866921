import { jsonBody, noContent, ok } from '../../server/message';
import type { JumpCloudCall, JumpCloudRoute } from '../call';
import { refuse } from '../errors';
import { bindingsOf, groupsOf, reachedBy } from '../graph';
import { rulesDue, showGroup } from '../groups';
import { record } from '../insights';
import { page } from '../paging';
import type { BindingTarget, UserGroup } from '../state';
import { BINDING_TARGETS } from '../state';
import { userById } from '../users';

interface Operation {
	op: string;
	type: string;
	id: string;
	attributes: Record<string, unknown>;
}

function operation({ incoming }: JumpCloudCall): Operation {
	const { op, type, id, attributes } = jsonBody(incoming) ?? {};
	if (typeof op !== 'string' || typeof type !== 'string' || typeof id !== 'string') throw refuse(400, 'op, type and id are required');
	return { op, type, id, attributes: typeof attributes === 'object' && attributes !== null ? { ...attributes } : {} };
}

const repeated = (status: number) => {
	if (status === 204) return noContent();
	throw refuse(status, status === 409 ? 'Already exists' : undefined);
};

const user = (call: JumpCloudCall) => userById(call, call.params['id'] ?? '');

const groupsHere = ({ state, caller }: JumpCloudCall) => [...state.groups.values()].filter(({ organisation }) => organisation === caller.organisation);

function group(call: JumpCloudCall): UserGroup {
	const found = groupsHere(call).find(({ id }) => id === call.params['group']);
	if (found === undefined) throw refuse(404);
	return found;
}

function changeMember(call: JumpCloudCall) {
	const target = group(call);
	const { op, type, id } = operation(call);
	if (type !== 'user') throw refuse(400, 'type must be user');
	const member = userById(call, id);
	const { settings } = call.state;
	if (op === 'add') {
		if (target.members.has(id)) return repeated(settings.repeatedAdd);
		target.members.add(id);
	} else if (op === 'remove') {
		if (!target.members.delete(id)) return repeated(settings.repeatedRemove);
	} else throw refuse(400, 'op is not valid');
	record(call, 'association_change', member, [], { association: { op, connection: { from: { object_id: target.id, type: 'user_group' }, to: { object_id: id, type: 'user' } } } });
	if (target.query !== null) rulesDue(call, id);
	return noContent();
}

const isTarget = (type: string): type is BindingTarget => (BINDING_TARGETS as readonly string[]).includes(type);

function bindings(call: JumpCloudCall) {
	const { id } = user(call);
	const targets = call.query.getAll('targets');
	const [type = ''] = targets;
	if (targets.length !== 1 || !isTarget(type)) throw refuse(400, 'targets must name one kind');
	return page(call, bindingsOf(call.state, id, type), ({ targetId, attributes }) => ({ attributes, from: { id, type: 'user' }, to: { id: targetId, type } }));
}

function changeBinding(call: JumpCloudCall) {
	const { id: userId, fields } = user(call);
	const { op, type, id: targetId, attributes } = operation(call);
	const { state } = call;
	if (!isTarget(type)) throw refuse(400, 'type is not valid');
	const found = bindingsOf(state, userId, type).find((binding) => binding.targetId === targetId);
	if (op === 'add') {
		if (found) return repeated(state.settings.repeatedAdd);
		if (!state.targets.has(targetId)) throw refuse(404);
		state.bindings.push({ userId, type, targetId, attributes });
		if (type === 'system' && fields['externally_managed'] !== true) state.devices.get(targetId)?.open.add(userId);
	} else if (op === 'remove') {
		if (!found) return repeated(state.settings.repeatedRemove);
		state.bindings = state.bindings.filter((binding) => binding !== found);
	} else if (op === 'update' && state.settings.bindingUpdates) {
		if (!found) throw refuse(404);
		Object.assign(found.attributes, attributes);
	} else throw refuse(400, 'op is not valid');
	record(call, 'association_change', user(call), [], { association: { op, connection: { from: { object_id: userId, type: 'user' }, to: { object_id: targetId, type } } } });
	return noContent();
}

const reached = (type: BindingTarget) => (call: JumpCloudCall) =>
	page(call, reachedBy(call.state, user(call).id, type), ({ id, attributes, paths }) => ({ id, type, compiledAttributes: attributes, paths }));

const memberOf = (call: JumpCloudCall) => page(call, groupsOf(call.state, user(call).id), ({ id }) => ({ id, type: 'user_group', compiledAttributes: null, paths: [[{ attributes: null, to: { id, type: 'user_group' } }]] }));

export const graphRoutes: JumpCloudRoute[] = [
	{ method: 'GET', path: '/api/v2/usergroups', handle: (call) => page(call, groupsHere(call), showGroup) },
	{ method: 'GET', path: '/api/v2/usergroups/:group', handle: (call) => ok(showGroup(group(call))) },
	{ method: 'POST', path: '/api/v2/usergroups/:group/members', handle: changeMember },
	{ method: 'GET', path: '/api/v2/users/:id/memberof', handle: memberOf },
	{ method: 'GET', path: '/api/v2/users/:id/systems', handle: reached('system') },
	{ method: 'GET', path: '/api/v2/users/:id/associations', handle: bindings },
	{ method: 'POST', path: '/api/v2/users/:id/associations', handle: changeBinding },
];
