import type { Json } from '../../../ledger/types';
import { nothingToUndo, satisfied, unknown } from '../../../lifecycle/step';
import { asProblem } from '../../../lifecycle/problem';
import { parse, type Okta } from '../client';
import { unlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { issuedAccessTokens, oktaStep } from './_okta';

type Proof = { seen: 'not asked' | 'not yet' | 'logged' | 'log not readable' | 'not taken' };
type Receipt = { requestId: string | null; at: string | null; taken: boolean };

/** Okta writes the log a little after the fact, and its clock is not the one that asked. */
const leewayMs = 60_000;

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

	read: async (okta, { id }, receipt) => (receipt === undefined ? { seen: 'not asked' } : { seen: await logged(okta, id, receipt as Receipt) }),

	plan: ({ seen }) => {
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
				return unknown('End all sessions and revoke the tokens Okta issued');
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

const logged = async (okta: Okta, userId: string, receipt: Receipt): Promise<Proof['seen']> => {
	if (!receipt.taken) return 'not taken';
	const asked = Date.parse(receipt.at ?? '') || 0;
	const from = new Date(asked - leewayMs).toISOString();
	try {
		const filter = `eventType eq "user.session.clear" and target.id eq "${userId}"`;
		const events = await okta.list('/api/v1/logs', { since: from, filter, limit: 100, sortOrder: 'ASCENDING', until: new Date(asked + 3_600_000).toISOString() });
		return events.some((event) => provenBy(event, receipt)) ? 'logged' : 'not yet';
	} catch (error) {
		if (asProblem(error).code === 'forbidden') return 'log not readable';
		throw error;
	}
};

/** The log names the request that caused an event; without that, an event from the moment of the call has to do. */
const provenBy = (event: { [key: string]: unknown }, receipt: Receipt): boolean => {
	const requestId = (event['debugContext'] as { debugData?: { requestId?: unknown } } | undefined)?.debugData?.requestId;
	if (typeof requestId === 'string' && receipt.requestId !== null) return requestId === receipt.requestId;
	const published = Date.parse(parse.optionalText(event['published'], 'event.published') ?? '');
	return published >= Date.parse(receipt.at ?? '') - 2_000;
};
