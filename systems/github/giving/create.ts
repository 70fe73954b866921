import type { Giving } from '../../../lifecycle/giving';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible } from '../../../lifecycle/step';
import { profileCalled, type GitHubAccount } from '../account';
import { numberIn, type GitHub } from '../client';
import { invite } from '../invite';
import type { GitHubWish } from './_github';
import { joinable, namedTeams } from './named';

/** Accounts on GitHub are the people's own: what is made is an invitation. */
export const create: Giving<GitHub, GitHubAccount, GitHubWish>['create'] = {
	needs: ['members:write'],

	plan: ({ person, usable, role }) => {
		const { workEmail } = person;
		if (workEmail === null) return impossible('HR has no work e-mail for the person, and without it nobody could tell later whose account it is. Enter it in HR, then run the case again');
		if (usable === false) return impossible(`An invitation lets people in as soon as they accept it, so ${workEmail} is not invited yet. The event of the first day does it; or set May Sign In to "At Once"`, 'pending');
		return change(`Invite ${workEmail} as ${role === 'admin' ? 'owner' : 'member'}; they are in once they accept the invitation GitHub mails them`);
	},

	apply: async (github, wish) => {
		const { login } = github.settings;
		const role = wish.role ?? 'member';
		const { teams } = await namedTeams(github, wish.join);
		const ids = teams.filter(joinable).map(({ id }) => id);
		if (login === null) return void (await invite(github, { email: wish.person.workEmail!, role, teams: ids }));
		const profile = await profileCalled(github, login);
		if (profile === null) throw new Problem('rejected', `GitHub has no account called ${login}. Correct GitHub Login of the Person in the node, or leave it empty to invite the work e-mail, then run the case again.`);
		await invite(github, { invitee: numberIn(Number(profile.id), 'account.id'), role, teams: ids });
	},
};
