import type { Json } from '../../../ledger/types';
import { change, impossible, satisfied, type Plan } from '../../../lifecycle/step';
import type { JumpCloud, Sent } from '../client';
import { suspendedAt } from '../insights';
import { activate, disableThere, enableThere, isActive, isOut, isStaged, isSuspended, signInStateOf, suspend, type SignInState } from '../state';
import { getUser } from '../user';
import { jumpCloudStep, offlineDevices, sessionsInApps } from './_jumpCloud';

type Proof = 'not asked' | 'not readable' | 'not yet' | { at: string };

type State = SignInState & { proof: Proof };

const shown = ({ proof }: State): string => {
	if (proof === 'not asked') return '';
	if (proof === 'not readable') return '. Directory Insights could not be read, so it adds no proof';
	if (proof === 'not yet') return '. Directory Insights does not show the change yet; it arrives there within minutes';
	return `. Directory Insights shows the change at ${proof.at}`;
};

export const blockSignIn = jumpCloudStep<State>({
	id: 'blockSignIn',
	label: 'Suspend',
	danger: 'The person can no longer sign in to the user portal, to apps behind single sign-on, through LDAP or RADIUS, or to devices once their agent has checked in. Their sessions of the portal end. Restore Access activates them again.',
	needs: ['users (read)', 'users (write)', 'Directory Insights (read)'],
	readBackFrom: '`state` and `suspended` of the user; the event in Directory Insights where it has arrived',
	givenBack: 'yes; sessions come by signing in',
	closes: 'sign-in',
	remains: [sessionsInApps, offlineDevices],
	stage: 'cut',

	read: async (jumpCloud, { id }, receipt) => {
		const now = signInStateOf(await getUser(jumpCloud, id));
		const proven = receipt !== undefined && isSuspended(now);
		return { ...now, proof: proven ? await proofOf(jumpCloud, id, receipt as Sent) : 'not asked' };
	},
	since: ({ proof }) => (typeof proof === 'object' ? proof.at : null),
	plan: (now) => {
		if (isStaged(now)) return satisfied('The user is STAGED: nobody can sign in with it yet', disableThere(now));
		if (isSuspended(now)) return satisfied(`The user is SUSPENDED${shown(now)}`, disableThere(now));
		return change(now.state === 'SUSPENDED' ? 'Suspend: the state says SUSPENDED, and the switch behind it does not' : `${now.state} → SUSPENDED`, disableThere(now));
	},
	apply: (jumpCloud, { id }, now): Promise<Json> => suspend(jumpCloud, id, now),

	undo: {
		plan: (now, before): Plan => {
			if (isActive(before)) return isActive(now) ? satisfied('The user is ACTIVATED, as before', enableThere(now)) : change(`${now.suspended ? 'SUSPENDED' : now.state} → ACTIVATED`, enableThere(now));
			const asBefore = now.state === before.state && now.suspended === before.suspended;
			if (asBefore || isOut(before)) return satisfied(`The user was ${before.state} before the case and is ${now.state}`);
			return impossible(`The user was ${before.state}${before.suspended ? ' and suspended' : ''} before the case and is ${now.state}; JumpCloud has no call back to that. Decide in the JumpCloud admin portal whether they may sign in`, 'pending');
		},
		apply: (jumpCloud, { id }, now) => activate(jumpCloud, id, now, false),
	},
});

const proofOf = async (jumpCloud: JumpCloud, userId: string, { at }: Sent): Promise<Proof> => {
	const event = await suspendedAt(jumpCloud, userId, at ?? new Date().toISOString());
	if (!event.readable) return 'not readable';
	return event.found === null ? 'not yet' : { at: event.found };
};
