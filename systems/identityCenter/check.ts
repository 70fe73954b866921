import type { Check } from '../../lifecycle/check';
import { asProblem, type Problem } from '../../lifecycle/problem';
import { identityCenterConnector, type IdentityCenter, type IdentityCenterSettings, type Services } from './client';
import { identityCenterGiving } from './giving';
import { identityCenterSteps } from './index';

type Needing = { label: string; needs: readonly string[] };

/** Whatever stands on a permission, by the name it has in the node. */
const everything: readonly Needing[] = [
	...identityCenterSteps,
	{ label: 'finding the user', needs: ['sso:ListInstances', 'identitystore:GetUserId', 'identitystore:DescribeUser'] },
	{ label: 'List Accounts', needs: ['identitystore:ListUsers'] },
	{ label: 'Grant Access and Change Access', needs: [...identityCenterGiving.create.needs, ...identityCenterGiving.steps.flatMap(({ needs }) => needs)] },
];

/** Every permission, once. */
export const permissionsNeeded: readonly string[] = [...new Set(everything.flatMap(({ needs }) => needs))].sort();

/** An id nobody has: that it is not known shows that it could have been read. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** A harmless read for each kind of permission. What changes anything cannot be tried without changing it. */
const probes: readonly { permission: string; ask(identityCenter: IdentityCenter): Promise<unknown> }[] = [
	{ permission: 'identitystore:ListUsers', ask: (identityCenter) => identityCenter.storePages('ListUsers', {}, 'Users').next() },
	{ permission: 'identitystore:GetUserId', ask: (identityCenter) => identityCenter.store('GetUserId', { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: nobody } } }) },
	{ permission: 'identitystore:DescribeUser', ask: (identityCenter) => identityCenter.store('DescribeUser', { UserId: nobody }) },
	{ permission: 'identitystore:DescribeGroup', ask: (identityCenter) => identityCenter.store('DescribeGroup', { GroupId: nobody }) },
	{ permission: 'identitystore:ListGroupMembershipsForMember', ask: (identityCenter) => identityCenter.storePages('ListGroupMembershipsForMember', { MemberId: { UserId: nobody } }, 'GroupMemberships').next() },
	{ permission: 'sso:ListAccountAssignmentsForPrincipal', ask: (identityCenter) => identityCenter.adminList('ListAccountAssignmentsForPrincipal', { PrincipalId: nobody, PrincipalType: 'USER' }, 'AccountAssignments') },
	{ permission: 'sso:ListApplicationAssignmentsForPrincipal', ask: (identityCenter) => identityCenter.adminList('ListApplicationAssignmentsForPrincipal', { PrincipalId: nobody, PrincipalType: 'USER' }, 'ApplicationAssignments') },
];

const usedBy = (permission: string): string => [...new Set(everything.filter(({ needs }) => needs.includes(permission)).map(({ label }) => label))].join(', ');

const settingsToLook = (region: string): IdentityCenterSettings => ({
	region,
	instanceArn: null,
	issuer: null,
	matchByEmail: false,
	usersOwnedBy: 'identityCenter',
	alone: async (_what, work) => work(() => {}),
	deniedBefore: async () => [],
});

/** What is said of a thing that is not there, or of an id that is none, is said to those only who may ask. */
const mayAsk = ({ code }: Problem): boolean => code === 'not_found' || code === 'rejected';

/** What can be read with these keys, and by name what will not work without. */
export const checkIdentityCenter = async (services: Services, region: string): Promise<Check> => {
	const identityCenter = identityCenterConnector(services, settingsToLook(region))(() => {});
	const instance = await identityCenter.instanceArn();
	const lacking: string[] = [];
	for (const { permission, ask } of probes) {
		try {
			await ask(identityCenter);
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code === 'forbidden') lacking.push(permission);
			else if (!mayAsk(problem)) return { ok: false, message: problem.message };
		}
	}
	if (lacking.length > 0) {
		return { ok: false, message: `Connected to ${instance}, but permission is missing: ${lacking.map((permission) => `${permission} (${usedBy(permission) || 'reading'})`).join('; ')}. Allow it to the user or role of these keys, then test again.`, missing: lacking };
	}
	return { ok: true, message: `Connected to ${instance}, and everything that steps read can be read. What they change cannot be tried without changing it; the documentation has the policy to grant` };
};
