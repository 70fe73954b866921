import { change, impossible, satisfied, underway, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { membership, whyFixed } from '../groups';
import { named, readMemberships, ruleWords, type Membership, type Memberships } from './memberships';
import { oktaGiving } from './wish';

const isFilled = ({ filledBy }: Membership): boolean => filledBy.length > 0;
const willBePut = ({ filledBy }: Membership): boolean => filledBy.some(({ fits, excluded }) => fits === true && !excluded);

const whyNotPut = (group: Membership): string => {
	if (group.filledBy.some(({ excluded }) => excluded)) return `filled by ${ruleWords(group)}, which has the person on its exclusion list. Take them off that list in Okta`;
	return `filled by ${ruleWords(group)}; nobody is put there by hand. It puts the person there when the profile fits`;
};

const open = ({ groups }: Memberships) => {
	const outside = groups.filter(({ member }) => !member);
	const ours = outside.filter(({ type }) => type === 'OKTA_GROUP');
	return { byHand: ours.filter((group) => !isFilled(group)), byRule: ours.filter(isFilled), fixed: outside.filter(({ type }) => type !== 'OKTA_GROUP') };
};

export const joinGroups = oktaGiving<Memberships>({
	id: 'joinGroups',
	label: 'Join Groups',
	needs: ['okta.groups.read', 'okta.groups.manage', 'okta.users.read'],
	readBackFrom: 'groups of the account, and the active group rules',
	// Rules read the profile: what they fill is known only when it is right.
	after: ['fillProfile'],

	asked: ({ join }) => join.length > 0,
	read: (okta, { id }, { join }) => readMemberships(okta, id, join),

	plan: (state) => {
		const { byHand, byRule, fixed } = open(state);
		const left: Left[] = byRule.filter((group) => !willBePut(group)).map((group) => ({ what: group.name, why: whyNotPut(group) }));
		const wrong = [...state.unclear, ...fixed.map(({ name, type }) => `${name} is ${whyFixed(type, 'add')}`)].join('. ');
		if (byHand.length > 0 && state.status === 'DEPROVISIONED') return impossible(`${named(byHand)}: a deactivated account joins no group. It does when the person is let in again; run the case then`, 'pending');
		if (byHand.length > 0) return change([`Join ${named(byHand)}`, wrong].filter(Boolean).join('. Not possible: '), left);
		const settling = byRule.filter(willBePut);
		if (settling.length > 0) return { ...underway([`${settling.map((group) => `${group.name} is filled by ${ruleWords(group)}`).join('; ')}, and Okta has yet to put the person there`, wrong].filter(Boolean).join('. Not possible: ')), left };
		if (wrong !== '') return { ...impossible(`${wrong}. Then run the case again`), left };
		const held = state.groups.filter(({ member }) => member);
		return satisfied(held.length === 0 ? 'In every group that is given by hand' : `In ${named(held)}`, left);
	},

	apply: async (okta, { id }, state) => {
		await tryEach(open(state).byHand, (group) => okta.send('PUT', membership(group.id, id)));
	},
});
