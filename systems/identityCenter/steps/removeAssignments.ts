import { change, satisfied } from '../../../lifecycle/step';
import { isOwn, readAssignments, sameAssignment, type Assignment } from '../assignment';
import type { IdentityCenter } from '../client';
import { unlessGone } from '../../http/gone';
import { tryInTurn } from '../../../lifecycle/tryAll';
import { notYet, readOperations, requestIn, type Operation, type Requests } from '../operation';
import { permissionSetName } from '../permissionSet';
import { endingsOf, leftOf, noteSessions, type Ending } from '../reach';
import { identityCenterStep, liveSessions } from './_identityCenter';

type Named = Assignment & { name: string };
export type Assignments = { assignments: Named[]; operations: Operation[]; endings: Ending[] };

const said = ({ name, account }: Named) => `${name} in ${account}`;
const names = (assignments: readonly Named[]) => assignments.map(said).join(', ');
const missing = (now: Assignments, before: Assignments) => before.assignments.filter((one) => !now.assignments.some((held) => sameAssignment(held, one)));

const bodyOf = (userId: string, { account, permissionSet }: Assignment) => ({ TargetId: account, TargetType: 'AWS_ACCOUNT', PermissionSetArn: permissionSet, PrincipalType: 'USER', PrincipalId: userId });

const setsOf = (assignments: readonly Assignment[]): string[] => [...new Set(assignments.map(({ permissionSet }) => permissionSet))];

/** What reaches them through a group goes with the membership, and is left to the step for groups. */
const ownAssignments = async (identityCenter: IdentityCenter, id: string): Promise<Named[]> => {
	const rows = (await readAssignments(identityCenter, { type: 'USER', id })).filter(({ principal }) => isOwn(principal, { type: 'USER', id }));
	const names = new Map(await Promise.all(setsOf(rows).map(async (arn) => [arn, await permissionSetName(identityCenter, arn)] as const)));
	return rows.map(({ account, permissionSet }) => ({ account, permissionSet, name: names.get(permissionSet)! }));
};

export const removeAssignments = identityCenterStep<Assignments>({
	id: 'removeAssignments',
	label: 'Remove Account Assignments',
	danger: 'The person loses the AWS accounts that are assigned to them directly. Those that come with a group go with the membership. Restore Access assigns them again.',
	needs: ['sso:ListAccountAssignmentsForPrincipal', 'sso:DescribePermissionSet', 'sso:GetInlinePolicyForPermissionSet', 'sso:DeleteAccountAssignment', 'sso:DescribeAccountAssignmentDeletionStatus', 'sso:CreateAccountAssignment', 'sso:DescribeAccountAssignmentCreationStatus'],
	readBackFrom: 'account assignments of the user',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [liveSessions],
	stage: 'cut',
	after: ['denySessions', 'disableUser'],

	read: async (identityCenter, { id }, receipt) => {
		const [assignments, operations] = await Promise.all([ownAssignments(identityCenter, id), readOperations(identityCenter, receipt)]);
		return { assignments, operations, endings: endingsOf(identityCenter) };
	},
	plan: ({ assignments, operations, endings }) => {
		const open = notYet(operations);
		// The list may be ahead of the accounts, where the role goes last.
		if (assignments.length === 0 && open?.kind !== 'underway') return satisfied('No account is assigned to them directly', leftOf(endings));
		return open ?? change(`Remove ${names(assignments)}`);
	},
	apply: async (identityCenter, { id }, { assignments }): Promise<Requests> => {
		await noteSessions(identityCenter, id, async () => setsOf(assignments));
		const requests = await tryInTurn(assignments, (one) => unlessGone(async () => requestIn(await identityCenter.admin('DeleteAccountAssignment', bodyOf(id, one)), 'deletion', `removing ${said(one)}`)));
		return { requests: requests.filter((request) => request !== null) };
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same accounts as before') : (notYet(now.operations) ?? change(`Assign ${names(gone)}`));
		},
		apply: async (identityCenter, { id }, now, before): Promise<Requests> => ({
			requests: await tryInTurn(missing(now, before), async (one) => requestIn(await identityCenter.admin('CreateAccountAssignment', bodyOf(id, one)), 'creation', `assigning ${said(one)}`)),
		}),
	},
});
