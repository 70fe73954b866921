import { noSuchEntity, refuse } from '../errors';
import { iam, optional, required, type QueryCall } from '../query';
import type { LoginProfile, User } from '../state';
import { iso } from '../times';
import { requiredUser, userOrCaller } from '../users';

const SHORTEST = 8;

function profileOf({ name, loginProfile }: User): LoginProfile {
	if (loginProfile === undefined) throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
	return loginProfile;
}

function checkPassword(password: string | undefined): void {
	if (password !== undefined && password.length < SHORTEST) throw refuse('PasswordPolicyViolation', `Password should have a minimum length of ${SHORTEST}`);
}

/** Just made, it cannot be changed yet. */
function checkSettled({ state: { settings }, clock }: QueryCall, user: User): void {
	if (clock.elapsed() - profileOf(user).createdAtElapsed < settings.loginProfileSettlesMs) {
		throw refuse('EntityTemporarilyUnmodifiable', `Login Profile for User ${user.name} cannot be modified while login profile is being created.`);
	}
}

const show = ({ name }: User, { createdAt, resetRequired }: LoginProfile) => ({ LoginProfile: { UserName: name, CreateDate: iso(createdAt), PasswordResetRequired: resetRequired } });

export const passwordRoutes = iam({
	GetLoginProfile: (call) => {
		const user = userOrCaller(call);
		return show(user, profileOf(user));
	},
	CreateLoginProfile: (call) => {
		const user = userOrCaller(call);
		if (user.loginProfile !== undefined) throw refuse('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`);
		checkPassword(required(call, 'Password'));
		user.loginProfile = { createdAt: call.clock.iso(), createdAtElapsed: call.clock.elapsed(), resetRequired: optional(call, 'PasswordResetRequired') === 'true' };
		return show(user, user.loginProfile);
	},
	UpdateLoginProfile: (call) => {
		const user = requiredUser(call);
		checkSettled(call, user);
		checkPassword(optional(call, 'Password'));
		const reset = optional(call, 'PasswordResetRequired');
		if (reset !== undefined) profileOf(user).resetRequired = reset === 'true';
	},
	DeleteLoginProfile: (call) => {
		const user = userOrCaller(call);
		checkSettled(call, user);
		delete user.loginProfile;
	},
});
