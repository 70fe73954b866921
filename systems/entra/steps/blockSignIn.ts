import type { Json } from '../../../ledger/types';
import { asProblem, Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, underwayElsewhere } from '../../../lifecycle/step';
import { inActiveDirectory, type There } from '../onPremises';
import { sensitive } from '../roles';
import { getUser, serverTime, usersPath } from '../../http/microsoft/user';
import { entraStep, issuedAccessTokens } from './_entra';

export type SignIn = There & { enabled: boolean; synced: boolean };

export const blockSignIn = entraStep<SignIn>({
	id: 'blockSignIn',
	label: 'Block Sign-In',
	danger:
		'The person can no longer sign in to Microsoft 365 or anything behind Entra ID. Restore Access allows it again. An account that Active Directory owns is blocked at once, and counts as blocked only where Active Directory has it disabled too.',
	needs: ['User.Read.All', 'User.EnableDisableAccount.All', 'AuditLog.Read.All'],
	readBackFrom: '`accountEnabled`; of a synced account also what this case read from Active Directory, or its next synchronisation',
	givenBack: 'yes',
	closes: 'sign-in',
	remains: [issuedAccessTokens],
	stage: 'cut',

	read: async (entra, { id }, receipt) => {
		const user = await getUser(entra, id);
		const { enabled, synced } = user;
		const there = synced && !enabled ? await inActiveDirectory(entra, user, blockedAt(receipt)) : { heldBecause: null, beingCut: false };
		return { enabled, synced, ...there };
	},
	plan: ({ enabled, synced, heldBecause, beingCut }) => {
		if (enabled) return change(synced ? 'Block sign-in; the account is synced, so Active Directory decides whether it stays so' : 'Block sign-in');
		if (!synced) return satisfied('Sign-in is blocked');
		if (heldBecause !== null) return satisfied(`Sign-in is blocked, and ${heldBecause}`);
		if (beingCut) return underwayElsewhere('Sign-in is blocked in the cloud. Active Directory, which owns the account, is still being worked on in this case, and decides whether it stays blocked');
		return impossible(
			'Sign-in is blocked in the cloud only. The account is synced from Active Directory, which would allow it again with its next synchronisation. Disable it there: put an Active Directory Access node before this one; or run the case again after a synchronisation',
			'pending',
		);
	},
	apply: async (entra, account, { synced }): Promise<Json> => {
		await sensitive(entra, account, () => entra.send('PATCH', usersPath(account.id), { accountEnabled: false })).catch((error: unknown) => {
			throw synced ? ownedElsewhere(asProblem(error)) : error;
		});
		// The clock that will also date the synchronisation, asked after the change, so that it is never too early.
		return { blockedAt: await serverTime(entra, account.id) };
	},

	undo: {
		plan: (now, before) => {
			if (!before.enabled) return satisfied(`Sign-in was blocked before the case and is ${now.enabled ? 'allowed' : 'blocked'}`);
			if (!now.enabled) return change('Allow sign-in');
			return satisfied(now.synced ? 'Sign-in is allowed; the account is synced, so it stays so only where Active Directory has it enabled' : 'Sign-in is allowed, as before');
		},
		apply: async (entra, account) => {
			await sensitive(entra, account, () => entra.send('PATCH', usersPath(account.id), { accountEnabled: true }));
		},
	},
});

/** Whether the cloud takes the block of a synced account differs between tenants. */
const ownedElsewhere = (problem: Problem): Problem =>
	problem.code === 'rejected'
		? new Problem('rejected', `${problem.message} Active Directory owns the account. Disable it in Active Directory, with an Active Directory Access node before this one, and run the case again after the next synchronisation.`, problem.evidence)
		: problem;

const blockedAt = (receipt: Json | undefined): string | null => (typeof receipt === 'object' && receipt !== null && 'blockedAt' in receipt ? (receipt['blockedAt'] as string | null) : null);
