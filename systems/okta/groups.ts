import { path } from '../http/path';
import type { Dictionary } from '../http/parse';
import { parse, type Okta } from './client';
import { usersPath } from './find';

export type Group = { id: string; name: string; type: string };

/** A rule that Okta carries out: whoever it fits is put into its groups, and taken out again when it fits no more. */
export interface GroupRule {
	name: string;
	/** In Okta's expression language, such as `user.department=="Sales"`. */
	expression: string;
	groupIds: string[];
	/** People the rule passes over, by their Okta id. */
	excluded: string[];
}

export const membership = (groupId: string, userId: string) => path`/api/v1/groups/${groupId}/users/${userId}`;

export const parseGroup = (group: Dictionary): Group => {
	const id = parse.text(group['id'], 'group.id');
	return { id, name: parse.optionalText(parse.object(group['profile'], 'group.profile')['name'], 'group.profile.name') ?? id, type: parse.text(group['type'], 'group.type') };
};

export const groupsOf = async (okta: Okta, userId: string): Promise<Group[]> => (await okta.list(`${usersPath(userId)}/groups`)).map(parseGroup);

/** What somebody is in, and the rules that put them there. */
export const heldGroups = async (okta: Okta, userId: string): Promise<(Group & { rules: GroupRule[] })[]> => {
	const [groups, rules] = await Promise.all([groupsOf(okta, userId), activeRules(okta)]);
	return groups.map((group) => ({ ...group, rules: rules.filter(({ groupIds }) => groupIds.includes(group.id)) }));
};

/** The profile attributes a rule goes by. */
export const readBy = ({ expression }: GroupRule): string[] => [...new Set([...expression.matchAll(/\buser\.(\w+)/g)].map(([, read]) => read!))];

export const ruleNames = (rules: readonly { name: string; reads: readonly string[] }[]): string =>
	rules.map(({ name, reads }) => `the group rule "${name}"${reads.length === 0 ? '' : `, which reads ${reads.join(', ')} of the profile`}`).join(' and ');

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const activeRules = async (okta: Okta): Promise<GroupRule[]> => {
	const rules = await okta.list('/api/v1/groups/rules', { limit: 50 });
	return rules
		.filter((rule) => rule['status'] === 'ACTIVE')
		.map((rule) => {
			const conditions = rule['conditions'] as { expression?: { value?: unknown }; people?: { users?: { exclude?: unknown } } } | undefined;
			const actions = rule['actions'] as { assignUserToGroups?: { groupIds?: unknown } } | undefined;
			return {
				name: parse.optionalText(rule['name'], 'rule.name') ?? 'without a name',
				expression: parse.optionalText(conditions?.expression?.value, 'rule.conditions.expression.value') ?? '',
				groupIds: texts(actions?.assignUserToGroups?.groupIds),
				excluded: texts(conditions?.people?.users?.exclude),
			};
		});
};

/** Why Okta lets nobody be put into a group of this type, or taken out, by hand. */
export const whyFixed = (type: string, instead: 'add' | 'remove'): string => {
	if (type === 'BUILT_IN') return 'built into Okta; everybody is in it';
	if (type === 'APP_GROUP') return `mastered outside Okta, usually in Active Directory; ${instead} the person there`;
	return `Okta does not let groups of type ${type} be changed here`;
};
