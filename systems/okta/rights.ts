import { right, type Right } from '../../lifecycle/rights';
import type { Okta } from './client';
import type { OktaAccount } from './find';
import { heldGroups, readBy, ruleNames, whyFixed, type Group, type GroupRule } from './groups';

const whyNot = ({ type, rules }: Group & { rules: GroupRule[] }): string | null => {
	if (type !== 'OKTA_GROUP') return whyFixed(type, 'remove');
	return rules.length === 0 ? null : `filled by ${ruleNames(rules.map((rule) => ({ name: rule.name, reads: readBy(rule) })))}; change what the rule reads`;
};

export const rights = async (okta: Okta, { id }: OktaAccount): Promise<Right[]> => (await heldGroups(okta, id)).map((group) => right(group, 'group', whyNot(group)));
