import type { Device } from '../../../lifecycle/devices/device';
import { asProblem, Problem } from '../../../lifecycle/problem';
import { path } from '../../http/path';
import type { Iru } from '../client';
import { commandsOf, erasures, locks } from '../commands';
import { iruStep, reading, unknownPlatform } from './_iru';

/** What goes with the record and is still needed: an erasure that waits, and the PIN of a Mac that was locked. */
const keepsItsRecord = async (iru: Iru, device: Device): Promise<string | null> => {
	const waits = (await commandsOf(iru, device, [...erasures, ...locks])).find(({ state }) => state === 'queued');
	if (waits !== undefined) return `a command waits for it (${waits.said}), which would be called off. Run the case again once it has come to its end`;
	const wasLocked = device.platform === 'macos' && (await commandsOf(iru, device, locks)).some(({ state }) => state === 'done');
	return wasLocked ? 'it was locked through Iru, and the PIN that opens it goes with the record. Keep the PIN elsewhere, delete the record by hand in Iru, and waive this in Device Decisions' : null;
};

export const retire = iruStep({
	id: 'retire',
	label: 'Retire',
	danger: 'The record is deleted from Iru, which takes its management off the device, and with it the settings, certificates and apps it brought. What is the person\'s stays. It can be neither locked, wiped nor looked at from Iru any more, so what is the company\'s for certain is never retired here.',
	needs: [...reading, 'DELETE /devices/{device_id}'],
	readBackFrom: 'nothing: the record is gone before the device has heard of it',
	givenBack: 'no; the person enrols it again',
	closes: 'devices',
	remains: ['Whether the device has removed it: Iru does not show that', 'Files that company apps kept outside of what Iru manages'],
	stage: 'devices',
	erases: true,
	listsAll: () => false,
	removesRecord: true,

	unsupported: ({ platform, ownership }) => {
		if (platform === 'other') return unknownPlatform;
		return ownership === 'corporate' ? 'it is the company\'s, and Iru retires a device by deleting its record, after which it could be neither locked nor wiped. Wipe it; or, if the person keeps it, delete the record by hand in Iru and waive this in Device Decisions' : null;
	},
	notYet: ({ locked }) => (locked === true ? 'it is in Lost Mode, which nobody could switch off once its record is deleted. Switch it off in Iru first' : null),
	pin: () => null,
	commands: async () => [],
	send: async (iru, device) => {
		// Whatever goes wrong until here, nothing was asked for.
		const why = await keepsItsRecord(iru, device).catch((error: unknown) => `what waits for it could not be read: ${asProblem(error).message.replace(/\.$/, '')}`);
		if (why !== null) throw new Problem('rejected', `${device.name} was not retired: ${why}.`);
		await iru.order('DELETE', path`/devices/${device.id}`);
		return { device: device.id };
	},
});
