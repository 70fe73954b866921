import type { Place } from '../call';
import { nextUuid } from '../state';
import { conflict, notFound } from './json';
import { provision } from './provisioning';
import type { AccountAssignment, Job } from './state';

export const isSame = (one: AccountAssignment, other: AccountAssignment) =>
	one.accountId === other.accountId && one.permissionSetArn === other.permissionSetArn && one.principalId === other.principalId && one.principalType === other.principalType;

/** One write at a time. */
export function begin({ state, clock }: Place, job: Pick<Job, 'kind' | 'assignment' | 'permissionSetArn' | 'accountIds'>): Job {
	const { jobs } = state.identityCenter;
	if ([...jobs.values()].some(({ status }) => status === 'IN_PROGRESS')) throw conflict('There is a conflicting operation in progress. Please try again later.');
	const begun: Job = { ...job, requestId: nextUuid(state), createdAt: clock.now(), endsAtElapsed: clock.elapsed() + state.settings.asyncMs, status: 'IN_PROGRESS' };
	jobs.set(begun.requestId, begun);
	return begun;
}

export function jobNamed({ state }: Place, requestId: string, kind: Job['kind']): Job {
	const job = state.identityCenter.jobs.get(requestId);
	if (job === undefined || job.kind !== kind) throw notFound('REQUEST', requestId);
	return job;
}

function assign({ state: { identityCenter } }: Place, { kind, assignment }: Job): void {
	if (assignment === undefined) return;
	identityCenter.assignments = identityCenter.assignments.filter((one) => !isSame(one, assignment));
	if (kind === 'assign') identityCenter.assignments.push(assignment);
}

/** Nothing is given to somebody who is not there. */
function failureOf({ state: { settings, identityCenter } }: Place, { kind, assignment }: Job): string | undefined {
	if (settings.jobFailure !== null) return settings.jobFailure;
	if (kind !== 'assign' || assignment === undefined) return undefined;
	const { principalId } = assignment;
	return identityCenter.users.has(principalId) || identityCenter.groups.has(principalId) ? undefined : `Principal ${principalId} was not found.`;
}

function finish(place: Place, job: Job): void {
	const failureReason = failureOf(place, job);
	if (failureReason !== undefined) return void Object.assign(job, { status: 'FAILED', failureReason });
	const { kind, permissionSetArn, accountIds = [], assignment } = job;
	if (kind === 'provision') for (const accountId of accountIds) provision(place, permissionSetArn ?? '', accountId);
	else assign(place, job);
	if (kind === 'assign' && assignment !== undefined) provision(place, assignment.permissionSetArn, assignment.accountId);
	job.status = 'SUCCEEDED';
}

/** Brings about what time has brought about. */
export function catchUpWith(place: Place): void {
	for (const job of place.state.identityCenter.jobs.values()) {
		if (job.status === 'IN_PROGRESS' && job.endsAtElapsed <= place.clock.elapsed()) finish(place, job);
	}
}
