import { change, nothingToUndo, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each, isInert, listUnlessDeactivated, onPaper } from '../deactivated';
import { usersPath } from '../find';
import { issuedAccessTokens, oktaStep } from './_okta';

type Clients = { clients: { id: string; name: string }[]; inert: boolean };

const names = (clients: Clients['clients']) => clients.map(({ name, id }) => name || id).join(', ');

export const revokeClientTokens = oktaStep<Clients>({
	id: 'revokeClientTokens',
	label: 'Revoke Refresh Tokens of Apps',
	danger: 'Apps holding a refresh token of the person cannot fetch new access tokens. The person signs in to them again if the account is given back.',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'list of apps with a refresh token',
	givenBack: 'comes by signing in',
	closes: 'credentials',
	remains: [issuedAccessTokens, 'Refresh tokens of custom authorization servers: Okta lists them by app and not by person, so they live until End Sessions revokes them or they expire'],
	stage: 'cut',
	// A token revoked while sign-in still works would simply be issued again.
	after: ['blockSignIn'],

	read: async (okta, { id }, receipt) => {
		const clients = await listUnlessDeactivated(okta, id, `${usersPath(id)}/clients`);
		return {
			clients: clients.map((client) => ({
				id: parse.text(client['client_id'], 'client.client_id'),
				name: parse.optionalText(client['client_name'], 'client.client_name') ?? '',
			})),
			inert: isInert(receipt),
		};
	},
	plan: ({ clients, inert }) => {
		if (clients.length === 0) return satisfied('No app holds a refresh token');
		return inert ? onPaper(`Refresh tokens of ${names(clients)}`) : change(`Revoke the refresh tokens of ${names(clients)}`);
	},
	apply: (okta, { id }, { clients }) => each(okta, id, clients, (client) => okta.send('DELETE', usersPath(id) + path`/clients/${client.id}/tokens`)),

	undo: nothingToUndo('Apps get new tokens when the person signs in'),
});
