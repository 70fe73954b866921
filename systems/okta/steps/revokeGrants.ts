import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { parse } from '../client';
import { isInert, listUnlessDeactivated, onPaper, sendUnlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { issuedAccessTokens, oktaStep } from './_okta';

type Grants = { grants: { id: string; client: string; scope: string }[]; inert: boolean };

const count = (number: number) => `${number} consent ${number === 1 ? 'grant' : 'grants'}`;

export const revokeGrants = oktaStep<Grants>({
	id: 'revokeGrants',
	label: 'Revoke Consent Grants',
	danger: 'Apps the person allowed to act for them lose that right. The person is asked again if the account is given back.',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'list of consent grants',
	givenBack: 'only the person can',
	closes: 'credentials',
	remains: [issuedAccessTokens],
	stage: 'cut',
	// An app that asks for consent while sign-in still works would simply get it again.
	after: ['blockSignIn'],

	read: async (okta, { id }, receipt) => {
		const grants = await listUnlessDeactivated(okta, id, `${usersPath(id)}/grants`, { limit: 200 });
		return {
			grants: grants.map((grant) => ({
				id: parse.text(grant['id'], 'grant.id'),
				client: parse.optionalText(grant['clientId'], 'grant.clientId') ?? '',
				scope: parse.optionalText(grant['scopeId'], 'grant.scopeId') ?? '',
			})),
			inert: isInert(receipt),
		};
	},
	plan: ({ grants, inert }) => {
		if (grants.length === 0) return satisfied('No consent grants');
		return inert ? onPaper(count(grants.length)) : change(`Revoke ${count(grants.length)}`);
	},
	apply: (okta, { id }) => sendUnlessDeactivated(okta, id, () => okta.send('DELETE', `${usersPath(id)}/grants`)),

	undo: onlyThePersonCan((now, before) => (now.grants.length < before.grants.length ? `The person allows these apps again when they ask: ${count(before.grants.length)} gone` : null)),
});
