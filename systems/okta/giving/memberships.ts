import { asProblem } from '../../../lifecycle/problem';
import { path } from '../../http/path';
import type { Dictionary } from '../../http/parse';
import type { Okta } from '../client';
import { quoted } from '../find';
import { activeRules, groupsOf, parseGroup, readBy, ruleNames, type Group, type GroupRule } from '../groups';
import { getUser, textOf } from '../user';

export type Rule = {
	name: string;
	/** The profile attributes it reads. */
	reads: string[];
	/** Whether it fits the person as they are now; null where the expression says more than can be judged here. */
	fits: boolean | null;
	excluded: boolean;
};

export type Membership = Group & { member: boolean; filledBy: Rule[] };

export type Memberships = {
	status: string;
	groups: Membership[];
	/** What was asked for and is not exactly one group, as a sentence each. */
	unclear: string[];
};

/** The groups that are meant, whether the person is in them, and which rules decide that. */
export const readMemberships = async (okta: Okta, userId: string, asked: readonly string[]): Promise<Memberships> => {
	const [user, held, rules, found] = await Promise.all([getUser(okta, userId), groupsOf(okta, userId), activeRules(okta), Promise.all([...new Set(asked)].map((one) => groupCalled(okta, one)))]);
	const groups = new Map(found.flatMap((group) => (typeof group === 'string' ? [] : [[group.id, group]])));
	return {
		status: user.status,
		groups: [...groups.values()].map((group) => ({
			...group,
			member: held.some(({ id }) => id === group.id),
			filledBy: rules.filter(({ groupIds }) => groupIds.includes(group.id)).map((rule) => judged(rule, user.id, user.profile)),
		})),
		unclear: found.filter((group) => typeof group === 'string'),
	};
};

/** Okta can bring in the same name from several directories, so that a name alone may mean several groups. */
const groupCalled = async (okta: Okta, asked: string): Promise<Group | string> => {
	if (/^00g[A-Za-z0-9]{17}$/.test(asked)) {
		try {
			return parseGroup(await okta.get(path`/api/v1/groups/${asked}`));
		} catch (error) {
			if (asProblem(error).code !== 'not_found') throw error;
			return `Okta has no group with the id ${asked}; correct the id`;
		}
	}
	const groups = (await okta.list('/api/v1/groups', { search: `profile.name eq ${quoted(asked)}`, limit: 200 })).map(parseGroup).filter(({ name }) => name === asked);
	if (groups.length === 1) return groups[0]!;
	if (groups.length === 0) return `Okta has no group called exactly "${asked}"; correct the name`;
	return `Okta has ${groups.length} groups called "${asked}" (${groups.map(({ id, type }) => `${id}, ${type}`).join('; ')}); name the one that is meant by its id`;
};

const comparison = /^\s*user\.(\w+)\s*==\s*"([^"\\]*)"\s*$/;

const judged = (rule: GroupRule, userId: string, profile: Dictionary): Rule => {
	const { name, expression, excluded } = rule;
	const [, attribute, value] = comparison.exec(expression) ?? [];
	return {
		name,
		reads: readBy(rule),
		fits: attribute === undefined ? null : textOf(profile[attribute]) === value,
		excluded: excluded.includes(userId),
	};
};

export const named = (groups: readonly Group[]): string => groups.map(({ name }) => name).join(', ');

export const ruleWords = ({ filledBy }: Membership): string => ruleNames(filledBy);
