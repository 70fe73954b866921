import { limitExceeded, noSuchEntity, refuse } from '../errors';
import { notAuthorized } from '../auth/caller';
import { iam, oneOf, page, required, type QueryCall } from '../query';
import type { AccessKey, User } from '../state';
import { newAccessKey } from '../state';
import { iso } from '../times';
import { userOrCaller } from '../users';

const MOST = 2;

export const STATUSES = ['Active', 'Inactive'] as const;

const keyIn = ({ accessKeys }: User, id: string): AccessKey => {
	const key = accessKeys.find((one) => one.id === id);
	if (key === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
	return key;
};

const show = ({ name }: User, { id, status, createdAt }: AccessKey) => ({ UserName: name, AccessKeyId: id, Status: status, CreateDate: iso(createdAt) });

function lastUsed(call: QueryCall) {
	const { state, account, caller } = call;
	const id = required(call, 'AccessKeyId');
	for (const user of account.users.values()) {
		const key = user.accessKeys.find((one) => one.id === id);
		if (key === undefined) continue;
		const { at, service, region } = key.lastUse ?? { at: undefined, service: 'N/A', region: 'N/A' };
		return { UserName: user.name, AccessKeyLastUsed: { LastUsedDate: at === undefined ? undefined : iso(at), ServiceName: service, Region: region } };
	}
	if (state.settings.unknownKey === 'NoSuchEntity') throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
	throw refuse('AccessDenied', notAuthorized(caller, 'iam:GetAccessKeyLastUsed', id, false));
}

export const accessKeyRoutes = iam({
	ListAccessKeys: (call) => {
		const user = userOrCaller(call);
		return { UserName: user.name, ...page(call, 'AccessKeyMetadata', user.accessKeys, (key) => show(user, key)) };
	},
	CreateAccessKey: (call) => {
		const user = userOrCaller(call);
		if (user.accessKeys.length >= MOST) throw limitExceeded('AccessKeysPerUser', MOST);
		const key = newAccessKey(call.state, call.clock.iso());
		user.accessKeys.push(key);
		const { CreateDate, ...shown } = show(user, key);
		return { AccessKey: { ...shown, SecretAccessKey: key.secret, CreateDate } };
	},
	UpdateAccessKey: (call) => {
		const key = keyIn(userOrCaller(call), required(call, 'AccessKeyId'));
		key.status = oneOf(call, 'Status', STATUSES);
	},
	DeleteAccessKey: (call) => {
		const user = userOrCaller(call);
		const key = keyIn(user, required(call, 'AccessKeyId'));
		user.accessKeys = user.accessKeys.filter((one) => one !== key);
	},
	GetAccessKeyLastUsed: lastUsed,
});
