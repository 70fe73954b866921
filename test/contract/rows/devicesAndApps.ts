import { everyItem } from '../support/sdk';
import type { World } from '../support/world';
import { givesBack, reads, takesAway, type Row } from './row';

const theirs = ({ okta, account }: World) => [...okta.state.devices.values()].filter(({ users }) => users.some(({ userId }) => userId === account.id));

export const deviceAndAppRows: Row[] = [
	{
		name: 'devices of a user',
		request: 'GET /api/v1/users/{userId}/devices',
		ours: reads('suspendDevices'),
		oracle: ({ userApi }, { account }) => everyItem(userApi.listUserDevices({ userId: account.id })),
	},
	{
		name: 'users of a device',
		request: 'GET /api/v1/devices/{deviceId}/users',
		ours: reads('suspendDevices'),
		oracle: async ({ deviceApi }, world) => {
			for (const { id } of theirs(world)) await everyItem(deviceApi.listDeviceUsers({ deviceId: id }));
		},
	},
	{
		name: 'suspend devices',
		request: 'POST /api/v1/devices/{deviceId}/lifecycle/suspend',
		ours: takesAway('suspendDevices'),
		oracle: async ({ deviceApi }, world) => {
			for (const { id } of theirs(world)) await deviceApi.suspendDevice({ deviceId: id });
		},
	},
	{
		name: 'unsuspend devices',
		request: 'POST /api/v1/devices/{deviceId}/lifecycle/unsuspend',
		given: (world) => {
			for (const device of theirs(world)) device.status = 'SUSPENDED';
		},
		...givesBack('suspendDevices'),
		oracle: async ({ deviceApi }, world) => {
			for (const { id } of theirs(world)) await deviceApi.unsuspendDevice({ deviceId: id });
		},
	},
	{
		name: 'apps of a user, with how they were assigned',
		request: 'GET /api/v1/apps',
		ours: reads('deactivate'),
		oracle: ({ applicationApi }, { account }) => everyItem(applicationApi.listApplications({ filter: `user.id eq "${account.id}"`, expand: `user/${account.id}`, limit: 200 })),
	},
];
