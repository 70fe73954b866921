import type { Ledger } from '../../ledger/types';
import { decisionIn, refuse } from '../decision';
import { recordResult, resultOf } from '../journal';
import { keep } from '../keep';
import { asName } from '../person';
import { ending } from '../work';
import { deviceDecisions, subjectOf, type DeviceDecision } from './history';
import { openDevices, type OrderedDevice } from './open';
import { orderIdOf } from './shown';

export interface DeviceDeciding {
	/** Ids of open orders, as they are listed. */
	devices: string[];
	decision: string;
	by: { id: string; name: string; email: string };
	reason: string;
	/** The text they were shown. */
	what: string;
}

export interface DeviceDecided {
	device: OrderedDevice;
	decision: DeviceDecision;
	why: string;
}

const instead = 'List the devices again with List Open Devices of the Evidence Ledger';

const told: Record<DeviceDecision, (device: OrderedDevice) => string> = {
	returned: ({ label }) => `${label} is back. What was to be done on its return is done when its management is asked next`,
	waived: ({ label, order: { action } }) => `${action} of ${label} was waived: it is not followed any longer, and the case no longer waits for it`,
	wipeAllowed: ({ label }) => `The wipe of ${label} may go on beyond the cap`,
	sendAgain: ({ label, order: { action } }) => `${action} of ${label} may be sent once more`,
};

const asked = (given: string): string => given.replace(/[^a-z]/gi, '').toLowerCase();

/** As a node calls it, or as a form shows it. */
const decisionNamed = (given: string): DeviceDecision | undefined => {
	const words: Record<string, DeviceDecision> = { itisback: 'returned', waiveit: 'waived', wipeitbeyondthecap: 'wipeAllowed', senditagain: 'sendAgain' };
	return words[asked(given)] ?? deviceDecisions.find((one) => asked(one) === asked(given));
};

/** Kept with who said it and what they were shown; what was said already of the same devices by the same person is not said twice. */
export const decideOnDevices = async (ledger: Ledger, deciding: DeviceDeciding): Promise<DeviceDecided[]> => {
	const decision = decisionNamed(deciding.decision) ?? refuse(`"${deciding.decision}" is nothing that can be said of a device`, `Set Decision to one of ${deviceDecisions.join(', ')}`);
	const ids = [...new Set(deciding.devices)];
	if (ids.length === 0) refuse('it does not say on which devices', 'Put their IDs into Devices, separated by commas');
	const open = await openDevices(ledger);
	const devices = ids.map((id) => open.find((device) => orderIdOf(device) === id) ?? refuse(`nothing is open as ${id}: it was answered or waived since`, instead));
	const { by, reason, what } = deciding;
	if (by.id === '' && by.email === '') refuse(`${by.name} is only a name, and it takes an ID or an email to tell people apart`, 'Let the person sign in: use a Form Trigger with n8n User Auth, and keep its "user" on the way to this node');
	const checked = devices.map((device) => {
		const { workEmail, id } = device.person as { workEmail?: string | null; id?: string };
		if ([workEmail, id].some((name) => name && [by.email, by.id].map(asName).includes(asName(name)))) refuse(`${device.label} is the device of ${by.name}`, 'Let somebody else decide');
		if (decision === 'wipeAllowed' && device.order.action !== 'wipe') refuse(`${device.order.action} of ${device.label} is no wipe`, 'Choose a device whose wipe is held');
		if (decision === 'sendAgain' && device.isUnderway) refuse(`${device.order.action} of ${device.label} is still on its way, or waits for an approval`, 'Wait for its answer, or call it off in the device management and follow up on the case first');
		return { device, shown: decisionIn({ decision: 'approved', by, reason, what, requestedBy: device.requestedBy }) };
	});
	const decided: DeviceDecided[] = [];
	for (const { device, shown } of checked) {
		const { caseId, system, deviceId, order } = device;
		const run = String(device.opened['run'] ?? '');
		const content = { run, system, device: deviceId, action: decision === 'returned' ? null : order.action, decision, by, reason, what: shown.what, shownHash: shown.shownHash };
		await keep(ledger, { kind: 'device.decided', caseId, subject: subjectOf(system, deviceId), content });
		const why = `${told[decision](device)} (${by.name}: ${reason.replace(/[.\s]+$/, '')}).`;
		if (decision === 'waived') await settleWaived(ledger, device, run, why);
		decided.push({ device, decision, why });
	}
	return decided;
};

/** The verdict reads results: what a person takes upon themself stands there under their name, and is not called done. */
const settleWaived = async (ledger: Ledger, { caseId, system, deviceId, label, order, results }: OrderedDevice, run: string, why: string): Promise<void> => {
	const account = { id: deviceId, label };
	for (const result of results.length > 0 ? results : [resultOf(system, order.action, account, ending('pending', ''))]) {
		await recordResult(ledger, { caseId, run, node: result.node ?? '' }, 'cut', { ...result, reason: `${why} ${result.reason}`.trim(), accepted: true });
	}
};
