import { change, nothingToUndo, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each, listUnlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep } from './_okta';

type Clients = { clients: { id: string; name: string }[] };

export const revokeClientTokens = oktaStep<Clients>({
	id: 'revokeClientTokens',
	label: 'Revoke Refresh Tokens of Apps',
	danger: 'Apps holding a refresh token of the person cannot fetch new access tokens. The person signs in to them again if the account is given back.',
	needs: ['okta.users.read', 'okta.users.manage'],
	stage: 'cut',
	// A token revoked while sign-in still works would simply be issued again.
	after: ['blockSignIn'],

	read: async (okta, { id }) => {
		const clients = await listUnlessDeactivated(okta, id, `${usersPath(id)}/clients`);
		return {
			clients: clients.map((client) => ({
				id: parse.text(client['client_id'], 'client.client_id'),
				name: parse.optionalText(client['client_name'], 'client.client_name') ?? '',
			})),
		};
	},
	plan: ({ clients }) => (clients.length === 0 ? satisfied('No app holds a refresh token') : change(`Revoke the refresh tokens of ${clients.map(({ name, id }) => name || id).join(', ')}`)),
	apply: (okta, { id }, { clients }) => each(clients, (client) => okta.send('DELETE', usersPath(id) + path`/clients/${client.id}/tokens`)),

	undo: nothingToUndo('Apps get new tokens when the person signs in'),
});
