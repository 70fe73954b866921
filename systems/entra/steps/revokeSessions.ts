import type { Json } from '../../../ledger/types';
import { impossible, nothingToUndo, presumed, satisfied, underway, unknown } from '../../../lifecycle/step';
import { parse, type Entra } from '../client';
import { getUser, usersPath } from '../../http/microsoft/user';
import { entraStep, issuedAccessTokens, sessionsOfApps } from './_entra';

type Receipt = { askedAt: string | null; validFromBefore: string | null };
type Sessions = { external: boolean; enabled: boolean; validFrom: string | null; call: Receipt | null };

export const revokeSessions = entraStep<Sessions>({
	id: 'revokeSessions',
	label: 'Revoke Sessions',
	danger: 'Ends every session and voids every refresh token that Entra ID issued. The person signs in again if the account is given back.',
	needs: ['User.Read.All', 'User.RevokeSessions.All'],
	readBackFrom: '`signInSessionsValidFromDateTime` is not before the call',
	givenBack: 'comes by signing in',
	closes: 'credentials',
	remains: [issuedAccessTokens, sessionsOfApps],
	stage: 'cut',
	// A session that is ended while the sign-in still works is simply opened again.
	after: ['blockSignIn'],

	read: async (entra, { id }, receipt) => {
		const { external, enabled, sessionsValidFrom } = await getUser(entra, id);
		return { external, enabled, validFrom: sessionsValidFrom, call: (receipt as Receipt | undefined) ?? null };
	},
	since: ({ call, validFrom }) => (call === null ? null : validFrom),

	plan: ({ external, enabled, validFrom, call }) => {
		if (external) return impossible('A guest signs in at their own company, and only that can end the sessions. What Entra ID lets the guest reach ends with Block Sign-In', 'not_removable_here');
		// Nothing tells whether somebody has signed in since an earlier revocation. As long as they can, it proves nothing.
		if (call === null) return (enabled ? presumed : unknown)('Revoke all sessions and refresh tokens');
		if (moved(call, validFrom)) return satisfied(`Sessions and refresh tokens from before ${validFrom} are void`);
		return underway(`sessions are valid from ${validFrom ?? 'ever'}, which is before the call. Run the case again in a few minutes`);
	},

	apply: async (entra, { id }): Promise<Json> => {
		const asked = await validFromNow(entra, id);
		await entra.send('POST', `${usersPath(id)}/revokeSignInSessions`);
		return asked;
	},

	undo: nothingToUndo('Sessions come back when the person signs in'),
});

/** The server's own clock, just before the call: the answer to the call is dated after what it did. */
const validFromNow = async (entra: Entra, id: string): Promise<Receipt> => {
	const { row, at } = await entra.getAt(usersPath(id), { $select: 'id,signInSessionsValidFromDateTime' });
	return { askedAt: at, validFromBefore: parse.optionalText(row['signInSessionsValidFromDateTime'], 'user.signInSessionsValidFromDateTime') };
};

/** Both are whole seconds, and of machines whose clocks differ: an instant that moved has moved by this call. */
const moved = ({ askedAt, validFromBefore }: Receipt, validFrom: string | null): boolean => {
	const now = Date.parse(validFrom ?? '');
	return now >= Date.parse(askedAt ?? '') || now > Date.parse(validFromBefore ?? '1970-01-01T00:00:00Z');
};
