import { randomUUID } from 'node:crypto';
import { header, Refusal } from '../../server/message';
import type { EntraCall, Scene } from '../call';
import { failure, refuse } from '../errors';
import type { EntraUser } from '../state';
import { graphTime } from '../state';
import type { Capped } from './orders';

export type ApprovalStatus = 'needsApproval' | 'approved' | 'rejected' | 'cancelled' | 'completed' | 'expired';

/** A request under Multi Admin Approval: what was asked for, word for word, and what people said of it. */
export interface Approval {
	requestId: string;
	action: Capped;
	deviceId: string;
	method: string;
	url: string;
	body: string;
	appId: string;
	appName: string;
	justification: string;
	requestedAt: number;
	changedAt: number;
	expiresAt: number;
	status: ApprovalStatus;
	approver: { id: string; displayName: string } | null;
	approvalJustification: string | null;
}

export const statusOf = ({ status, expiresAt }: Approval, now: number): ApprovalStatus => ((status === 'needsApproval' || status === 'approved') && expiresAt <= now ? 'expired' : status);

const isOpen = (approval: Approval, now: number) => ['needsApproval', 'approved'].includes(statusOf(approval, now));

export function showApproval(approval: Approval, now: number) {
	const { requestId, appId, appName, justification, requestedAt, changedAt, expiresAt, approver, approvalJustification } = approval;
	const person = (user: Approval['approver']) => ({ user, application: null, device: null });
	return {
		id: requestId,
		requestId,
		requestDateTime: graphTime(requestedAt),
		lastModifiedDateTime: graphTime(changedAt),
		expirationDateTime: graphTime(expiresAt),
		requestor: { user: null, application: { id: appId, displayName: appName }, device: null },
		approver: approver === null ? null : person(approver),
		status: statusOf(approval, now),
		requestJustification: justification,
		approvalJustification,
	};
}

const JUSTIFICATION = 'x-msft-approval-justification';
const CODE = 'x-msft-approval-code';

function justificationIn({ incoming, state }: EntraCall): string {
	const given = header(incoming, JUSTIFICATION)?.trim() ?? '';
	const text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(given) ? Buffer.from(given, 'base64').toString('utf8').trim() : '';
	if (text !== '') return text;
	const status = state.settings.unjustifiedAnswers;
	throw new Refusal(failure(status === 400 ? 'BadRequest' : 'Forbidden', `This operation is protected by Multi Admin Approval. The header ${JUSTIFICATION} with a justification in base64 is required.`, status));
}

const bodyOf = ({ incoming }: EntraCall) => incoming.rawBody.toString('utf8');

function file(call: EntraCall, action: Capped, deviceId: string): Refusal {
	const { state, clock, caller, incoming } = call;
	const justification = justificationIn(call);
	const now = clock.now();
	if ([...state.approvals.values()].some((other) => other.action === action && other.deviceId === deviceId && isOpen(other, now))) {
		throw refuse('Conflict', 'A request for approval of this operation on this device is open already.');
	}
	const requestId = randomUUID();
	state.approvals.set(requestId, {
		requestId,
		action,
		deviceId,
		method: incoming.method,
		url: incoming.url,
		body: bodyOf(call),
		appId: caller.appId,
		appName: caller.displayName,
		justification,
		requestedAt: now,
		changedAt: now,
		expiresAt: now + state.settings.approvalMs,
		status: 'needsApproval',
		approver: null,
		approvalJustification: null,
	});
	return new Refusal(failure('ApprovalRequired', `This operation requires approval by another administrator. The request was filed. Approval code: ${requestId}`, state.settings.approvalFiledAnswers, { [CODE]: requestId }));
}

function approvedRequest(call: EntraCall, code: string): Approval {
	const { state, clock, caller, incoming } = call;
	const approval = state.approvals.get(code);
	if (approval === undefined || approval.appId !== caller.appId) throw refuse('BadRequest', 'The approval code is not known.');
	const status = statusOf(approval, clock.now());
	if (status !== 'approved') throw refuse('Forbidden', `The request for approval is not approved. Its status is ${status}.`);
	if (approval.method !== incoming.method || approval.url !== incoming.url || approval.body !== bodyOf(call)) throw refuse('BadRequest', 'The operation is not the one that was approved: method, address and body have to be the same.');
	return approval;
}

/** Lets a protected operation through, or files a request for it. What comes back is to be called once it was carried out. */
export function passApproval(call: EntraCall, action: Capped, deviceId: string): () => void {
	const { settings } = call.state;
	if (!settings.multiAdminApproval || settings.approvalExcludedApps.includes(call.caller.appId)) return () => undefined;
	const code = header(call.incoming, CODE);
	if (code === undefined) throw file(call, action, deviceId);
	const approval = approvedRequest(call, code.trim());
	return () => Object.assign(approval, { status: 'completed', changedAt: call.clock.now() });
}

export interface ApprovalAdmin {
	all(): readonly Readonly<Approval>[];
	/** Those nobody has decided on yet. */
	waiting(): readonly Readonly<Approval>[];
	/** `by` is a person of the tenant, by id or name: no app can approve. */
	approve(code: string, by: string, why?: string): void;
	reject(code: string, by: string, why: string): void;
	/** Taken back in the admin centre, also after it was approved. */
	cancel(code: string): void;
}

export function createApprovalAdmin({ state, clock }: Pick<Scene, 'state' | 'clock'>, userOf: (key: string) => EntraUser, aboutToChange: () => void): ApprovalAdmin {
	const all = () => [...state.approvals.values()].map((approval) => ({ ...approval, status: statusOf(approval, clock.now()) }));
	const decide = (code: string, from: readonly ApprovalStatus[], status: ApprovalStatus, decision: Partial<Approval> = {}) => {
		const approval = state.approvals.get(code);
		if (approval === undefined) throw new Error(`Nobody asked for the approval ${code}`);
		const current = statusOf(approval, clock.now());
		if (!from.includes(current)) throw new Error(`The request ${code} is ${current}`);
		aboutToChange();
		Object.assign(approval, { ...decision, status, changedAt: clock.now() });
	};
	const by = (key: string, approvalJustification: string): Partial<Approval> => {
		const { id, displayName } = userOf(key);
		return { approver: { id, displayName }, approvalJustification };
	};
	return {
		all,
		waiting: () => all().filter(({ status }) => status === 'needsApproval'),
		approve: (code, approver, why = 'Agreed') => decide(code, ['needsApproval'], 'approved', by(approver, why)),
		reject: (code, approver, why) => decide(code, ['needsApproval'], 'rejected', by(approver, why)),
		cancel: (code) => decide(code, ['needsApproval', 'approved'], 'cancelled'),
	};
}
