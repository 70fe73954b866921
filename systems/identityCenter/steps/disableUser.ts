import type { Json } from '../../../ledger/types';
import { change, impossible, satisfied, underwayElsewhere, type Plan } from '../../../lifecycle/step';
import type { IdentityCenter } from '../client';
import { ownerNames, refusalOf, takesChanges, type Owner, type Refusal } from '../owner';
import { getUser, updateUser, type Status } from '../user';
import { identityCenterStep, liveSessions, portalSession } from './_identityCenter';

export type SignIn = { status: Status | null; owner: Owner; refused: string | null };

const inConsole = 'the IAM Identity Center console, under Users, the user, Disable user access';
const ownerSays = (owner: Owner) => (takesChanges(owner) ? '' : `; it stays so only where ${ownerNames[owner]} says so too`);

/** Whether AWS takes it is not documented, so it is tried and read back. */
export const setStatus = async (identityCenter: IdentityCenter, id: string, status: Status): Promise<Json | void> => {
	try {
		await updateUser(identityCenter, id, [{ path: 'userStatus', value: status }]);
	} catch (error) {
		return { refused: refusalOf(error, identityCenter.settings.usersOwnedBy) };
	}
};

export const readSignIn = async (identityCenter: IdentityCenter, id: string, receipt: unknown): Promise<SignIn> => ({
	status: (await getUser(identityCenter, id)).status,
	owner: identityCenter.settings.usersOwnedBy,
	refused: (receipt as Partial<Refusal> | undefined)?.refused ?? null,
});

const decidedThere = (owner: Exclude<Owner, 'identityCenter'>): Plan => underwayElsewhere(`AWS takes no change to this user from here. It is for ${ownerNames[owner]} to disable it, once the person is deactivated there`);

export const disableUser = identityCenterStep<SignIn>({
	id: 'disableUser',
	label: 'Disable User',
	danger: 'The person can no longer sign in to the AWS access portal, nor take new sessions in AWS accounts. Restore Access enables the user again. The user is never deleted.',
	needs: ['identitystore:DescribeUser', 'identitystore:UpdateUser'],
	readBackFrom: '`UserStatus` of the user',
	givenBack: 'yes, where AWS takes the change',
	closes: 'sign-in',
	remains: [portalSession, liveSessions],
	stage: 'cut',
	after: ['denySessions'],

	read: (identityCenter, { id }, receipt) => readSignIn(identityCenter, id, receipt),
	plan: ({ status, owner, refused }) => {
		if (status === 'DISABLED') return satisfied(`The user is disabled${ownerSays(owner)}`);
		if (status === null) return impossible(`This Identity Center does not show whether the user is disabled, so nothing was tried. Disable it in ${takesChanges(owner) ? inConsole : ownerNames[owner]}, or delete it there where it need not come back; then close the case by hand`, 'pending');
		if (refused === null) return change(`ENABLED → DISABLED${ownerSays(owner)}`);
		return takesChanges(owner) ? impossible(`The user is still enabled: AWS offers no way to disable it from here. Disable it in ${inConsole}, then run the case again. If an identity provider or Active Directory provisions the users, say so under Users Come From in the node. ${refused}`, 'pending') : decidedThere(owner);
	},
	apply: (identityCenter, { id }) => setStatus(identityCenter, id, 'DISABLED'),

	undo: {
		plan: (now, before) => {
			if (before.status !== 'ENABLED') return satisfied('The user was not enabled before the case, and is left as it is');
			if (now.status !== 'DISABLED') return satisfied('The user is enabled, as before');
			if (now.refused === null) return change(`DISABLED → ENABLED${ownerSays(now.owner)}`);
			return impossible(`The user is still disabled. Enable it in ${takesChanges(now.owner) ? inConsole.replace('Disable', 'Enable') : ownerNames[now.owner]}, then run the case again. ${now.refused}`, 'pending');
		},
		apply: (identityCenter, { id }) => setStatus(identityCenter, id, 'ENABLED'),
	},
});
