import { change, impossible, satisfied } from '../../../lifecycle/step';
import { inWords, invitationIn, loginOf, membershipOf, type Role as MemberRole } from '../account';
import { githubGivingStep, type GitHubWish } from './_github';

type Role = { state: 'active' | 'pending' | 'none'; role: MemberRole | null; byAddress: boolean };

/** Whoever may sign in is a member at least: an outside collaborator becomes one. */
const wanted = ({ role: current }: Role, { role }: GitHubWish): MemberRole => role ?? current ?? 'member';

export const role = githubGivingStep<Role>({
	id: 'role',
	label: 'Membership and Role',
	needs: ['members:read', 'members:write'],
	readBackFrom: 'membership of the account',
	asked: (wish) => wish.role !== null || wish.usable === true,
	read: async (github, account) => ({ ...(await membershipOf(github, account)), byAddress: invitationIn(account) !== null }),
	plan: (state, wish) => {
		const role = wanted(state, wish);
		if (state.state === 'none') return change(`Invite as ${inWords(role)}; they are in once they accept`);
		if (state.role === role) return satisfied(state.state === 'pending' ? `Invited as ${inWords(role)}: they are in once they accept the invitation GitHub mailed them` : `Member of the organisation as ${inWords(role)}`);
		if (state.byAddress) return impossible(`They were invited to an address as ${inWords(state.role)}, and that is not changed afterwards. Run the case again once it was accepted`, 'pending');
		return change(`${inWords(state.role)} → ${inWords(role)}`);
	},
	apply: async (github, account, state, wish) => {
		await github.send('put', '/orgs/{org}/memberships/{username}', { path: { username: await loginOf(github, account) }, body: { role: wanted(state, wish) === 'admin' ? 'admin' : 'member' } });
	},
});
