import type { Json, JsonObject } from '../../ledger/types';
import type { Claim } from '../account';
import type { Change } from '../carryOut';
import { holdAmong, inForceFor, type Hold } from '../exceptions/hold';
import { recordResult, resultOf } from '../journal';
import type { StepResult } from '../outcome';
import { claimed } from '../onAccount';
import { asProblem, Problem, type ProblemCode } from '../problem';
import { runStep } from '../runStep';
import type { AccountRef } from '../system';
import { ending, type Work } from '../work';
import type { Command } from './command';
import { whyTheyStay } from './concerned';
import type { Device, Holder } from './device';
import { historyOf, isFirst, noteAlready, noteAsked, noteNotTaken, notePinKept, noteTaken, noteWipeHeld, sentUnderAnotherId, type Spot } from './history';
import type { Order } from './order';
import type { AssetRegister } from './ownership';
import { randomPin, type Escrow, type PinPlace } from './pin';
import { planOf, type DeviceState, type Terms } from './plan';
import type { DeviceStep, DeviceSystem } from './system';
import { isFull, takePlace } from './wipeCap';

/** What the administrator chose for all devices of a node. */
export interface DeviceTerms {
	register: AssetRegister;
	/** Beside the management itself; null where nothing else was chosen. */
	escrow: Escrow | null;
	wipesPerHour: number;
}

export interface DeviceWork extends Work {
	terms: DeviceTerms;
	/** When the case began. */
	caseSince: string;
}

export interface Target {
	holder: Holder;
	/** HR id, work e-mails and whatever else an exception may name the person by. */
	names: readonly string[];
	account: AccountRef;
	serial: string | null;
	order: Order;
}

/** What a management does not show at once it will not show at all. */
const proofMs = 3_000;

/** A refusal is an answer; after anything else nobody knows whether it was taken. */
const answers: ReadonlySet<ProblemCode> = new Set(['unauthorised', 'forbidden', 'not_found', 'rejected', 'throttled', 'misconfigured']);

/** Carries one order out on one device, as far as it can be carried now, and writes down what came of it. */
export const onDevice = async (system: DeviceSystem, { holder, names, account, serial, order }: Target, work: DeviceWork): Promise<StepResult[]> => {
	const { action } = order;
	const step = system.steps.find(({ id }) => id === action)!;
	const spot: Spot = { system: system.id, deviceId: account.id, caseId: work.caseId, action };
	return await claimed(system, account, 'cut', work, async (claim, journal) => {
		const { waived } = await historyOf(work.ledger, spot);
		if (waived !== null) {
			const result: StepResult = { ...resultOf(system.id, action, account, ending('pending', `${action} of ${account.label} was waived by ${waived.by} (${waived.reason.replace(/[.\s]+$/, '')}). Nothing more is sent to it in this case.`)), accepted: true };
			await recordResult(work.ledger, work, 'cut', result);
			return [result];
		}
		const deviceChange = bindDevice(system, step, spot, { holder, names, account, serial, order }, work, claim);
		const results = await runStep(
			system,
			account,
			{
				stepId: action,
				change: deviceChange.change,
				taking: { reach: { closes: step.closes, remains: step.remains ?? [], ...(order.when === 'atOnce' ? {} : { deferred: true as const }) }, heldBy: deviceChange.heldBy },
				// What is gone since it was told to go can be proven by nothing else.
				provenBefore: 'unverifiable',
				sentBefore: async () => (await historyOf(work.ledger, spot)).sentHere,
			},
			// One order is one command: whatever fails is looked at again, and never sent again in the same breath.
			{ ...work, patience: { ...work.patience, tries: 1, proofMs: Math.min(work.patience.proofMs, proofMs) } },
			claim,
			journal,
		);
		await deviceChange.nudge();
		const kept = await deviceChange.keepPin(results);
		for (const result of kept) await journal.settle(result);
		return [...results, ...kept];
	});
};

const approvedIn = (commands: readonly Command[]): Command | null => commands.filter(({ state }) => state === 'approved').at(-1) ?? null;

