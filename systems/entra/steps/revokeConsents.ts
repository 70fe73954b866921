import { change, forThePerson, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../../http/gone';
import { parseId, usersPath } from '../../http/microsoft/user';
import { entraStep, issuedAccessTokens } from './_entra';

type Consent = { id: string; client: string; resource: string; scope: string };
type Consents = { consents: Consent[] };

const count = ({ length }: readonly Consent[]) => `${length} ${length === 1 ? 'consent' : 'consents'}`;

export const revokeConsents = entraStep<Consents>({
	id: 'revokeConsents',
	label: 'Revoke Consents',
	danger: 'Apps that the person allowed to act for them lose that right. Restore Access allows the same apps the same again.',
	needs: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.Read.All'],
	readBackFrom: 'delegated permission grants of the account',
	givenBack: 'yes',
	closes: 'credentials',
	remains: [issuedAccessTokens, 'What an administrator allowed an app for everybody: it names nobody, and means nothing once the person cannot sign in'],
	stage: 'cut',
	// An app that asks for consent while sign-in still works would simply get it again.
	after: ['blockSignIn'],

	read: async (entra, { id }) => {
		const rows = await entra.list(`${usersPath(id)}/oauth2PermissionGrants`);
		return {
			consents: rows
				.filter((row) => isOf(row, id))
				.map((row) => ({
					id: parseId(row['id'], 'consent.id'),
					client: parse.text(row['clientId'], 'consent.clientId'),
					resource: parse.text(row['resourceId'], 'consent.resourceId'),
					scope: parse.optionalText(row['scope'], 'consent.scope')?.trim() ?? '',
				})),
		};
	},
	plan: ({ consents }) => (consents.length === 0 ? satisfied('No consents') : change(`Revoke ${count(consents)}`)),
	apply: (entra, _account, { consents }) => each(consents, ({ id }) => entra.send('DELETE', path`/v1.0/oauth2PermissionGrants/${id}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			if (gone.length > 0) return change(`Give ${count(gone)} again`);
			const less = before.consents.filter((one) => now.consents.some((held) => sameApp(one, held) && !covers(held, one)));
			if (less.length === 0) return satisfied('The same consents as before');
			return forThePerson(`Of ${count(less)} the person has since given a smaller one, which stays as it is. They allow the rest when the app asks for it: ${less.map(({ client, scope }) => `${client} (${scope})`).join(', ')}`);
		},
		apply: (entra, { id }, now, before) =>
			tryEach(missing(now, before), ({ client, resource, scope }) => entra.send('POST', '/v1.0/oauth2PermissionGrants', { clientId: client, consentType: 'Principal', principalId: id, resourceId: resource, scope })),
	},
});

/** What an administrator allowed for everybody is listed here as well. */
const isOf = (row: Dictionary, userId: string): boolean => {
	if (row['consentType'] === 'AllPrincipals') return false;
	return row['principalId'] === userId || parse.refuse('consent.principalId', 'the account that was asked about');
};

const sameApp = (a: Consent, b: Consent): boolean => a.client === b.client && a.resource === b.resource;
const covers = (held: Consent, wanted: Consent): boolean => wanted.scope.split(' ').every((scope) => held.scope.split(' ').includes(scope));

const missing = (now: Consents, before: Consents): Consent[] => before.consents.filter((one) => !now.consents.some((held) => sameApp(one, held)));
