import type { AppCall, Scene } from './call';
import { groupsByMember, membersOf } from './groups';
import { projected } from './language/projection';
import type { ResourceType } from './language/schema';
import { groupType, userType } from './language/schema';
import type { Resource, ScimGroup, ScimUser, Stored } from './state';
import { isActive } from './consequences';

export const versionOf = ({ version, id }: Stored) => `W/"${version}-${id.slice(-6)}"`;

export const locationOf = ({ baseUrl }: Pick<Scene, 'baseUrl'>, { endpoint }: ResourceType, id: string) => `${baseUrl}${endpoint}/${encodeURIComponent(id)}`;

function whole(scene: Scene, type: ResourceType, stored: Stored, more: Resource): Resource {
	const { id, resource, created, lastModified } = stored;
	const { password: _never, ...readable } = resource;
	const schemas = [type.core.id, ...type.extensions.map((extension) => extension.id).filter((extension) => extension in resource)];
	const version = scene.app.settings.etag ? { version: versionOf(stored) } : {};
	return { schemas, id, ...readable, ...more, meta: { resourceType: type.name, created, lastModified, location: locationOf(scene, type, id), ...version } };
}

/** Everything a filter may ask for. */
export function wholeUsers(scene: Scene, users: readonly ScimUser[]): Resource[] {
	const { settings } = scene.app;
	let known: Map<string, ScimGroup[]> | undefined;
	const groupsOf = ({ id: userId }: ScimUser) => {
		const direct = ((known ??= groupsByMember(scene.app)).get(userId) ?? []).map(({ id, resource }) => ({ value: id, display: resource.displayName, $ref: locationOf(scene, groupType, id), type: 'direct' }));
		return direct.length === 0 ? undefined : direct;
	};
	return users.map((user) => {
		const hidden = settings.hidesUserNames && !isActive(user) ? { userName: `${user.id.slice(-8)}_suspended` } : {};
		const resource = whole(scene, userType, user, hidden);
		// Looked up when it is shown or asked for: a lookup among thousands has no use for everybody's groups.
		return settings.groupsOnUsers ? Object.defineProperty(resource, 'groups', { enumerable: true, get: () => groupsOf(user) }) : resource;
	});
}

export function wholeGroups(scene: Scene, groups: readonly ScimGroup[]): Resource[] {
	const { users } = scene.app;
	const nameOf = (id: string) => {
		const { displayName, userName } = users.get(id)?.resource ?? {};
		return displayName ?? userName;
	};
	return groups.map((group) => {
		const members = membersOf(group).map((member) => ({
			...member,
			type: member.type ?? 'User',
			$ref: locationOf(scene, member.type === 'Group' ? groupType : userType, member.value),
			...(nameOf(member.value) === undefined ? {} : { display: nameOf(member.value) }),
		}));
		return whole(scene, groupType, group, members.length === 0 ? {} : { members });
	});
}

/** What of it the application shows, and the caller asked for. */
export function shown({ app, query }: Pick<AppCall, 'app' | 'query'>, resource: Resource): Resource {
	if (app.settings.membersOnGroups) return projected(resource, query);
	const { members: _hidden, ...rest } = resource;
	return projected(rest, query);
}