const bindDevice = (
	system: DeviceSystem,
	step: DeviceStep<unknown>,
	spot: Spot,
	{ holder, names, account, serial, order }: Target,
	work: DeviceWork,
	claim: Claim,
) => {
	const { escrow, register, wipesPerHour } = work.terms;
	let seen: DeviceState | undefined;
	const place: PinPlace = { caseId: work.caseId, system: system.id, device: { id: account.id, label: account.label, serial }, action: step.id };
	const terms = (): Terms => ({ system: system.label, step: step as DeviceStep<never>, order, claims: { holder, register, hasEscrow: escrow !== null }, caseSince: work.caseSince, now: work.clock.now(), label: account.label });

	const look = async (client: unknown): Promise<DeviceState> => {
		const device = await system.read(client, account.id);
		const { asked, receipts } = await historyOf(work.ledger, spot);
		const commands = device === null ? [] : await step.commands(client, device, receipts);
		const staysBecause = await whyTheyStay(work.ledger, work.caseId);
		const sentAs = step.id === 'wipe' ? await sentUnderAnotherId(work.ledger, spot, device?.serial ?? serial) : null;
		return (seen = { device, commands, asked: { ...asked, staysBecause, sentAs } });
	};

	const exceptions = () => inForceFor(work.ledger, [...names, ...holder.names, holder.id, account.id, serial ?? '', seen?.device?.serial ?? ''].filter((name) => name !== ''), work.clock.now());

	const heldBy = async (): Promise<Hold | null> => {
		// What was sent cannot be held any more; saying so would hide that it is on its way.
		if (seen && planOf(seen, terms()).kind === 'underway') return null;
		const stays = await whyTheyStay(work.ledger, work.caseId);
		if (stays !== null) return { outcome: 'refused', why: stays };
		const hold = holdAmong(await exceptions(), { system: system.id, step: step.id, erases: step.erases === true });
		return hold ?? (step.id === 'wipe' ? await heldByCap() : null);
	};

	const heldByCap = async (): Promise<Hold | null> => {
		const { cap } = await historyOf(work.ledger, spot);
		const why = `${wipesPerHour} wipes an hour are the cap, and so many were sent within the last one. A second person allows this one in Device Decisions`;
		const held: Hold = { outcome: 'held', why };
		if (cap !== 'not held') return cap === 'held' ? held : null;
		if (work.dryRun) return (await isFull(work.ledger, work.clock, wipesPerHour)) ? held : null;
		if (await takePlace(work.ledger, work.clock, spot, wipesPerHour, work.signal)) return null;
		await noteWipeHeld(work, spot, why);
		return held;
	};

	const pinFor = async (device: Device, again: boolean): Promise<{ pin: string | null; keptIn: string | null }> => {
		if (step.pin(device)?.madeBy !== 'us') return { pin: null, keptIn: null };
		if (again) {
			const pin = (await escrow?.recall(place)) ?? null;
			if (pin === null) throw new Problem('misconfigured', `What was approved for ${account.label} has to be sent with the very PIN it was filed with, and that cannot be read where PINs are kept. Let the credential for it read what it keeps, then run the case again.`);
			return { pin, keptIn: null };
		}
		const pin = randomPin();
		return { pin, keptIn: escrow === null ? null : await escrow.keep(place, pin) };
	};

	const stillMay = (): void => {
		work.signal?.throwIfAborted();
		claim.stillOurs();
	};

	/** Of several who are about to send it, one does. Whoever finds that it is another has sent nothing. */
	const begin = async (device: Device, approved: Command | null, newestAsked: number): Promise<number> => {
		stillMay();
		const asked = await noteAsked(work, spot, device, approved);
		try {
			if (!(await isFirst(work.ledger, spot, newestAsked, asked))) throw new Problem('superseded', `Another worker was about to ${step.id} ${account.label} at the same moment, so nothing was sent from here. Look at the other execution of the case, or run it again.`);
			stillMay();
			return asked;
		} catch (error) {
			await noteNotTaken(work, spot, asked, 'not sent');
			throw error;
		}
	};

	const send = async (client: unknown, { device, commands }: DeviceState): Promise<void> => {
		if (device === null) return;
		// Where PINs are kept may take its time, and nothing may come between the last look and the command.
		const filed = approvedIn(commands);
		const { pin, keptIn } = await pinFor(device, filed !== null);
		const { receipts, newestAsked } = await historyOf(work.ledger, spot);
		// Read once more, a moment before: whose it is, whose property it is, and what it was told by others.
		const state = await look(client);
		if (planOf(state, terms()).kind !== 'change' || state.device === null) return;
		const approved = approvedIn(state.commands);
		if (approved?.id !== filed?.id) throw new Problem('rejected', `Whether ${account.label} may be told was decided in ${system.label} at this very moment, so nothing was sent. It is looked at again with the next follow-up.`);
		const hold = await heldBy();
		if (hold !== null) throw new Problem('rejected', `${account.label} was left as it is: ${hold.why}.`);
		const asked = await begin(state.device, approved, newestAsked);
		let receipt: Json | null;
		try {
			receipt = await step.send(client, state.device, { message: order.message, phone: order.phone, pin, justification: `Leaver case ${work.caseId}`, receipts, approved });
		} catch (error) {
			const problem = asProblem(error);
			if (answers.has(problem.code)) await noteNotTaken(work, spot, asked, problem.code);
			throw problem;
		}
		// Not within the above: a ledger that cannot be written is no refusal.
		if (receipt === null) await noteAlready(work, spot, asked);
		else await noteTaken(work, spot, asked, receipt, keptIn);
	};

	const change = (calls: JsonObject[]): Change<Json> => {
		const client = system.connect((call) => calls.push(call));
		return { system: system.label, read: () => look(client), plan: (state) => planOf(state as DeviceState, terms()), apply: (state) => send(client, state as DeviceState), since: (state) => (state as DeviceState).commands.filter((command) => command.state === 'done').at(-1)?.endedAt ?? null };
	};

	/** What the management made up to open the device goes where the administrator wants all of it. */
	const keepPin = async (results: readonly StepResult[]): Promise<StepResult[]> => {
		const device = seen?.device;
		const isLocked = results.some(({ outcome }) => outcome === 'done' || outcome === 'already_done');
		if (work.dryRun || escrow === null || !device || !isLocked || step.revealPin === undefined || step.pin(device)?.madeBy !== 'management') return [];
		const { pinKeptAt, asked } = await historyOf(work.ledger, spot);
		if (pinKeptAt !== null && (asked.sentAt === null || pinKeptAt >= asked.sentAt)) return [];
		const pinResult = (end: Parameters<typeof resultOf>[3]): StepResult => ({ ...resultOf(system.id, step.id, account, end), remainder: true });
		try {
			const pin = await step.revealPin(system.connect(() => {}), device);
			if (pin === null) return [];
			const reference = await escrow.keep(place, pin);
			await notePinKept(work, spot, reference);
			return [pinResult({ ...ending('done', `What opens ${account.label} is kept in ${escrow.label}`), verified: true })];
		} catch (error) {
			return [pinResult(ending('failed', `${account.label} is locked, but what opens it could not be kept in ${escrow.label}, and can be looked up in ${system.label} only: ${asProblem(error).message}`))];
		}
	};

	/** What still waits although the device was heard of since was probably not announced to it. Whether it is now shows when it is looked at next. */
	const nudge = async (): Promise<void> => {
		const device = seen?.device;
		if (work.dryRun || !device || device.lastSeen === null || system.nudge === undefined) return;
		const lastSeen = Date.parse(device.lastSeen);
		if (seen?.commands.some(({ state, at }) => state === 'queued' && at !== null && Date.parse(at) < lastSeen)) await system.nudge(system.connect(() => {}), device).catch(() => {});
	};

	return { change, heldBy, keepPin, nudge };
};
