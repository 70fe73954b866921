import { change, impossible, satisfied, underway, type Left } from '../../../lifecycle/step';
import { each, isInert, onPaper } from '../deactivated';
import { membership, whyFixed } from '../groups';
import { named, readMemberships, ruleWords, type Membership, type Memberships } from './memberships';
import { oktaGiving } from './wish';

type State = Memberships & { inert: boolean };

const fitsNoMore = ({ filledBy }: Membership): boolean => filledBy.every(({ fits }) => fits === false);

const stillIn = ({ groups }: Memberships) => {
	const inside = groups.filter(({ member }) => member);
	const ours = inside.filter(({ type }) => type === 'OKTA_GROUP');
	const byRule = ours.filter(({ filledBy }) => filledBy.length > 0);
	return { byHand: ours.filter(({ filledBy }) => filledBy.length === 0), settling: byRule.filter(fitsNoMore), kept: byRule.filter((group) => !fitsNoMore(group)), fixed: inside.filter(({ type }) => type !== 'OKTA_GROUP') };
};

export const leaveGroups = oktaGiving<State>({
	id: 'leaveGroups',
	label: 'Leave Groups',
	needs: ['okta.groups.read', 'okta.groups.manage', 'okta.users.read'],
	readBackFrom: 'groups of the account, and the active group rules',
	after: ['fillProfile'],

	asked: ({ leave }) => leave.length > 0,
	read: async (okta, { id }, { leave }, receipt) => ({ ...(await readMemberships(okta, id, leave)), inert: isInert(receipt) }),

	plan: (state) => {
		const { byHand, settling, kept, fixed } = stillIn(state);
		const left: Left[] = [
			...kept.map((group) => ({ what: group.name, why: `filled by ${ruleWords(group)}; taking the person out would only fill the exclusion list of the rule. Change what the rule reads` })),
			...fixed.map(({ name, type }) => ({ what: name, why: whyFixed(type, 'remove') })),
		];
		const wrong = state.unclear.join('. ');
		if (byHand.length > 0 && state.inert) return onPaper(`Membership in ${named(byHand)}`);
		if (byHand.length > 0) return change([`Leave ${named(byHand)}`, wrong].filter(Boolean).join('. Not possible: '), left);
		if (settling.length > 0) return { ...underway([`${settling.map((group) => `${group.name} is filled by ${ruleWords(group)}`).join('; ')}, and that fits no more; Okta has yet to take the person out. If somebody put them there by hand, take them out in Okta`, wrong].filter(Boolean).join('. Not possible: ')), left };
		if (wrong !== '') return { ...impossible(`${wrong}. Then run the case again`), left };
		return satisfied('In none of the groups that can be left here', left);
	},

	apply: (okta, { id }, state) => each(okta, id, stillIn(state).byHand, (group) => okta.send('DELETE', membership(group.id, id))),
});
