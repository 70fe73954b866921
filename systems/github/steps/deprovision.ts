import { change, onlyByHand, satisfied } from '../../../lifecycle/step';
import { invitationIn, loginOf, type GitHubAccount } from '../account';
import { each } from '../../http/gone';
import type { GitHub } from '../client';
import { hasSingleSignOn, identitiesCalled, identitiesOfAccount } from '../identities';
import { accountLivesOn, githubStep, seeing } from './_github';

type Provisioned = { singleSignOn: boolean; ids: string[] };

const identitiesFor = async (github: GitHub, account: GitHubAccount) =>
	invitationIn(account) === null ? identitiesOfAccount(github, { id: account.id, login: await loginOf(github, account) }) : (await identitiesCalled(github, account.label)).filter((identity) => identity.account === null);

/** GitHub removes the member with the SCIM user; the other way round it may stay, and is found by the next provisioning. */
export const deprovision = githubStep<Provisioned>({
	id: 'deprovision',
	label: 'Delete SCIM User',
	danger: 'What the identity provider provisioned for the person in this organisation is deleted. It comes back when the identity provider provisions them again.',
	needs: [...seeing, 'members:write'],
	readBackFrom: 'external identities of the organisation',
	givenBack: 'by the identity provider',
	closes: 'sign-in',
	remains: [accountLivesOn],
	stage: 'cut',
	after: ['removeFromOrganisation'],
	optional: true,

	read: async (github, account) => {
		if (!(await hasSingleSignOn(github))) return { singleSignOn: false, ids: [] };
		return { singleSignOn: true, ids: (await identitiesFor(github, account)).filter(({ provisioned }) => provisioned).map(({ guid }) => guid) };
	},
	plan: ({ singleSignOn, ids }) => {
		if (!singleSignOn) return satisfied('The organisation has no single sign-on, so nothing is provisioned');
		return ids.length === 0 ? satisfied('The identity provider has provisioned nothing for them') : change(`Delete the SCIM user ${ids.join(', ')}`);
	},
	apply: async (github, _account, { ids }) => {
		await each(ids, (id) => github.send('delete', '/scim/v2/organizations/{org}/Users/{scim_user_id}', { path: { scim_user_id: id } }));
	},

	undo: onlyByHand((now, before) => (before.ids.length === 0 || now.ids.length > 0 ? null : 'Only the identity provider can do this: assign the person to GitHub there again, so that it provisions them')),
});
