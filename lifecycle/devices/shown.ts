import { createHash } from 'node:crypto';
import { shown } from '../exceptions/exception';
import type { OrderedDevice } from './open';

/** Finds an order again, however it was shown, and is short enough for a line in a form. */
export const orderIdOf = ({ caseId, system, deviceId, order }: Pick<OrderedDevice, 'caseId' | 'system' | 'deviceId' | 'order'>): string =>
	`device_${createHash('sha256').update([caseId, system, deviceId, order.action].join('\n'), 'utf8').digest('hex').slice(0, 10)}`;

/** Why it is open, in the words of the last look at it. */
export const whyOpen = ({ results, order }: OrderedDevice): string => results.filter(({ outcome, verified }) => !((outcome === 'done' || outcome === 'already_done') && verified !== false)).map(({ reason }) => reason).join(' ') || `${order.action} was ordered, and nothing has come of it yet`;

const dayMs = 24 * 60 * 60_000;
export const daysOpen = ({ orderedAt }: OrderedDevice, now: Date): number => Math.floor((now.getTime() - Date.parse(orderedAt)) / dayMs);

const nameOf = ({ person }: OrderedDevice): string => String(person['name'] ?? '') || String(person['id'] ?? 'somebody');
const waiting = (device: OrderedDevice, now: Date): string => {
	const days = daysOpen(device, now);
	return days === 0 ? 'since today' : days === 1 ? 'for a day' : `for ${days} days`;
};

/** To be ticked in a list: the id comes first. */
export const lineOf = (device: OrderedDevice, now: Date): string => `${orderIdOf(device)}: ${device.order.action} of ${device.label}, which ${nameOf(device)} had, open ${waiting(device, now)}`;

/** What somebody has to read before they say anything of it. */
export const textOf = (devices: readonly OrderedDevice[], now: Date): string =>
	devices
		.map((device) =>
			[
				lineOf(device, now),
				`Ordered at ${shown(device.orderedAt)} in case ${device.caseId}, in ${device.system}.`,
				whyOpen(device),
				...device.decided.map(({ decision, by, at }) => `${by} said "${decision}" at ${shown(at)}.`),
			].join('\n'),
		)
		.join('\n\n');
