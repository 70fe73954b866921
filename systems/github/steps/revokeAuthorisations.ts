import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { invitationIn, loginOf } from '../account';
import { numberIn, parse, type GitHub } from '../client';
import { hasSingleSignOn, same } from '../identities';
import { accountLivesOn, clonesStay, githubStep, seeing } from './_github';

type Authorisation = { id: number; what: string };
type Authorisations = { singleSignOn: boolean; authorisations: Authorisation[] };

const listed = (authorisations: readonly Authorisation[]) => authorisations.map(({ what }) => what).join(', ');

/** What it is called and the end of it, never the credential. */
const parseAuthorisation = (row: { [field: string]: unknown }): Authorisation => {
	const type = parse.text(row['credential_type'], 'authorisation.credential_type');
	const name = parse.optionalText(row['authorized_credential_note'] ?? row['authorized_credential_title'], 'authorisation.note');
	return { id: numberIn(row['credential_id'], 'authorisation.credential_id'), what: name === null ? type : `${name} (${type})` };
};

const authorisationsOf = async (github: GitHub, login: string): Promise<Authorisation[]> => {
	const rows = await github.list('/orgs/{org}/credential-authorizations', { query: { login } });
	// A filter that is ignored must revoke nothing of others, nor keep waiting for them.
	return rows.filter((row) => same(parse.text(row['login'], 'authorisation.login'), login)).map(parseAuthorisation);
};

export const revokeAuthorisations = githubStep<Authorisations>({
	id: 'revokeAuthorisations',
	label: 'Revoke Single Sign-On Authorisations',
	danger: 'Tokens, SSH keys and OAuth apps that the person authorised for the organisation by single sign-on no longer reach it, and cannot be authorised again. They make new ones if access is given back.',
	needs: [...seeing, 'organization_administration:write'],
	readBackFrom: 'list of credential authorisations of the account',
	givenBack: 'only the person can',
	closes: 'credentials',
	remains: [accountLivesOn, clonesStay],
	stage: 'cut',

	read: async (github, account) => {
		if (!(await hasSingleSignOn(github))) return { singleSignOn: false, authorisations: [] };
		if (invitationIn(account) !== null) return { singleSignOn: true, authorisations: [] };
		return { singleSignOn: true, authorisations: await authorisationsOf(github, await loginOf(github, account)) };
	},
	plan: ({ singleSignOn, authorisations }) => {
		if (!singleSignOn) return satisfied('The organisation has no single sign-on, so there are no authorisations; tokens and keys stop reaching it with the membership');
		return authorisations.length === 0 ? satisfied('No credential of a member is authorised for the organisation') : change(`Revoke ${listed(authorisations)}; any that stay reach nothing private here once membership and repositories are gone, but do again if the person comes back`);
	},
	// Accepted with 202 and carried out later: it is done when the list is empty.
	apply: async (github, account) => {
		await github.send('post', '/orgs/{org}/credential-authorizations/{username}/revoke', { path: { username: await loginOf(github, account) } });
	},

	undo: onlyThePersonCan((now, before) => {
		const lost = before.authorisations.filter(({ id }) => !now.authorisations.some((one) => one.id === id));
		return lost.length === 0 ? null : `Only the person can do this: make these again and authorise them for the organisation: ${listed(lost)}. What was revoked cannot be authorised again`;
	}),
});
