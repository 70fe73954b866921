import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../server/message';
import { noContent } from '../../server/message';
import type { AppCall } from '../call';
import { mistake, notFound, refuse } from '../errors';
import type { Member } from '../groups';
import { leaveGroups } from '../groups';
import { patched } from '../language/patch';
import { groupType } from '../language/schema';
import { demandRequired, keptResource } from '../language/values';
import { fitting, list } from '../lists';
import { answer, bodyOf, isKnown, versionHeader } from '../replies';
import { locationOf, shown, wholeGroups } from '../shown';
import type { Resource, ScimGroup } from '../state';
import type { AppRoute } from './route';

const answerGroup = (call: AppCall, group: ScimGroup, status = 200): Reply => {
	const [whole = {}] = wholeGroups(call, [group]);
	return answer(call, status, shown(call, whole), { ...versionHeader(call, group), ...(status === 201 ? { location: locationOf(call, groupType, group.id) } : {}) });
};

function groupById({ app, params }: AppCall): ScimGroup {
	const group = app.groups.get(params.id ?? '');
	if (group === undefined) throw notFound(params.id ?? '');
	return group;
}

/** Members that are there, once each. */
function checked({ app }: AppCall, resource: Resource): ScimGroup['resource'] {
	demandRequired(groupType, resource);
	const members = Array.isArray(resource.members) ? (resource.members as Member[]) : [];
	const stranger = members.find(({ value }) => !app.users.has(value) && !app.groups.has(value));
	if (stranger !== undefined) throw mistake('invalidValue', `There is no member ${String(stranger.value)}`);
	const once = [...new Map(members.map(({ value }) => [value, { value, type: app.groups.has(value) ? 'Group' : 'User' }])).values()];
	return { ...resource, displayName: String(resource.displayName), ...(once.length === 0 ? {} : { members: once }) };
}

function listGroups(call: AppCall) {
	const fits = fitting(call, groupType, call.query.get('filter'));
	return list(call, wholeGroups(call, [...call.app.groups.values()]).filter(fits));
}

function getGroup(call: AppCall) {
	const group = groupById(call);
	return isKnown(call, group) ? answer(call, 304, undefined, versionHeader(call, group)) : answerGroup(call, group);
}

function create(call: AppCall) {
	const { app, application, clock } = call;
	const resource = checked(call, keptResource(groupType, bodyOf(call), app.settings));
	const now = clock.iso();
	const group: ScimGroup = { id: application.idOf(++app.sequence), resource, created: now, lastModified: now, version: 1 };
	app.groups.set(group.id, group);
	return answerGroup(call, group, 201);
}

function update({ clock }: AppCall, group: ScimGroup, resource: ScimGroup['resource']): void {
	if (isDeepStrictEqual(resource, group.resource)) return;
	group.resource = resource;
	group.lastModified = clock.iso();
	group.version += 1;
}

function replace(call: AppCall) {
	const { settings } = call.app;
	if (settings.put !== 'applied') throw refuse(settings.put, 'PUT is not supported');
	const group = groupById(call);
	isKnown(call, group);
	update(call, group, checked(call, keptResource(groupType, bodyOf(call), settings)));
	return answerGroup(call, group);
}

function patch(call: AppCall) {
	const { settings } = call.app;
	if (typeof settings.patch === 'number') throw refuse(settings.patch, 'PATCH is not supported');
	const group = groupById(call);
	isKnown(call, group);
	const next = checked(call, patched(groupType, group.resource, bodyOf(call), settings));
	if (settings.patch === 'applied') update(call, group, next);
	return settings.patchAnswers === 204 ? noContent() : answerGroup(call, group);
}

function removeGroup(call: AppCall) {
	const group = groupById(call);
	isKnown(call, group);
	call.app.groups.delete(group.id);
	leaveGroups(call, group.id);
	return noContent();
}

const offered = (route: AppRoute): AppRoute => ({
	...route,
	handle: (call) => {
		if (call.app.settings.groupEndpoint === 404) throw notFound(call.incoming.path);
		return route.handle(call);
	},
});

const routes: AppRoute[] = [
	{ method: 'GET', path: '/Groups', handle: listGroups },
	{ method: 'POST', path: '/Groups', handle: create },
	{ method: 'GET', path: '/Groups/:id', handle: getGroup },
	{ method: 'PUT', path: '/Groups/:id', handle: replace },
	{ method: 'PATCH', path: '/Groups/:id', handle: patch },
	{ method: 'DELETE', path: '/Groups/:id', handle: removeGroup },
];

export const groupRoutes = routes.map(offered);
