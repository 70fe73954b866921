import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { invitationIn, loginOf } from '../account';
import { each } from '../../http/gone';
import type { GitHub } from '../client';
import { isOutsideCollaborator } from '../find';
import { collaborationsOf, type Collaboration } from '../repositories';
import { accountLivesOn, clonesStay, githubStep, seeing } from './_github';

type Collaborations = { outside: boolean; collaborations: Collaboration[] };

const inWords = ({ repository, permission, invitation }: Collaboration) => `${repository} (${permission}${invitation === null ? '' : ', invited'})`;
const listed = (collaborations: readonly Collaboration[]) => collaborations.map(inWords).join(', ');

const has = ({ collaborations }: Collaborations, { repository, permission }: Collaboration) => collaborations.some((one) => one.repository === repository && one.permission === permission);
const missing = (now: Collaborations, before: Collaborations) => before.collaborations.filter((one) => !has(now, one));
const waiting = (now: Collaborations, before: Collaborations) =>
	now.collaborations.filter(({ repository, invitation }) => invitation !== null && before.collaborations.some((one) => one.repository === repository && one.invitation === null));

const takeAway = (github: GitHub, username: string, { repository, invitation }: Collaboration): Promise<unknown> =>
	invitation === null
		? github.send('delete', '/repos/{owner}/{repo}/collaborators/{username}', { path: { repo: repository, username } })
		: github.send('delete', '/repos/{owner}/{repo}/invitations/{invitation_id}', { path: { repo: repository, invitation_id: invitation } });

export const removeCollaborations = githubStep<Collaborations>({
	id: 'removeCollaborations',
	label: 'Remove From Repositories',
	danger: 'The person loses every repository of the organisation that was given to them by name, also as an outside collaborator, and open invitations to repositories. Restore Access gives them back; whoever is no member has to accept.',
	needs: [...seeing, 'metadata:read', 'administration:write', 'members:write'],
	readBackFrom: 'collaborators and invitations of each repository',
	givenBack: 'yes; whoever is no member has to accept',
	closes: 'entitlements',
	remains: [accountLivesOn, clonesStay],
	stage: 'cut',
	// A member is refused where outside collaborators are removed.
	after: ['removeFromOrganisation'],

	read: async (github, account) => {
		if (invitationIn(account) !== null) return { outside: false, collaborations: [] };
		const [outside, collaborations] = await Promise.all([isOutsideCollaborator(github, account), collaborationsOf(github, account)]);
		return { outside, collaborations };
	},
	plan: ({ outside, collaborations }) => {
		if (collaborations.length > 0) return change(`Take away ${listed(collaborations)}`);
		return outside ? change('Remove the outside collaborator from repositories that are not shown to the credential') : satisfied('Given no repository by name');
	},
	apply: async (github, account, { outside, collaborations }) => {
		const username = await loginOf(github, account);
		const given = outside ? collaborations.filter(({ invitation }) => invitation !== null) : collaborations;
		if (outside) await github.send('delete', '/orgs/{org}/outside_collaborators/{username}', { path: { username } });
		await each(given, (one) => takeAway(github, username, one));
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			if (gone.length > 0) return change(`Give ${listed(gone)}`);
			const open = waiting(now, before);
			return open.length === 0
				? satisfied('The same repositories as before')
				: impossible(`Invited again to ${open.map(({ repository }) => repository).join(', ')}: they can reach these once they accept. Run Restore Access again when they have`, 'pending');
		},
		apply: async (github, account, now, before) => {
			const username = await loginOf(github, account);
			await tryEach(missing(now, before), ({ repository, permission }) =>
				github.send('put', '/repos/{owner}/{repo}/collaborators/{username}', { path: { repo: repository, username }, body: { permission } }),
			);
		},
	},
});
