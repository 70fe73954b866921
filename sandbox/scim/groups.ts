import type { Scene } from './call';
import type { AppState, Resource, ScimGroup } from './state';

export interface Member extends Resource {
	value: string;
	type?: string;
}

export const membersOf = ({ resource }: ScimGroup): Member[] => (Array.isArray(resource.members) ? (resource.members as Member[]) : []);

/** The groups of everybody, at the price of one walk. */
export function groupsByMember({ groups }: AppState): Map<string, ScimGroup[]> {
	const found = new Map<string, ScimGroup[]>();
	for (const group of groups.values()) {
		for (const { value } of membersOf(group)) {
			const known = found.get(value);
			if (known === undefined) found.set(value, [group]);
			else known.push(group);
		}
	}
	return found;
}

export function setMembers({ clock }: Pick<Scene, 'clock'>, group: ScimGroup, members: readonly Member[]): void {
	const { members: _before, ...rest } = group.resource;
	group.resource = { ...rest, displayName: group.resource.displayName, ...(members.length === 0 ? {} : { members }) };
	group.lastModified = clock.iso();
	group.version += 1;
}

export function leaveGroups(scene: Pick<Scene, 'app' | 'clock'>, id: string): void {
	for (const group of scene.app.groups.values()) {
		const members = membersOf(group);
		const left = members.filter(({ value }) => value !== id);
		if (left.length < members.length) setMembers(scene, group, left);
	}
}
