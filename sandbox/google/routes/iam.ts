import { ok } from '../../server/message';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall, GoogleHandler } from '../call';
import { failedPrecondition, forbidden, notFound } from '../errors';
import { page } from '../paging';
import type { ServiceAccount, ServiceAccountKey } from '../state';
import { bodyOf, route } from './route';

const at = '/v1/projects/:project/serviceAccounts';

const LOOK = ['iam.serviceAccounts.list', 'iam.serviceAccounts.get'];
const KEYS = ['list', 'get', 'disable', 'enable', 'delete'].map((verb) => `iam.serviceAccountKeys.${verb}`);
const ACCOUNTS = ['iam.serviceAccounts.disable', 'iam.serviceAccounts.enable'];

const PERMISSIONS: Record<string, readonly string[]> = {
	'roles/iam.serviceAccountViewer': [...LOOK, 'iam.serviceAccountKeys.list', 'iam.serviceAccountKeys.get'],
	'roles/iam.serviceAccountKeyAdmin': [...LOOK, ...KEYS],
	'roles/iam.serviceAccountAdmin': [...LOOK, ...ACCOUNTS],
	'roles/owner': [...LOOK, ...KEYS, ...ACCOUNTS],
};

/** What is missing and what may not be seen are answered alike. */
const denied = (permission: string) => forbidden(`Permission '${permission}' denied on resource (or it may not exist).`);

/** IAM asks who it is, not for which domain they act. */
function demand({ state, caller }: GoogleCall, projectId: string, permission: string): void {
	const roles = state.projects.get(projectId)?.bindings.get(caller.email) ?? [];
	if (!roles.some((role) => PERMISSIONS[role]?.includes(permission))) throw denied(permission);
}

/** With `-` for the project, an account that is not there is answered like one that may not be seen. */
function accountOf(call: GoogleCall, permission: string): ServiceAccount {
	const { project = '', account: key = '' } = call.params;
	const account = [...call.state.serviceAccounts.values()].find(({ email, uniqueId }) => email === key || uniqueId === key);
	if (project !== '-') demand(call, project, permission);
	if (account === undefined || (project !== '-' && account.projectId !== project)) throw project === '-' ? denied(permission) : notFound('serviceAccount');
	demand(call, account.projectId, permission);
	return account;
}

const nameOf = ({ projectId, email }: ServiceAccount) => `projects/${projectId}/serviceAccounts/${email}`;

const showAccount = (account: ServiceAccount) => {
	const { projectId, uniqueId, email, displayName, description, disabled } = account;
	return { name: nameOf(account), projectId, uniqueId, email, displayName, description, oauth2ClientId: uniqueId, ...(disabled ? { disabled } : {}) };
};

const showKey = (account: ServiceAccount, { id, keyType, disabled, disableReason, validAfterTime, validBeforeTime }: ServiceAccountKey) => ({
	name: `${nameOf(account)}/keys/${id}`,
	keyAlgorithm: 'KEY_ALG_RSA_2048',
	keyOrigin: 'GOOGLE_PROVIDED',
	keyType,
	validAfterTime,
	validBeforeTime,
	...(disabled ? { disabled, disableReason } : {}),
});

function listAccounts(call: GoogleCall) {
	const { project = '' } = call.params;
	demand(call, project, 'iam.serviceAccounts.list');
	const listed = [...call.state.serviceAccounts.values()].filter(({ projectId }) => projectId === project);
	return page(call, listed, { field: 'accounts', usual: 20, largest: 100, sizeParameter: 'pageSize', idOf: ({ email }) => email, show: showAccount });
}

function listKeys(call: GoogleCall) {
	const account = accountOf(call, 'iam.serviceAccountKeys.list');
	const types = call.query.getAll('keyTypes');
	const keys = account.keys.filter(({ keyType }) => types.length === 0 || types.includes(keyType));
	return ok(keys.length === 0 ? {} : { keys: keys.map((key) => showKey(account, key)) });
}

function keyOf({ params }: GoogleCall, { keys }: ServiceAccount): ServiceAccountKey {
	const key = keys.find(({ id }) => id === params.key);
	if (key === undefined) throw notFound('serviceAccountKey');
	return key;
}

const setKey =
	(disabled: boolean): GoogleHandler =>
	(call) => {
		const account = accountOf(call, `iam.serviceAccountKeys.${disabled ? 'disable' : 'enable'}`);
		const key = keyOf(call, account);
		if (key.keyType !== 'USER_MANAGED') throw failedPrecondition('Only user-managed keys can be disabled or enabled.');
		const { serviceAccountKeyDisableReason } = bodyOf(call);
		key.disabled = disabled;
		key.disableReason = String(serviceAccountKeyDisableReason ?? 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED');
		return ok({});
	};

const setAccount =
	(disabled: boolean): GoogleHandler =>
	(call) => {
		accountOf(call, `iam.serviceAccounts.${disabled ? 'disable' : 'enable'}`).disabled = disabled;
		return ok({});
	};

const rule = { scopes: SCOPES.cloud };
const key = `${at}/:account/keys/:key`;

export const iamRoutes = [
	route('GET', at, rule, listAccounts),
	route('POST', `${at}/:account:disable`, rule, setAccount(true)),
	route('POST', `${at}/:account:enable`, rule, setAccount(false)),
	route('GET', `${at}/:account`, rule, (call) => ok(showAccount(accountOf(call, 'iam.serviceAccounts.get')))),
	route('GET', `${at}/:account/keys`, rule, listKeys),
	route('POST', `${key}:disable`, rule, setKey(true)),
	route('POST', `${key}:enable`, rule, setKey(false)),
	route('GET', key, rule, (call) => {
		const account = accountOf(call, 'iam.serviceAccountKeys.get');
		return ok(showKey(account, keyOf(call, account)));
	}),
	route('DELETE', key, rule, (call) => {
		const account = accountOf(call, 'iam.serviceAccountKeys.delete');
		const gone = keyOf(call, account);
		account.keys = account.keys.filter((other) => other !== gone);
		return ok({});
	}),
];
