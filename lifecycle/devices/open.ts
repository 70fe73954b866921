import type { Json, JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { openSteps } from '../case';
import { isOpening, openingKinds } from '../caseRecords';
import { resultIn, type StepResult } from '../outcome';
import { following, type View } from '../view';
import { isUnderway } from './command';
import { commandsSeen, type DeviceDecision } from './history';
import type { Order } from './order';

/** One order for one device, and what has become of it. */
export interface OrderedDevice {
	caseId: string;
	/** The case as it was opened last, and the person it is about. */
	opened: JsonObject;
	person: JsonObject;
	requestedBy: string | null;
	system: string;
	deviceId: string;
	label: string;
	order: Order;
	orderedAt: string;
	results: readonly StepResult[];
	/** When it was last looked at. */
	lookedAt: string | null;
	decided: { decision: DeviceDecision; by: string; at: string }[];
	isOpen: boolean;
	/** Whether a command waited for the device, or for an approval, when it was looked at last. */
	isUnderway: boolean;
}

interface OneCase {
	opened: JsonObject;
	person: JsonObject;
	requestedBy: string | null;
	/** Systems that look for devices and have not said yet which there are. */
	looking: Set<string>;
	orders: Map<string, OrderedDevice>;
}

const kinds = [...openingKinds, 'device.begun', 'device.listed', 'device.ordered', 'device.decided', 'step.settled'];

/** What is not due yet keeps no case open, but is not done either. */
const asAsked = ({ accepted: _accepted, ...result }: StepResult): StepResult => result;

const isWaived = (decided: OrderedDevice['decided']): boolean => decided.some(({ decision }) => decision === 'waived');

const objectIn = (content: JsonObject, name: string): JsonObject => ((content[name] as Json | undefined) ?? {}) as JsonObject;

const view: View<Map<string, OneCase>> = {
	kinds,
	empty: () => new Map(),
	take: (cases, { kind, caseId, at, content }: LedgerRecord) => {
		if (caseId === undefined) return;
		if (content === null) {
			// What was erased concerns nobody any more.
			if (kind === 'case.opened') cases.delete(caseId);
			return;
		}
		const one: OneCase = cases.get(caseId) ?? { opened: {}, person: {}, requestedBy: null, looking: new Set(), orders: new Map() };
		const system = String(content['system'] ?? '');
		const key = (action: string) => `${system}/${String(content['device'] ?? (content['account'] as JsonObject | null)?.['id'] ?? '')}/${action}`;
		if (isOpening({ kind })) {
			cases.set(caseId, one);
			const opened = objectIn(content, 'case');
			// A copy of the workflow that somebody tries out orders nothing, and what it opens is not gone on with.
			if (opened['dryRun'] !== true || one.opened['id'] === undefined) one.opened = opened;
			if (kind === 'case.opened') {
				one.person = objectIn(content, 'person');
				const asked = objectIn(content, 'event')['requestedBy'];
				one.requestedBy = typeof asked === 'string' ? asked : null;
			}
		}
		if (kind === 'device.begun') one.looking.add(system);
		if (kind === 'device.listed') one.looking.delete(system);
		if (kind === 'device.ordered') {
			const order = content['order'] as unknown as Order;
			const known = one.orders.get(key(order.action));
			const { requestedBy, opened, person } = one;
			one.orders.set(key(order.action), { caseId, opened, person, requestedBy, system, deviceId: String(content['device']), label: String(content['label']), order, orderedAt: known?.orderedAt ?? at, results: known?.results ?? [], lookedAt: null, decided: known?.decided ?? [], isOpen: !isWaived(known?.decided ?? []), isUnderway: known?.isUnderway ?? false });
		}
		for (const ordered of one.orders.values()) {
			if (ordered.system !== system) continue;
			if (kind === 'device.decided' && ordered.deviceId === content['device'] && (content['action'] === null || content['action'] === ordered.order.action)) {
				ordered.decided.push({ decision: content['decision'] as DeviceDecision, by: String(objectIn(content, 'by')['name']), at });
				if (content['decision'] === 'waived') ordered.isOpen = false;
			}
			if (kind === 'step.settled' && content['step'] === ordered.order.action && (content['account'] as JsonObject | null)?.['id'] === ordered.deviceId && content['outcome'] !== 'planned') {
				const result = resultIn(content);
				ordered.lookedAt = at;
				ordered.results = [...ordered.results.filter(({ remainder }: StepResult) => remainder !== result.remainder), result];
				ordered.isUnderway = commandsSeen(content)?.some(isUnderway) ?? ordered.isUnderway;
				ordered.isOpen = !isWaived(ordered.decided) && openSteps(ordered.order.when === 'never' ? ordered.results : ordered.results.map(asAsked)).length > 0;
			}
		}
	},
};

const casesIn = following(view);

const withCase = ({ opened, person, requestedBy, orders }: OneCase): OrderedDevice[] => [...orders.values()].map((order) => ({ ...order, opened, person, requestedBy }));

/** Everything that was ordered for devices of one management in one case. */
export const ordersOf = async (ledger: Ledger, caseId: string, system: string): Promise<OrderedDevice[]> => {
	const one = (await casesIn(ledger)).get(caseId);
	return one === undefined ? [] : withCase(one).filter((order) => order.system === system);
};

/** Every order of which nobody knows yet that the device has obeyed, and that nobody has waived. */
export const openDevices = async (ledger: Ledger): Promise<OrderedDevice[]> => [...(await casesIn(ledger)).values()].flatMap(withCase).filter(({ isOpen }) => isOpen);

const longestPauseMs = 4 * 60 * 60_000;

/** Often at first, and less and less: after a quarter of the time it has waited already. What somebody decided is acted on at once. */
export const isDueToBeAsked = ({ orderedAt, lookedAt, decided }: OrderedDevice, now: Date): boolean => {
	if (lookedAt === null || decided.some(({ at }) => at > lookedAt)) return true;
	const pause = Math.min(longestPauseMs, (now.getTime() - Date.parse(orderedAt)) / 4);
	return now.getTime() - Date.parse(lookedAt) >= pause;
};

/** What keeps a case from giving up what devices still need, as words for a sentence; null where every device has answered or was waived. */
export const devicesInTheWay = async (ledger: Ledger, caseId: string): Promise<string | null> => {
	const one = (await casesIn(ledger)).get(caseId);
	if (one === undefined) return null;
	if (one.looking.size > 0) return `the devices of the person are still being looked for (${[...one.looking].join(', ')})`;
	const open = withCase(one).filter(({ isOpen }) => isOpen);
	return open.length === 0 ? null : `not every device has answered yet: ${open.map(({ order: { action }, label }) => `${action} of ${label}`).join(', ')}`;
};
