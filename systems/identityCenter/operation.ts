import type { Dictionary } from '../http/parse';
import { impossible, underway, type Plan } from '../../lifecycle/step';
import { parse, type AdminAction, type IdentityCenter } from './client';

type Kind = 'creation' | 'deletion' | 'provisioning';

/** Identity Center does these in its own time; the id is all there is to ask by, and stays in the evidence. */
export type Request = { kind: Kind; id: string; what: string };
export type Operation = Request & { status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'; why: string | null };
export type Requests = { requests: Request[] };

const asked: { [Name in Kind]: { action: AdminAction; by: string; answer: string } } = {
	creation: { action: 'DescribeAccountAssignmentCreationStatus', by: 'AccountAssignmentCreationRequestId', answer: 'AccountAssignmentCreationStatus' },
	deletion: { action: 'DescribeAccountAssignmentDeletionStatus', by: 'AccountAssignmentDeletionRequestId', answer: 'AccountAssignmentDeletionStatus' },
	provisioning: { action: 'DescribePermissionSetProvisioningStatus', by: 'ProvisionPermissionSetRequestId', answer: 'PermissionSetProvisioningStatus' },
};

export const requestIn = (answer: Dictionary, kind: Kind, what: string): Request => {
	const name = asked[kind].answer;
	return { kind, id: parse.text(parse.object(answer[name], name)['RequestId'], `${name}.RequestId`), what };
};

const read = async (identityCenter: IdentityCenter, request: Request): Promise<Operation> => {
	const { action, by, answer } = asked[request.kind];
	const row = parse.object((await identityCenter.admin(action, { [by]: request.id }))[answer], answer);
	if (row['RequestId'] !== request.id) return parse.refuse(`${answer}.RequestId`, 'the request that was asked about');
	const status = row['Status'];
	if (status !== 'IN_PROGRESS' && status !== 'SUCCEEDED' && status !== 'FAILED') return parse.refuse(`${answer}.Status`, 'a status of a request');
	return { ...request, status, why: parse.optionalText(row['FailureReason'], `${answer}.FailureReason`) };
};

/** How the requests of a receipt stand. */
export const readOperations = (identityCenter: IdentityCenter, receipt: unknown): Promise<Operation[]> =>
	Promise.all(((receipt as Partial<Requests> | undefined)?.requests ?? []).map((request) => read(identityCenter, request)));

/** What is to be said while they are not all through; null once they are, or where there are none. */
export const notYet = (operations: readonly Operation[]): Plan | null => {
	const failed = operations.filter(({ status }) => status === 'FAILED');
	const going = operations.filter(({ status }) => status === 'IN_PROGRESS');
	if (going.length > 0) return underway(going.map(({ what, id }) => `${what} (request ${id})`).join(', '));
	if (failed.length > 0) return impossible(`AWS Identity Center took this on and failed: ${failed.map(({ what, why, id }) => `${what}: ${why ?? 'no reason was given'} (request ${id})`).join('; ')}. Put that right in the AWS console, then run the case again`);
	return null;
};
