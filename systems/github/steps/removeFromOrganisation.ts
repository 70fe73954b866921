import type { Json } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, unknown, type Left, type Plan } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { cancelInvitation, inWords, invitationIn, invitationOf, loginOf, membershipOf, openInvitations, type GitHubAccount, type Role } from '../account';
import { unlessGone } from '../../http/gone';
import { numberIn, type GitHub } from '../client';
import { vouchedFor } from '../find';
import { hasSingleSignOn } from '../identities';
import { invite } from '../invite';
import { joinTeam, ownTeamsOf, type OwnTeam } from '../teams';
import { accountLivesOn, clonesStay, deployKeysGoOn, enterpriseTeams, githubStep, managedUsers, seeing } from './_github';

type Member = {
	state: 'active' | 'pending' | 'none';
	role: Role | null;
	teams: OwnTeam[];
	/** Further ones to the work e-mail. */
	invitations: number[];
	/** An invitation was all there was, it is not open any more, and nothing tells where it went. */
	vanished: boolean;
};

const namesOf = (teams: readonly OwnTeam[]) => teams.map(({ name, role }) => (role === 'maintainer' ? `${name} (maintainer)` : name)).join(', ');

const removal = ({ state, role, teams, invitations }: Member): string => {
	const own = teams.filter(({ synced }) => !synced);
	const synced = teams.filter((team) => team.synced);
	return [
		...(state === 'none' ? [] : [state === 'pending' ? `Cancel the invitation as ${inWords(role)}` : `Remove the ${inWords(role)} from the organisation`]),
		...(invitations.length === 0 ? [] : ['Cancel the open invitation to the work e-mail']),
		...(own.length === 0 ? [] : [`with the teams ${namesOf(own)}`]),
		...(synced.length === 0 ? [] : [`filled by the identity provider, which puts back whoever it still lists: ${namesOf(synced)}`]),
	].join('; ');
};

/** The identity provider fills others, and who is put back below is above as well. */
const missingTeams = (now: Member, before: Member): OwnTeam[] => before.teams.filter(({ id, role, synced, through }) => !synced && !through && !now.teams.some((one) => one.id === id && one.role === role));

const undoing = (now: Member, before: Member): Plan => {
	if (before.state === 'none') return satisfied('Was no member before either');
	const teams = missingTeams(now, before);
	const rightRole = now.role === before.role;
	if (now.state === 'none') return change(`Invite again as ${inWords(before.role)}${teams.length === 0 ? '' : `, with the teams ${namesOf(teams)}`}`);
	if (!rightRole || teams.length > 0) return change(`${rightRole ? '' : `${inWords(now.role)} → ${inWords(before.role)}; `}${teams.length === 0 ? '' : `teams ${namesOf(teams)}`}`);
	if (now.state === 'pending' && before.state === 'active') {
		return impossible('Invited again with the role and the teams of before: they are in once they accept the invitation GitHub mailed them. Private forks, which GitHub deleted with the membership, come back only where an owner reinstates them. Run Restore Access again when they have accepted', 'pending');
	}
	return satisfied('Role and teams are as before', before.teams.flatMap((team) => notGivenBack(team, now) ?? []));
};

const notGivenBack = ({ id, name, synced, through }: OwnTeam, now: Member): Left | null => {
	if (through) return { what: name, why: 'they are in it through a team below it, and GitHub does not tell whether they were put in by name too; if so, a maintainer does that again' };
	return synced && !now.teams.some((team) => team.id === id) ? { what: name, why: 'the identity provider fills this team; put the person back into the group there' } : null;
};

const remove = async (github: GitHub, account: GitHubAccount, { state, invitations }: Member): Promise<void> => {
	await tryEach([
		...(state === 'none' ? [] : [async () => void (await github.send('delete', '/orgs/{org}/memberships/{username}', { path: { username: await loginOf(github, account) } }))]),
		...invitations.map((id) => () => unlessGone(() => cancelInvitation(github, id))),
	], (end) => end());
};

/** GitHub answers 404 where somebody accepted it meanwhile: whatever it cancelled let nobody in. */
const cancel = async (github: GitHub, account: GitHubAccount): Promise<Json | void> => {
	const invitation = await invitationOf(github, account);
	if (invitation === null) return;
	await cancelInvitation(github, invitation.id);
	return { cancelled: invitation.id };
};

/** By invitation alone somebody becomes a billing manager. */
const setRole = (github: GitHub, username: string, role: Role | null): Promise<unknown> => {
	if (role === 'billing_manager') throw new Problem('rejected', `${username} was a billing manager, and GitHub makes nobody one who is in with another role. Take them out of the organisation, then run Restore Access again.`);
	return github.send('put', '/orgs/{org}/memberships/{username}', { path: { username }, body: { role: role ?? 'member' } });
};

/** An invitation that is not there any more may have been accepted, and then somebody is in. Whom that is only single sign-on tells for sure. */
const hasVanished = async (github: GitHub, { label }: GitHubAccount): Promise<boolean> => {
	const [accepted] = await vouchedFor(github, label);
	if (accepted) throw new Problem('rejected', `The invitation of ${label} is gone, and ${accepted.account.label} is in the organisation by that address: it was accepted meanwhile. Run the case again, which then finds the account.`);
	return !(await hasSingleSignOn(github));
};

export const removeFromOrganisation = githubStep<Member>({
	id: 'removeFromOrganisation',
	label: 'Remove From Organisation',
	danger: 'The person leaves the organisation with all teams and repositories, or their invitation is cancelled. GitHub deletes their private forks. Restore Access invites them again with the same role and teams; they have to accept.',
	needs: [...seeing, 'members:write'],
	readBackFrom: 'membership of the account',
	givenBack: 'by an invitation that the person accepts; private forks only by reinstating',
	closes: 'entitlements',
	remains: [accountLivesOn, clonesStay, deployKeysGoOn, enterpriseTeams, managedUsers],
	stage: 'cut',
	// GitHub shows authorisations of those only who are members.
	after: ['revokeAuthorisations', 'revokeFineGrained'],

	read: async (github, account, cancelled) => {
		const membership = await membershipOf(github, account);
		const vanished = membership.state === 'none' && invitationIn(account) !== null && (await hasVanished(github, account)) && cancelled === undefined;
		return { ...membership, teams: membership.state === 'none' ? [] : await ownTeamsOf(github, account), invitations: await openInvitations(github, account), vanished };
	},
	plan: (member) => {
		if (member.vanished) return unknown('The invitation is not open any more, and GitHub does not tell whether it was accepted, cancelled, or ran out. Look under People of the organisation who came in since; if it is the person, give their login in GitHub Login of the Person and run the case again');
		return member.state === 'none' && member.invitations.length === 0 ? satisfied('Neither a member nor invited') : change(removal(member));
	},
	apply: (github, account, member) => (invitationIn(account) === null ? remove(github, account, member) : cancel(github, account)),

	undo: {
		plan: undoing,
		apply: async (github, account, now, before) => {
			const teams = missingTeams(now, before);
			if (invitationIn(account) !== null) return void (await invite(github, { email: account.label, role: before.role ?? 'member', teams: teams.map(({ id }) => id) }));
			const username = await loginOf(github, account);
			if (now.state === 'none') await invite(github, { invitee: numberIn(Number(account.id), 'account.id'), role: before.role ?? 'member', teams: teams.map(({ id }) => id) });
			else if (now.role !== before.role) await setRole(github, username, before.role);
			const open = now.state === 'none' ? teams.filter(({ role }) => role === 'maintainer') : teams;
			await tryEach(open, ({ slug, role }) => joinTeam(github, slug, username, role));
		},
	},
});
