import type { Json } from '../../../ledger/types';
import { asProblem } from '../../../lifecycle/problem';
import { nothingToUndo, presumed, satisfied, unknown } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Google } from '../client';
import { getUser, isUsable, usersPath } from '../user';
import { accessTokens, googleStep, ownAccountsInApps, runningMeetings } from './_google';

type Proof = { seen: 'not asked' | 'not yet' | 'logged' | 'log not readable'; canSignIn: boolean };
type Receipt = { at: string };

export const signOut = googleStep<Proof>({
	id: 'signOut',
	label: 'Sign Out Everywhere',
	danger: 'Ends the web and device sessions of the account. The person signs in again if the account is given back.',
	needs: ['admin.directory.user.security', 'admin.reports.audit.readonly'],
	readBackFrom: 'login report: `logout` after this call; mostly it comes too late, and the step is *unverifiable*',
	givenBack: 'comes by signing in',
	closes: 'credentials',
	remains: [accessTokens, runningMeetings, ownAccountsInApps],
	stage: 'cut',
	// A session that is ended while the sign-in still works is simply opened again.
	after: ['suspend'],

	read: async (google, { id }, receipt) => (receipt === undefined ? { seen: 'not asked', canSignIn: isUsable(await getUser(google, id)) } : { seen: await logged(google, id, receipt as Receipt), canSignIn: false }),
	plan: ({ seen, canSignIn }) => {
		switch (seen) {
			case 'logged':
				return satisfied("Google's login report shows the account signed out");
			case 'log not readable':
				return unknown('Google has no list of sessions, and its login report could not be read: authorise admin.reports.audit.readonly to have this proven where the report is quick enough');
			case 'not yet':
				return unknown('Google took the call; it has no list of sessions, and its login report is hours behind. Look there later for "logout" of this account');
			case 'not asked':
				// Nothing tells whether somebody has signed in since the last time. As long as they can, that proves nothing.
				return (canSignIn ? presumed : unknown)('Sign the account out everywhere');
		}
	},
	apply: async ({ directory }, { id }): Promise<Json> => {
		const asked = new Date().toISOString();
		const { at } = await directory.send('POST', `${usersPath(id)}/signOut`);
		return { at: at ?? asked };
	},

	undo: nothingToUndo('Sessions come back when the person signs in'),
});

const logged = async ({ directory }: Google, id: string, { at }: Receipt): Promise<Proof['seen']> => {
	try {
		const events = await directory.list(path`/admin/reports/v1/activity/users/${id}/applications/login`, 'items', { eventName: 'logout', startTime: at, maxResults: 100 });
		return events.some((event) => Date.parse(parse.text(Object(event['id'])['time'], 'activity.id.time')) >= Date.parse(at)) ? 'logged' : 'not yet';
	} catch (error) {
		if (asProblem(error).code === 'forbidden') return 'log not readable';
		throw error;
	}
};
