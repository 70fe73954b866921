import { getUser } from '../../../systems/okta/user';
import { everyItem } from '../support/sdk';
import { givesBack, systemOf, takesAway, type Row } from './row';

const finds: Row['ours'] = (ours, { person }) => systemOf(ours).find(ours.okta, person);

export const userRows: Row[] = [
	{
		name: 'a user by id',
		request: 'GET /api/v1/users/{userId}',
		ours: ({ okta }, { account }) => getUser(okta, account.id),
		oracle: ({ userApi }, { account }) => userApi.getUser({ userId: account.id }),
	},
	{
		name: 'a user by login',
		request: 'GET /api/v1/users/{login}',
		ours: finds,
		oracle: ({ userApi }, { person }) => userApi.getUser({ userId: person.workEmail }),
	},
	{
		name: 'users by a profile attribute',
		request: 'GET /api/v1/users',
		ours: finds,
		oracle: ({ userApi }, { person }) => everyItem(userApi.listUsers({ search: `profile.employeeNumber eq "${person.id}"`, limit: 200 })),
	},
	{
		name: 'the user behind an API token',
		request: 'GET /api/v1/users/me',
		only: 'apiToken',
		ours: (ours, { account }) => systemOf(ours).untouchable(ours.okta, account),
		oracle: ({ userApi }) => userApi.getUser({ userId: 'me' }),
	},
	{
		name: 'suspend',
		request: 'POST /api/v1/users/{userId}/lifecycle/suspend',
		ours: takesAway('blockSignIn'),
		oracle: ({ userApi }, { account }) => userApi.suspendUser({ userId: account.id }),
	},
	{
		name: 'unsuspend',
		request: 'POST /api/v1/users/{userId}/lifecycle/unsuspend',
		given: ({ okta, account }) => void okta.operate('suspend', account.id),
		...givesBack('blockSignIn'),
		oracle: ({ userApi }, { account }) => userApi.unsuspendUser({ userId: account.id }),
	},
	{
		name: 'deactivate, to clean up',
		request: 'POST /api/v1/users/{userId}/lifecycle/deactivate',
		ours: takesAway('deactivate'),
		oracle: ({ userApi }, { account }) => userApi.deactivateUser({ userId: account.id, sendEmail: false }),
	},
	{
		name: 'deactivate, where Okta can suspend nobody',
		request: 'POST /api/v1/users/{userId}/lifecycle/deactivate',
		given: ({ okta, account }) => void okta.setStatus(account.id, 'LOCKED_OUT'),
		ours: takesAway('blockSignIn'),
		oracle: ({ userApi }, { account }) => userApi.deactivateUser({ userId: account.id, sendEmail: false }),
	},
	{
		name: 'activate, after a clean-up',
		request: 'POST /api/v1/users/{userId}/lifecycle/activate',
		given: ({ okta, account }) => void okta.operate('deactivate', account.id),
		...givesBack('deactivate'),
		oracle: ({ userApi }, { account }) => userApi.activateUser({ userId: account.id, sendEmail: false }),
	},
	{
		name: 'activate, after a block that had to deactivate',
		request: 'POST /api/v1/users/{userId}/lifecycle/activate',
		given: ({ okta, account }) => void okta.operate('deactivate', account.id),
		...givesBack('blockSignIn'),
		oracle: ({ userApi }, { account }) => userApi.activateUser({ userId: account.id, sendEmail: false }),
	},
];
