import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { byPolicy, sameForAll, type Policy, type Words } from '../../lifecycle/devices/choose';
import { deviceActions, type DeviceAction } from '../../lifecycle/devices/device';
import { inspectDevices } from '../../lifecycle/devices/inspect';
import { moments, type Moment } from '../../lifecycle/devices/order';
import { registerOf, type AssetRegister } from '../../lifecycle/devices/ownership';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import { beginDevices, workOnDevices, type Choose, type DeviceOptions } from '../../lifecycle/devices/work';
import { failedCheck, together } from '../../lifecycle/check';
import { Problem } from '../../lifecycle/problem';
import { createBudget } from '../../systems/http/budget';
import { escrowCredential, escrowOf, hasEscrow } from './escrow';
import { inCase, personOf, refuseOthers } from './inCase';
import { atOnce, forEachItem } from './items';
import { checkedBy, checkPermissions, type Checkable } from './setUp';
import { checkPolicy } from './vaultTest';

export interface DevicesNode extends Checkable {
	/** Such as `intune`. */
	id: string;
	/** The management of one item, over the credential the node has. */
	system(context: IExecuteFunctions, itemIndex: number): Promise<DeviceSystem>;
}

const patienceMs = 20_000;

/** `execute` of every device management's node. */
export const runDevices = (context: IExecuteFunctions, node: DevicesNode): Promise<INodeExecutionData[]> => {
	const startedAt = Date.now();
	const people = createBudget(atOnce);
	return forEachItem(context, async (itemIndex) => {
		const operation = context.getNodeParameter('operation', itemIndex) as string;
		if (operation === 'checkPermissions') return await checkPermissions(context, itemIndex, { ...node, check: withEscrow(node.check) });
		if (operation === 'list') return await listDevices(context, await node.system(context, itemIndex), itemIndex);
		if (operation === 'inspect') return await inspected(context, await node.system(context, itemIndex), itemIndex);
		return await inCase(context, itemIndex, { id: node.id, operation: 'cut', startedAt, people, readBackMs: patienceMs }, async ({ json, person, work }) => {
			refuseOthers('cut', json);
			const system = await node.system(context, itemIndex);
			const options = await optionsOf(context, itemIndex);
			const choose = chosen(context, itemIndex, operation, options.register, system);
			const terms = await work();
			if (choose !== null && !terms.dryRun) await beginDevices(terms, system.id);
			return () => workOnDevices(system, person, choose, options, terms);
		});
	});
};

/** A lock that cannot put its PIN away is not sent, so both have to be in order. */
const withEscrow =
	(check: Checkable['check']): Checkable['check'] =>
	async (context, itemIndex) =>
		hasEscrow(context, itemIndex) ? together(await Promise.all([check, checkedBy({ [escrowCredential]: checkPolicy })].map((ask) => ask(context, itemIndex).catch(failedCheck)))) : await check(context, itemIndex);

const listDevices = async (context: IExecuteFunctions, system: DeviceSystem, itemIndex: number): Promise<INodeExecutionData[]> => {
	const most = context.getNodeParameter('returnAll', itemIndex) === true ? Infinity : (context.getNodeParameter('limit', itemIndex) as number);
	const items: INodeExecutionData[] = [];
	for await (const page of system.all(system.connect(() => {}))) {
		for (const device of page) {
			if (items.length >= most) return items;
			items.push({ json: { device: { system: system.id, ...device } as unknown as IDataObject } });
		}
	}
	return items;
};

const inspected = async (context: IExecuteFunctions, system: DeviceSystem, itemIndex: number): Promise<INodeExecutionData> => {
	const { json } = context.getInputData()[itemIndex]!;
	const found = await inspectDevices(system, personOf(context, itemIndex), await optionsOf(context, itemIndex));
	return { json: { ...json, devices: { ...(json['devices'] as IDataObject | undefined), [system.id]: found as unknown as IDataObject } } };
};

interface Options {
	companySerials?: unknown;
	missingAccountIsFine?: unknown;
	mostDevices?: unknown;
	wipesPerHour?: unknown;
}

const optionsOf = async (context: IExecuteFunctions, itemIndex: number): Promise<DeviceOptions> => {
	const { companySerials, missingAccountIsFine, mostDevices = 10, wipesPerHour = 3 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	return { register: registerIn(companySerials), escrow: await escrowOf(context, itemIndex), missingIsFine: yesIn('Having No Device Is Fine', missingAccountIsFine ?? true), mostDevices: countIn('Most Devices per Person', mostDevices), wipesPerHour: countIn('Wipes per Hour', wipesPerHour) };
};

/** Lines of a text, or what an expression gave. Nothing at all is no list, and an empty list is one: then the company owns nothing. */
const registerIn = (given: unknown): AssetRegister => {
	if (Array.isArray(given)) return registerOf(given.map(String));
	const text = typeof given === 'string' ? given.trim() : '';
	return text === '' ? null : registerOf(text.split(/[\r\n,;]+/));
};

const chosen = (context: IExecuteFunctions, itemIndex: number, operation: string, register: AssetRegister, { steps }: DeviceSystem): Choose => {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '');
	const words: Words = { message: String(parameter('message')).trim(), phone: String(parameter('phone')).trim() };
	switch (operation) {
		case 'followUp':
			return null;
		case 'secure':
			return byPolicy(policyOf(parameter), { register, words, canLock: (device) => steps.find(({ id }) => id === 'lock')?.unsupported(device) === null });
		case 'wipe':
			return sameForAll('wipe', momentIn(parameter('when')), daysIn(parameter('days')), { message: '', phone: '' });
		default:
			return sameForAll(actionIn(operation), 'atOnce', 0, words);
	}
};

const policyOf = (parameter: (name: string) => unknown): Policy => {
	const wipe = parameter('wipe');
	return { lock: yesIn('Lock Company Devices at Once', parameter('lockNow')), wipe: wipe === 'never' ? 'never' : momentIn(wipe), days: daysIn(parameter('days')), wipeUnlockable: yesIn('Wipe at Once What Cannot Be Locked', parameter('wipeUnlockable')), retirePersonal: yesIn('Remove Company Data From Personal Devices', parameter('retirePersonal')) };
};

/** An expression may give anything, and a policy that was misread does harm whichever way it is guessed. */
const unread = (field: string, given: unknown, instead: string): never => {
	throw new Problem('misconfigured', `${field} of this node is ${JSON.stringify(given) ?? 'empty'}, which means nothing here, so no device was touched. ${instead}, then run the case again.`);
};

const actionIn = (operation: string): DeviceAction => deviceActions.find((action) => action === operation) ?? unread('Operation', operation, 'Choose an operation of this version of the node');
const momentIn = (given: unknown): Moment => moments.find((moment) => moment === given) ?? unread('When to wipe', given, `Choose one of the list, or let the expression give one of ${moments.join(', ')}`);
const yesIn = (field: string, given: unknown): boolean => (typeof given === 'boolean' ? given : unread(field, given, 'Let the expression give true or false'));
const wholeIn = (field: string, given: unknown, least: number, most: number): number => {
	const count = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	return typeof count === 'number' && Number.isInteger(count) && count >= least && count <= most ? count : unread(field, given, `Let it be a whole number from ${least} to ${most}`);
};
const daysIn = (given: unknown): number => wholeIn('Days', given, 0, 365);
/** A limit that is no number would be none. */
const countIn = (field: string, given: unknown): number => wholeIn(field, given, 1, 100);
