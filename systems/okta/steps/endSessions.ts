import type { Json } from '../../../ledger/types';
import { nothingToUndo, presumed, satisfied, unknown } from '../../../lifecycle/step';
import type { Sent } from '../client';
import { unlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { getUser, isBlocked } from '../user';
import { logged, type Logged } from '../systemLog';
import { issuedAccessTokens, oktaStep } from './_okta';

type Proof = { seen: Logged | 'not asked' | 'not taken'; canSignIn: boolean };
type Receipt = Sent & { taken: boolean };

export const endSessions = oktaStep<Proof>({
	id: 'endSessions',
	label: 'End Sessions and Revoke Tokens',
	danger: 'Ends every Okta session, revokes the tokens Okta issued and forgets remembered devices. The person signs in again if the account is given back.',
	needs: ['okta.users.manage', 'okta.logs.read'],
	readBackFrom: 'System Log: `user.session.clear` of this very call; otherwise *unverifiable*',
	givenBack: 'comes by signing in',
	closes: 'credentials',
	remains: ['Sign-in cookies of apps outside Okta: each lives until it expires in its app', issuedAccessTokens],
	stage: 'cut',
	// A session that is ended while the sign-in still works is simply opened again.
	after: ['blockSignIn'],

	read: async (okta, { id }, receipt) => {
		if (receipt === undefined) return { seen: 'not asked', canSignIn: !isBlocked((await getUser(okta, id)).status) };
		const { taken, ...sent } = receipt as Receipt;
		return { seen: taken ? await logged(okta, id, 'user.session.clear', sent) : 'not taken', canSignIn: false };
	},

	plan: ({ seen, canSignIn }) => {
		switch (seen) {
			case 'logged':
				return satisfied("Okta's System Log shows the sessions cleared");
			case 'log not readable':
				return unknown("Okta has no list of a person's sessions, and its System Log could not be read: grant okta.logs.read to have this proven");
			case 'not taken':
				return unknown('Okta takes no session call for an account that is deactivated already; deactivation is what ends its sessions');
			case 'not yet':
				return unknown("Okta has no list of a person's sessions, and its System Log did not show this call in time; look there for user.session.clear");
			case 'not asked':
				// Nothing tells whether somebody has signed in since they were last ended. As long as they can, that proves nothing.
				return (canSignIn ? presumed : unknown)('End all sessions and revoke the tokens Okta issued');
		}
	},

	apply: (okta, { id }): Promise<Json> =>
		unlessDeactivated(
			okta,
			id,
			async (): Promise<Receipt> => {
				const sent = await okta.send('DELETE', `${usersPath(id)}/sessions`, { query: { oauthTokens: true, forgetDevices: true } });
				return { ...sent, taken: true };
			},
			{ requestId: null, at: null, taken: false },
		),

	undo: nothingToUndo('Sessions come back when the person signs in'),
});
