import { accountOf } from '../names';
import { statementsOf } from '../policy/document';
import { seconds } from '../times';
import { begin, jobNamed } from './jobs';
import { isHome, notFound, organizations, page, sso, ssoEverywhere, text, validation, type JsonCall } from './json';
import { roleFor } from './provisioning';
import type { Job, PermissionSet } from './state';

function permissionSetIn(call: JsonCall): PermissionSet {
	const arn = text(call, 'PermissionSetArn');
	const found = call.state.identityCenter.permissionSets.get(arn);
	if (found === undefined) throw notFound('PermissionSet', arn);
	return found;
}

const MOST_INLINE = 32_768;

function putInlinePolicy(call: JsonCall): void {
	const permissionSet = permissionSetIn(call);
	const policy = text(call, 'InlinePolicy');
	if (policy.length > MOST_INLINE) throw validation('InlinePolicy is too long.');
	try {
		statementsOf(policy);
	} catch {
		throw validation('Inline policy is malformed.');
	}
	permissionSet.inlinePolicy = policy;
}

const provisionedIn = ({ state }: JsonCall, permissionSet: PermissionSet) => [...state.accounts.values()].filter((account) => roleFor(account, permissionSet) !== undefined).map(({ id }) => id);

const statusOf = ({ requestId, status, failureReason, accountIds = [], permissionSetArn, createdAt }: Job) => ({
	Status: status,
	RequestId: requestId,
	...(failureReason === undefined ? {} : { FailureReason: failureReason }),
	...(accountIds.length === 1 ? { AccountId: accountIds[0] } : {}),
	PermissionSetArn: permissionSetArn,
	CreatedDate: seconds(createdAt),
});

function provisionSet(call: JsonCall): object {
	const permissionSet = permissionSetIn(call);
	const target = text(call, 'TargetType');
	if (target !== 'ALL_PROVISIONED_ACCOUNTS' && target !== 'AWS_ACCOUNT') throw validation('TargetType is AWS_ACCOUNT or ALL_PROVISIONED_ACCOUNTS.');
	const accountIds = target === 'AWS_ACCOUNT' ? [accountOf(call.state, text(call, 'TargetId')).id] : provisionedIn(call, permissionSet);
	return { PermissionSetProvisioningStatus: statusOf(begin(call, { kind: 'provision', permissionSetArn: permissionSet.arn, accountIds })) };
}

const instance = ({ state: { identityCenter } }: JsonCall) => {
	const { instanceArn, identityStoreId, ownerAccountId, createdAt } = identityCenter;
	return { InstanceArn: instanceArn, IdentityStoreId: identityStoreId, OwnerAccountId: ownerAccountId, Name: 'kestrel', CreatedDate: seconds(createdAt), Status: 'ACTIVE' };
};

export const permissionSetRoutes = [
	...ssoEverywhere({ ListInstances: (call) => page(call, 'Instances', isHome(call) && call.caller.accountId === call.state.identityCenter.ownerAccountId ? [call] : [], instance) }),
	...sso({
		ListPermissionSets: (call) => page(call, 'PermissionSets', [...call.state.identityCenter.permissionSets.keys()], (arn) => arn),
		DescribePermissionSet: (call) => {
			const { arn, name, description, sessionDuration, createdAt } = permissionSetIn(call);
			return { PermissionSet: { Name: name, PermissionSetArn: arn, Description: description, CreatedDate: seconds(createdAt), SessionDuration: sessionDuration } };
		},
		ListManagedPoliciesInPermissionSet: (call) => page(call, 'AttachedManagedPolicies', permissionSetIn(call).managedPolicies, (policy) => policy),
		GetInlinePolicyForPermissionSet: (call) => ({ InlinePolicy: permissionSetIn(call).inlinePolicy }),
		PutInlinePolicyToPermissionSet: putInlinePolicy,
		DeleteInlinePolicyFromPermissionSet: (call) => void (permissionSetIn(call).inlinePolicy = ''),
		ProvisionPermissionSet: provisionSet,
		DescribePermissionSetProvisioningStatus: (call) => ({ PermissionSetProvisioningStatus: statusOf(jobNamed(call, text(call, 'ProvisionPermissionSetRequestId'), 'provision')) }),
		ListAccountsForProvisionedPermissionSet: (call) => page(call, 'AccountIds', provisionedIn(call, permissionSetIn(call)), (id) => id),
	}),
	...organizations({
		ListAccounts: (call) => page(call, 'Accounts', [...call.state.accounts.values()].filter(({ partition }) => partition === accountOf(call.state, call.caller.accountId).partition), ({ id, name, email, partition }) => ({ Id: id, Arn: `arn:${partition}:organizations::${call.state.identityCenter.ownerAccountId}:account/o-kestrel/${id}`, Name: name, Email: email, Status: 'ACTIVE' })),
	}),
];

