import type { Scene } from './log';
import { groupTarget, record, userTarget } from './log';
import type { Group, GroupRule, OktaState } from './state';

type Place = Pick<Scene, 'state' | 'clock'>;

export function addMember({ clock }: Place, group: Group, userId: string): void {
	group.members.add(userId);
	group.lastMembershipUpdated = clock.iso();
}

export function removeMember({ clock }: Place, group: Group, userId: string): void {
	group.members.delete(userId);
	group.ruleMembers.delete(userId);
	group.lastMembershipUpdated = clock.iso();
}

const applies = (state: OktaState, { status, attribute, equals, excluded }: GroupRule, userId: string) =>
	status === 'ACTIVE' && !excluded.includes(userId) && state.users.get(userId)?.profile[attribute] === equals;

export const rulesFilling = (state: OktaState, groupId: string) => [...state.rules.values()].filter(({ groupIds }) => groupIds.includes(groupId));

const belongsByRule = (state: OktaState, groupId: string, userId: string) => rulesFilling(state, groupId).some((rule) => applies(state, rule, userId));

export function scheduleRules({ state, clock }: Place, userId: string): void {
	state.pendingRules.push({ userId, dueAtElapsed: clock.elapsed() + state.settings.ruleLagMs });
}

function applyRules(scene: Scene, userId: string): void {
	const user = scene.state.users.get(userId);
	if (user === undefined) return;
	for (const group of scene.state.groups.values()) {
		if (rulesFilling(scene.state, group.id).length === 0) continue;
		const belongs = belongsByRule(scene.state, group.id, userId);
		// Somebody added by hand stays, whatever the rule says.
		if (belongs ? group.members.has(userId) : !group.ruleMembers.has(userId)) continue;
		if (belongs) addMember(scene, group, userId);
		else removeMember(scene, group, userId);
		if (belongs) group.ruleMembers.add(userId);
		record(scene, `group.user_membership.${belongs ? 'add' : 'remove'}`, [userTarget(user), groupTarget(group)]);
	}
}

export function applyDueRules(scene: Scene): void {
	const { state, clock } = scene;
	const due = state.pendingRules.filter(({ dueAtElapsed }) => dueAtElapsed <= clock.elapsed());
	if (due.length === 0) return;
	state.pendingRules = state.pendingRules.filter((entry) => !due.includes(entry));
	for (const { userId } of due) applyRules(scene, userId);
}

export function showGroup({ id, type, name, description, created, lastUpdated, lastMembershipUpdated }: Group, baseUrl: string) {
	const self = `${baseUrl}/api/v1/groups/${id}`;
	const objectClass = [type === 'APP_GROUP' ? 'okta:windows_security_principal' : 'okta:user_group'];
	return { id, created, lastUpdated, lastMembershipUpdated, objectClass, type, profile: { name, description }, _links: { self: { href: self }, users: { href: `${self}/users` } } };
}

export function showRule({ id, name, status, attribute, equals, groupIds, excluded, created, lastUpdated }: GroupRule) {
	return {
		type: 'group_rule',
		id,
		status,
		name,
		created,
		lastUpdated,
		conditions: {
			people: { users: { exclude: excluded }, groups: { exclude: [] } },
			expression: { value: `user.${attribute}=="${equals}"`, type: 'urn:okta:expression:1.0' },
		},
		actions: { assignUserToGroups: { groupIds } },
	};
}
