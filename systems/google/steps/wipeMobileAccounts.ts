import { change, forThePerson, satisfied, underway } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../../http/gone';
import { customer, googleStep } from './_google';

type Device = { id: string; name: string; status: string };
type Devices = { devices: Device[] };

const isWiped = ({ status }: Device) => status === 'ACCOUNT_WIPED' || status === 'WIPED';
const isWiping = ({ status }: Device) => status === 'ACCOUNT_WIPING' || status === 'WIPING';
const names = (devices: readonly Device[]) => devices.map(({ name }) => name).join(', ');

const act = (action: string) => ({ action });
const actionPath = ({ id }: Device) => `${customer}${path`/devices/mobile/${id}/action`}`;

export const wipeMobileAccounts = googleStep<Devices>({
	id: 'wipeMobileAccounts',
	label: 'Wipe Work Account From Phones',
	danger: 'The work account and its data are removed from the phones and tablets of the person when these next connect; what is private stays. The person adds the account again if it is given back.',
	needs: ['admin.directory.device.mobile.action'],
	readBackFrom: 'status of the mobile devices',
	givenBack: 'only the person can; a wipe that has not begun is called off',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does'],
	stage: 'devices',
	erases: true,

	read: async ({ directory }, { label }) => {
		const rows = await directory.list(`${customer}/devices/mobile`, 'mobiledevices', { query: `email:${label}`, projection: 'FULL', maxResults: 100 });
		return {
			devices: rows
				// The search may find more than it was asked for.
				.filter((row) => Array.isArray(row['email']) && row['email'].some((email) => String(email).toLowerCase() === label))
				.map((row) => {
					const id = parse.text(row['resourceId'], 'mobiledevice.resourceId');
					return { id, name: parse.optionalText(row['model'], 'mobiledevice.model') ?? id, status: parse.text(row['status'], 'mobiledevice.status').toUpperCase() };
				}),
		};
	},
	plan: ({ devices }) => {
		const untouched = devices.filter((device) => !isWiped(device) && !isWiping(device));
		if (untouched.length > 0) return change(`Wipe the work account from ${names(untouched)}`);
		const wiping = devices.filter(isWiping);
		return wiping.length > 0 ? underway(`${names(wiping)} wipes the account when it next connects`) : satisfied(devices.length === 0 ? 'No mobile device' : `Wiped: ${names(devices)}`);
	},
	apply: ({ directory }, _account, { devices }) => each(devices.filter((device) => !isWiped(device) && !isWiping(device)), (device) => directory.send('POST', actionPath(device), act('admin_account_wipe'))),

	undo: {
		plan: (now, before) => {
			const onTheWay = now.devices.filter((device) => isWiping(device) && wasThere(before, device));
			if (onTheWay.length > 0) return change(`Call off the wipe of ${names(onTheWay)}`);
			const gone = now.devices.filter((device) => isWiped(device) && wasThere(before, device));
			return gone.length === 0 ? satisfied('Devices are as before') : forThePerson(`The person adds the account again on ${names(gone)}`);
		},
		apply: ({ directory }, _account, now, before) =>
			each(
				now.devices.filter((device) => isWiping(device) && wasThere(before, device)),
				(device) => directory.send('POST', actionPath(device), act(`cancel_remote_wipe_then_${wasBlocked(before, device) ? 'block' : 'activate'}`)),
			),
	},
});

const wasThere = (before: Devices, { id }: Device): boolean => before.devices.some((device) => device.id === id && !isWiped(device) && !isWiping(device));

const wasBlocked = (before: Devices, { id }: Device): boolean => before.devices.some((device) => device.id === id && device.status === 'BLOCKED');
