import { right, type Right } from '../../lifecycle/rights';
import { invitationIn, membershipOf, type GitHubAccount } from './account';
import type { GitHub } from './client';
import { ownTeamsOf, type OwnTeam } from './teams';

const whyNot = ({ synced, through }: OwnTeam, account: GitHubAccount): string | null => {
	if (synced) return 'the identity provider fills it; change the membership of the group there';
	if (through) return 'they are in it through a team below it; leave that one';
	return invitationIn(account) === null ? null : 'an invitation to an address keeps the teams it was sent with; once it is accepted they can be changed';
};

export const rights = async (github: GitHub, account: GitHubAccount): Promise<Right[]> => {
	if ((await membershipOf(github, account)).state === 'none') return [];
	return (await ownTeamsOf(github, account)).map((team) => right({ id: String(team.id), name: team.name }, 'team', whyNot(team, account)));
};
