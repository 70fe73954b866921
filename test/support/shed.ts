import type { Command } from '../../lifecycle/devices/command';
import type { Device, DeviceAction, Holder } from '../../lifecycle/devices/device';
import { holderByEmail } from '../../lifecycle/devices/holder';
import type { DeviceStep, DeviceSystem, Parcel } from '../../lifecycle/devices/system';
import { Problem } from '../../lifecycle/problem';

export interface Tool extends Device {
	commands: (Command & { action: DeviceAction })[];
	gone: boolean;
}

/** What goes wrong with the next command: the answer is lost after it was taken or before, it is refused for certain, or n8n dies. */
export type Mishap = 'lost after' | 'lost before' | 'refused' | 'killed before' | 'killed after';

export class Killed extends Error {}

/** A shed full of devices: a management small enough to see everything that is done to it. */
export const shed = (now: () => Date) => {
	const world = {
		tools: new Map<string, Tool>(),
		/** Every command that was taken, with the device as it was at that moment. */
		taken: [] as { action: DeviceAction; device: Device; parcel: Parcel }[],
		mishaps: [] as Mishap[],
		/** Whether it answers with every device there is, whoever is asked for. */
		ignoresFilter: false,
		listsAll: true,
		pinMadeBy: null as 'us' | 'management' | null,
		reads: 0,
	};

	const shownOf = ({ commands: _commands, gone: _gone, ...device }: Tool): Device => structuredClone(device);

	const step = (id: DeviceAction): DeviceStep<typeof world> => ({
		id,
		label: id,
		danger: `It is ${id}ed.`,
		needs: ['keys'],
		readBackFrom: 'the list',
		givenBack: 'no',
		closes: 'devices',
		stage: 'devices',
		...(id === 'lock' ? {} : { erases: true as const }),
		unsupported: () => null,
		pin: () => (world.pinMadeBy === null ? null : { madeBy: world.pinMadeBy, keptByManagement: false }),
		listsAll: () => world.listsAll,
		...(id === 'lock' ? {} : { removesRecord: true as const }),
		commands: async (_client, { id: device }) => (world.listsAll ? world.tools.get(device)!.commands.filter(({ action }) => action === id).map(({ action: _action, ...command }) => ({ ...command })) : []),
		send: async (_client, { id: device }, parcel) => {
			const mishap = world.mishaps.shift();
			if (mishap === 'killed before') throw new Killed();
			if (mishap === 'lost before') throw new Problem('timeout', 'The shed did not answer in time.');
			if (mishap === 'refused') throw new Problem('forbidden', 'The shed is closed. Open it, then run the case again.');
			const tool = world.tools.get(device)!;
			world.taken.push({ action: id, device: shownOf(tool), parcel });
			tool.commands.push({ action: id, id: `c${world.taken.length}`, state: 'queued', at: now().toISOString(), endedAt: null, said: 'waits' });
			if (mishap === 'lost after') throw new Problem('timeout', 'The shed did not answer in time.');
			if (mishap === 'killed after') throw new Killed();
			return { command: `c${world.taken.length}` };
		},
		...(id === 'lock' ? { revealPin: async () => '271828' } : {}),
	});

	const existing = () => [...world.tools.values()].filter(({ gone }) => !gone);
	const system: DeviceSystem<typeof world> = {
		id: 'shed',
		label: 'Shed',
		steps: [step('lock'), step('retire'), step('wipe')],
		connect: (observe) => {
			observe({ method: 'GET', path: '/shed' });
			return world;
		},
		holderOf: async (_client, person) => ({ kind: 'one', account: holderByEmail('Shed', person) }),
		devicesOf: async (_client, { names }: Holder) => existing().filter(({ holders }) => world.ignoresFilter || holders.some((holder) => names.includes(holder))).map(shownOf),
		read: async (_client, id) => {
			world.reads += 1;
			const tool = world.tools.get(id);
			return tool === undefined || tool.gone ? null : shownOf(tool);
		},
		all: async function* () {
			yield existing().map(shownOf);
		},
	};

	const put = (device: Partial<Device> & { id: string }): Tool => {
		const tool: Tool = { name: `Tool ${device.id}`, serial: `SN-${device.id}`, model: null, platform: 'macos', osVersion: null, ownership: 'corporate', ownershipFrom: 'as it says', holders: ['ada@acme.test'], doubts: [], managed: true, locked: null, lastSeen: null, enrolledAt: '2026-01-01T00:00:00.000Z', ...device, commands: [], gone: false };
		world.tools.set(tool.id, tool);
		return tool;
	};

	/** The device, or the management, comes to an end with what waits. */
	const end = (id: string, state: Command['state']): void => {
		const waits = world.tools.get(id)?.commands.filter((command) => command.state === 'queued').at(-1);
		if (waits) Object.assign(waits, { state, endedAt: now().toISOString(), said: state });
	};

	return { world, system: system as unknown as DeviceSystem, put, end };
};
