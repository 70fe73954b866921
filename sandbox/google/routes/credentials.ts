import { randomInt } from 'node:crypto';
import { noContent, ok } from '../../server/message';
import { turnOffSecondStep } from '../accounts';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { invalid, notFound } from '../errors';
import type { GoogleUser } from '../state';
import { userOf, writableUser } from '../users';
import { route } from './route';

const at = '/admin/directory/v1/users/:userKey';
const rule = { scopes: SCOPES.security, privilege: 'USER_SECURITY_ALL' } as const;

/** `items` is absent where there is nothing. */
const items = <T>(kind: string, all: readonly T[], show: (item: T) => unknown) => ok({ kind, ...(all.length === 0 ? {} : { items: all.map(show) }) });

function revokeGrant(call: GoogleCall) {
	const user = writableUser(call);
	const grant = user.grants.find(({ clientId }) => clientId === call.params.clientId);
	if (grant === undefined) throw notFound('clientId');
	user.grants = user.grants.filter((other) => other !== grant);
	for (const { value, userId, clientId } of call.state.refreshTokens.values()) {
		if (userId === user.id && clientId === grant.clientId) call.state.refreshTokens.delete(value);
	}
	record(call, 'REVOKE_3LO_TOKEN', { USER_EMAIL: user.primaryEmail, APP_ID: grant.clientId });
	record({ ...call, caller: { ...call.caller, id: user.id, email: user.primaryEmail } }, 'revoke', { client_id: grant.clientId, app_name: grant.displayText }, 'token', 'auth');
	return noContent();
}

function deleteAppPassword(call: GoogleCall) {
	const user = writableUser(call);
	const { codeId } = call.params;
	if (!user.appPasswords.some((password) => String(password.codeId) === codeId)) throw invalid('Invalid Input: code_id');
	user.appPasswords = user.appPasswords.filter((password) => String(password.codeId) !== codeId);
	record(call, 'REVOKE_ASP', { USER_EMAIL: user.primaryEmail, ASP_ID: codeId ?? '' });
	return noContent();
}

const refuseSuspended = ({ suspended }: GoogleUser) => {
	if (suspended) throw invalid('Invalid Input: userKey');
};

function generateCodes(call: GoogleCall) {
	const user = writableUser(call);
	refuseSuspended(user);
	user.backupCodes = Array.from({ length: 10 }, () => String(randomInt(10_000_000, 99_999_999)));
	record(call, 'GENERATE_2SV_SCRATCH_CODES', { USER_EMAIL: user.primaryEmail });
	return noContent();
}

/** A suspended user's codes stay what they are. */
function invalidateCodes(call: GoogleCall) {
	const user = writableUser(call);
	refuseSuspended(user);
	user.backupCodes = [];
	record(call, 'DELETE_2SV_SCRATCH_CODES', { USER_EMAIL: user.primaryEmail });
	return noContent();
}

export const credentialRoutes = [
	route('GET', `${at}/tokens`, rule, (call) => {
		const user = userOf(call);
		return items('admin#directory#tokenList', user.grants, (grant) => ({ kind: 'admin#directory#token', userKey: user.id, ...grant }));
	}),
	route('GET', `${at}/tokens/:clientId`, rule, (call) => {
		const user = userOf(call);
		const grant = user.grants.find(({ clientId }) => clientId === call.params.clientId);
		if (grant === undefined) throw notFound('clientId');
		return ok({ kind: 'admin#directory#token', userKey: user.id, ...grant });
	}),
	route('DELETE', `${at}/tokens/:clientId`, rule, revokeGrant),
	route('GET', `${at}/asps`, rule, (call) => {
		const user = userOf(call);
		return items('admin#directory#aspList', user.appPasswords, ({ creationTime, lastTimeUsed, ...password }) => ({ kind: 'admin#directory#asp', userKey: user.id, ...password, creationTime: String(creationTime), lastTimeUsed: String(lastTimeUsed) }));
	}),
	route('DELETE', `${at}/asps/:codeId`, rule, deleteAppPassword),
	route('GET', `${at}/verificationCodes`, rule, (call) => {
		const user = userOf(call);
		return items('admin#directory#verificationCodesList', user.backupCodes, (verificationCode) => ({ kind: 'admin#directory#verificationCode', userId: user.id, verificationCode }));
	}),
	route('POST', `${at}/verificationCodes/generate`, rule, generateCodes),
	route('POST', `${at}/verificationCodes/invalidate`, rule, invalidateCodes),
	route('POST', `${at}/twoStepVerification/turnOff`, rule, (call) => {
		turnOffSecondStep(call, writableUser(call));
		return noContent();
	}),
];
