import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { invitationIn, loginOf, type GitHubAccount } from '../account';
import { unlessGone } from '../../http/gone';
import type { GitHub } from '../client';
import { joinTeam, leaveTeam, ownTeamsOf } from '../teams';
import { githubGivingStep, type GitHubWish } from './_github';
import { joinable, namedTeams, type NamedTeam } from './named';

type Teams = {
	teams: (NamedTeam & { inside: boolean; through: boolean })[];
	unclear: string[];
	/** An invitation to an address takes no further teams. */
	byAddress: boolean;
};

const read = async (github: GitHub, account: GitHubAccount, names: readonly string[]): Promise<Teams> => {
	const [{ teams, unclear }, own] = await Promise.all([namedTeams(github, names), ownTeamsOf(github, account)]);
	return { teams: teams.map((team) => ({ ...team, inside: own.some(({ id }) => id === team.id), through: own.some(({ id, through }) => id === team.id && through) })), unclear, byAddress: invitationIn(account) !== null };
};

const namesOf = (teams: readonly { name: string }[]) => teams.map(({ name }) => name).join(', ');

const changing = (joins: boolean, named: (wish: GitHubWish) => readonly string[]) => {
	const open = ({ teams }: Teams) => teams.filter(({ inside }) => inside !== joins);
	return {
		needs: ['members:write'],
		readBackFrom: 'memberships of each team',
		after: ['role'],
		asked: (wish: GitHubWish) => named(wish).length > 0,
		read: (github: GitHub, account: GitHubAccount, wish: GitHubWish) => read(github, account, named(wish)),
		plan: (state: Teams) => {
			const through = open(state).filter((team) => joinable(team) && team.through);
			const teams = open(state).filter((team) => joinable(team) && !team.through);
			const synced = open(state).filter((team) => !joinable(team));
			if (teams.length > 0 && state.byAddress) return impossible(`The invitation to an address takes no further teams: ${namesOf(teams)}. Run the case again once it was accepted`, 'pending');
			if (teams.length > 0) return change(`${joins ? 'Join' : 'Leave'} ${namesOf(teams)}`);
			if (state.unclear.length > 0) return impossible(`Not to be told which team is meant: ${state.unclear.join(', ')}. Correct the groups in the node, then run the case again`);
			if (synced.length > 0) return impossible(`The identity provider fills ${namesOf(synced)}: ${joins ? 'put the person into' : 'take the person out of'} the group there`, 'not_removable_here');
			if (through.length > 0) return impossible(`They are in ${namesOf(through)} through a team below it. Name that among the groups to leave as well, then run the case again`);
			return satisfied(joins ? 'In all teams that were asked for' : 'In no team that was to be left');
		},
		apply: async (github: GitHub, account: GitHubAccount, state: Teams) => {
			const username = await loginOf(github, account);
			await tryEach(open(state).filter(joinable), ({ slug }) => (joins ? joinTeam(github, slug, username, 'member') : unlessGone(() => leaveTeam(github, slug, username))));
		},
	};
};

export const joinTeams = githubGivingStep<Teams>({ id: 'joinTeams', label: 'Teams to Join', ...changing(true, ({ join }) => join) });
export const leaveTeams = githubGivingStep<Teams>({ id: 'leaveTeams', label: 'Teams to Leave', ...changing(false, ({ leave }) => leave) });
