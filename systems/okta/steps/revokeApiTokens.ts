import { change, onlyByHand, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../deactivated';
import { oktaStep } from './_okta';

type ApiTokens = { apiTokens: { id: string; name: string }[] };

const names = (tokens: ApiTokens['apiTokens']) => tokens.map(({ name, id }) => name || id).join(', ');

export const revokeApiTokens = oktaStep<ApiTokens>({
	id: 'revokeApiTokens',
	label: 'Revoke API Tokens',
	danger: 'API tokens the person made stop working, and with them every integration that runs on one. They cannot be given back: make new ones under an account that stays.',
	needs: ['okta.apiTokens.read', 'okta.apiTokens.manage'],
	readBackFrom: 'API tokens of the org that belong to the account',
	givenBack: 'no; the names are listed',
	closes: 'credentials',
	stage: 'cut',

	read: async (okta, { id }) => {
		const tokens = await okta.list('/api/v1/api-tokens');
		return {
			apiTokens: tokens
				.filter((token) => token['userId'] === id)
				.map((token) => ({ id: parse.text(token['id'], 'token.id'), name: parse.optionalText(token['name'], 'token.name') ?? '' })),
		};
	},
	plan: ({ apiTokens }) => (apiTokens.length === 0 ? satisfied('No API token belongs to them') : change(`Revoke ${names(apiTokens)}`)),
	apply: (okta, { id }, { apiTokens }) => each(okta, id, apiTokens, (token) => okta.send('DELETE', path`/api/v1/api-tokens/${token.id}`)),

	undo: onlyByHand((now, before) => {
		const gone = before.apiTokens.filter((token) => !now.apiTokens.some(({ id }) => id === token.id));
		return gone.length === 0 ? null : `Make new API tokens for what ran on these: ${names(gone)}`;
	}),
});
