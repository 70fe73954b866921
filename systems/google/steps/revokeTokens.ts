import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../../http/gone';
import { usersPath } from '../user';
import { accessTokens, googleStep } from './_google';

type Grants = { grants: { client: string; name: string; scopes: string[] }[] };

const names = (grants: Grants['grants']) => grants.map(({ name, client }) => name || client).join(', ');

export const revokeTokens = googleStep<Grants>({
	id: 'revokeTokens',
	label: 'Revoke App Access',
	danger: 'Apps the person allowed into their account lose that right. The person is asked again if the account is given back.',
	needs: ['admin.directory.user.security'],
	readBackFrom: 'list of apps with access',
	givenBack: 'only the person can',
	closes: 'credentials',
	remains: [accessTokens, 'Apps an admin installed for the whole company: they keep their access, and are not in this list'],
	stage: 'cut',
	// An app that asks while sign-in still works would simply be let in again.
	after: ['suspend'],

	read: async ({ directory }, { id }) => {
		const rows = await directory.list(`${usersPath(id)}/tokens`, 'items');
		return {
			grants: rows.map((row) => ({
				client: parse.text(row['clientId'], 'token.clientId'),
				name: parse.optionalText(row['displayText'], 'token.displayText') ?? '',
				scopes: Array.isArray(row['scopes']) ? row['scopes'].map(String) : [],
			})),
		};
	},
	plan: ({ grants }) => (grants.length === 0 ? satisfied('No app has access') : change(`Revoke the access of ${names(grants)}`)),
	apply: ({ directory }, { id }, { grants }) => each(grants, ({ client }) => directory.send('DELETE', usersPath(id) + path`/tokens/${client}`)),

	undo: onlyThePersonCan((now, before) => {
		const gone = before.grants.filter(({ client }) => !now.grants.some((grant) => grant.client === client));
		return gone.length === 0 ? null : `The person allows these apps again when they ask: ${names(gone)}`;
	}),
});
