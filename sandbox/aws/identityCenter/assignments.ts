import { seconds } from '../times';
import { begin, isSame, jobNamed } from './jobs';
import { notFound, page, sso, text, validation, type JsonCall } from './json';
import { isOf, principalIn, reaching } from './principals';
import type { AccountAssignment, Job } from './state';

function assignmentIn(call: JsonCall): AccountAssignment {
	const { state } = call;
	if (text(call, 'TargetType') !== 'AWS_ACCOUNT') throw validation('TargetType is AWS_ACCOUNT.');
	const [accountId, permissionSetArn] = [text(call, 'TargetId'), text(call, 'PermissionSetArn')];
	if (!state.accounts.has(accountId)) throw notFound('AccountAssignment', accountId);
	if (!state.identityCenter.permissionSets.has(permissionSetArn)) throw notFound('PermissionSet', permissionSetArn);
	return { accountId, permissionSetArn, ...principalIn(call) };
}

const shown = ({ accountId, permissionSetArn, principalId, principalType }: AccountAssignment) => ({ AccountId: accountId, PermissionSetArn: permissionSetArn, PrincipalId: principalId, PrincipalType: principalType });

/** With the last it says more than with the first. */
const statusOf = (job: Job, whole: boolean) => {
	const { requestId, status, failureReason, createdAt, assignment } = job;
	const { accountId, permissionSetArn, principalId, principalType } = assignment!;
	return {
		Status: status,
		RequestId: requestId,
		...(failureReason === undefined ? {} : { FailureReason: failureReason }),
		TargetId: accountId,
		TargetType: 'AWS_ACCOUNT',
		PermissionSetArn: permissionSetArn,
		PrincipalType: principalType,
		PrincipalId: principalId,
		...(whole ? { CreatedDate: seconds(createdAt) } : {}),
	};
};

const exists = (call: JsonCall, assignment: AccountAssignment) => call.state.identityCenter.assignments.some((one) => isSame(one, assignment));

export const assignmentRoutes = sso({
	ListAccountAssignmentsForPrincipal: (call) => {
		const { principalId, principalType } = principalIn(call);
		const principals = reaching(call, principalId, principalType);
		return page(call, 'AccountAssignments', call.state.identityCenter.assignments.filter((one) => isOf(principals, one)), shown);
	},
	ListAccountAssignments: (call) => {
		const [accountId, permissionSetArn] = [text(call, 'AccountId'), text(call, 'PermissionSetArn')];
		return page(call, 'AccountAssignments', call.state.identityCenter.assignments.filter((one) => one.accountId === accountId && one.permissionSetArn === permissionSetArn), shown);
	},
	CreateAccountAssignment: (call) => ({ AccountAssignmentCreationStatus: statusOf(begin(call, { kind: 'assign', assignment: assignmentIn(call) }), false) }),
	DeleteAccountAssignment: (call) => {
		const assignment = assignmentIn(call);
		if (!exists(call, assignment)) throw notFound('AccountAssignment', assignment.principalId);
		return { AccountAssignmentDeletionStatus: statusOf(begin(call, { kind: 'unassign', assignment }), false) };
	},
	DescribeAccountAssignmentCreationStatus: (call) => ({ AccountAssignmentCreationStatus: statusOf(jobNamed(call, text(call, 'AccountAssignmentCreationRequestId'), 'assign'), true) }),
	DescribeAccountAssignmentDeletionStatus: (call) => ({ AccountAssignmentDeletionStatus: statusOf(jobNamed(call, text(call, 'AccountAssignmentDeletionRequestId'), 'unassign'), true) }),
});
