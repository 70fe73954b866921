import { change, impossible, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { invitationIn, loginOf } from '../account';
import { each } from '../../http/gone';
import { accountIn, numberIn, parse, type GitHub } from '../client';
import { githubStep, seeing } from './_github';

type Token = { id: number; name: string };
type Tokens = {
	/** GitHub shows and revokes these to nobody but a GitHub App. */
	shown: boolean;
	tokens: Token[];
};

const listed = (tokens: readonly Token[]) => tokens.map(({ name }) => name).join(', ');

const tokensOf = async (github: GitHub, account: { id: string; label: string }): Promise<Token[]> => {
	const rows = await github.list('/orgs/{org}/personal-access-tokens', { query: { owner: [await loginOf(github, account)] } });
	return rows
		.filter((row) => accountIn(parse.object(row['owner'], 'token.owner')).id === account.id)
		.map((row) => ({ id: numberIn(row['id'], 'token.id'), name: parse.optionalText(row['token_name'], 'token.token_name') ?? `token ${String(row['id'])}` }));
};

export const revokeFineGrained = githubStep<Tokens>({
	id: 'revokeFineGrained',
	label: 'Revoke Fine-Grained Tokens',
	danger: 'Fine-grained tokens of the person no longer reach the organisation. Only a GitHub App can revoke them; with a token in the credential they are named as not removable here. The person makes new ones if access is given back.',
	needs: [...seeing, 'organization_personal_access_tokens:write'],
	readBackFrom: 'list of fine-grained tokens with access to the organisation',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'cut',

	read: async (github, account) => {
		if (github.settings.actsAs === 'user') return { shown: false, tokens: [] };
		return { shown: true, tokens: invitationIn(account) === null ? await tokensOf(github, account) : [] };
	},
	plan: ({ shown, tokens }) => {
		if (!shown) return impossible('GitHub shows and revokes fine-grained tokens only to a GitHub App. They reach nothing here once the membership is gone, and come back with it: look under Settings, Personal access tokens, Active tokens of the organisation, or use a GitHub App in the credential', 'not_removable_here');
		return tokens.length === 0 ? satisfied('No fine-grained token of theirs reaches the organisation') : change(`Revoke ${listed(tokens)}`);
	},
	apply: async (github, _account, { tokens }) => {
		await each(tokens, ({ id }) => github.send('post', '/orgs/{org}/personal-access-tokens/{pat_id}', { path: { pat_id: id }, body: { action: 'revoke' } }));
	},

	undo: onlyThePersonCan((now, before) => {
		const lost = before.tokens.filter(({ id }) => !now.tokens.some((one) => one.id === id));
		return lost.length === 0 ? null : `Only the person can do this: make these tokens again for the organisation: ${listed(lost)}`;
	}),
});
