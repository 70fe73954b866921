import type { Json } from '../../../ledger/types';
import type { OktaWish } from '../../../systems/okta';
import { personOf, wishFor } from '../../support/leaverCase';
import { everyItem } from '../support/sdk';
import type { World } from '../support/world';
import { systemOf, type Row } from './row';

const asked = '2026-11-20T09:00:00.000Z';

const joiner = ({ sandbox }: World): OktaWish => wishFor(personOf(sandbox.cast.futureHire));
const mover = ({ sandbox, okta }: World): OktaWish =>
	wishFor({ ...personOf(sandbox.cast.leaver), title: 'Sales Engineer' }, { facts: ['title'], join: ['IT Support Leads', [...okta.state.groups.values()].find(({ name }) => name === 'VPN Users')!.id] });

const stepOf = (id: string, ours: Parameters<Row['ours']>[0]) => systemOf(ours).giving.steps.find((step) => step.id === id)!;

const reads =
	(stepId: string, receipt?: Json): Row['ours'] =>
	(ours, world) =>
		stepOf(stepId, ours).read(ours.okta, world.account, mover(world), receipt);

const gives =
	(stepId: string): Row['ours'] =>
	async (ours, world) => {
		const step = stepOf(stepId, ours);
		return step.apply(ours.okta, world.account, await step.read(ours.okta, world.account, mover(world)), mover(world));
	};

export const givingRows: Row[] = [
	{
		name: 'make a staged account',
		request: 'POST /api/v1/users',
		ours: (ours, world) => systemOf(ours).giving.create.apply(ours.okta, joiner(world)),
		oracle: ({ userApi }, { sandbox: { cast } }) => {
			const { id, firstName, lastName, workEmail, jobTitle, department, location, managerId, kind } = cast.futureHire;
			const profile = { firstName, lastName, displayName: `${firstName} ${lastName}`, email: workEmail, login: workEmail, title: jobTitle, department, city: location, managerId: managerId!, userType: kind, employeeNumber: id };
			return userApi.createUser({ body: { profile }, activate: false });
		},
	},
	{
		name: 'change the profile',
		request: 'POST /api/v1/users/{userId}',
		ours: gives('fillProfile'),
		oracle: ({ userApi }, { account }) => userApi.updateUser({ userId: account.id, user: { profile: { title: 'Sales Engineer' } } }),
	},
	{
		name: 'activate, to let in',
		request: 'POST /api/v1/users/{userId}/lifecycle/activate',
		given: ({ okta, account }) => void okta.setStatus(account.id, 'STAGED'),
		ours: gives('signIn'),
		oracle: ({ userApi }, { account }) => userApi.activateUser({ userId: account.id, sendEmail: false }),
	},
	{
		name: 'unsuspend, to let in',
		request: 'POST /api/v1/users/{userId}/lifecycle/unsuspend',
		given: ({ okta, account }) => void okta.setStatus(account.id, 'SUSPENDED'),
		ours: gives('signIn'),
		oracle: ({ userApi }, { account }) => userApi.unsuspendUser({ userId: account.id }),
	},
	{
		name: 'unlock, to let in',
		request: 'POST /api/v1/users/{userId}/lifecycle/unlock',
		given: ({ okta, account }) => void okta.setStatus(account.id, 'LOCKED_OUT'),
		ours: gives('signIn'),
		oracle: ({ userApi }, { account }) => userApi.unlockUser({ userId: account.id }),
	},
	{
		name: 'have the activation link mailed',
		request: 'POST /api/v1/users/{userId}/lifecycle/reactivate',
		given: ({ okta, account }) => void okta.setStatus(account.id, 'PROVISIONED'),
		ours: gives('activationMail'),
		oracle: ({ userApi }, { account }) => userApi.reactivateUser({ userId: account.id, sendEmail: true }),
	},
	{
		name: 'the System Log about a mailed link',
		request: 'GET /api/v1/logs',
		ours: reads('activationMail', { requestId: 'none', at: asked }),
		oracle: ({ systemLogApi }, { account }) =>
			everyItem(
				systemLogApi.listLogEvents({
					since: '2026-11-20T08:59:00.000Z',
					until: '2026-11-20T10:00:00.000Z',
					filter: `eventType eq "user.lifecycle.reactivate" and target.id eq "${account.id}"`,
					limit: 100,
					sortOrder: 'ASCENDING',
				}),
			),
	},
	{
		name: 'a group by its name',
		request: 'GET /api/v1/groups',
		ours: reads('joinGroups'),
		oracle: ({ groupApi }) => everyItem(groupApi.listGroups({ search: 'profile.name eq "IT Support Leads"', limit: 200 })),
	},
	{
		name: 'a group by its id',
		request: 'GET /api/v1/groups/{groupId}',
		ours: reads('joinGroups'),
		oracle: ({ groupApi }, { okta }) => groupApi.getGroup({ groupId: [...okta.state.groups.values()].find(({ name }) => name === 'VPN Users')!.id }),
	},
	{
		name: 'every account there is',
		request: 'GET /api/v1/users',
		ours: async (ours) => {
			for await (const page of systemOf(ours).accounts(ours.okta)) void page;
		},
		oracle: ({ userApi }) => everyItem(userApi.listUsers({ filter: 'lastUpdated gt "1970-01-01T00:00:00.000Z"', limit: 200 })),
	},
];
