import { shown } from '../exceptions/exception';
import { change, impossible, notDue, satisfied, underway, unknown, type Plan } from '../step';
import type { Command } from './command';
import { labelOf, type Device, type DeviceAction } from './device';
import type { Asked } from './history';
import { inThisLife, isAfter, isStrictlyAfter, lastOf } from './life';
import { objectionTo, type Claims } from './objection';
import { dueAt, type Order } from './order';
import type { DeviceStep } from './system';

/** A type, not an interface: the ledger keeps it. */
export type DeviceState = {
	/** null where the management has no record of it. */
	device: Device | null;
	commands: Command[];
	asked: Asked;
};

export interface Terms {
	/** For sentences: `Microsoft Intune`. */
	system: string;
	step: DeviceStep<never>;
	order: Order;
	claims: Claims;
	/** When the case began; a lock from before may have been opened since. */
	caseSince: string;
	now: Date;
	/** For sentences, where there is no record to name it by. */
	label: string;
}

/** How long a management may take to show a command it accepted. */
const settleMs = 10 * 60_000;
const words: Record<DeviceAction, { doing: string; done: string; noun: string }> = {
	lock: { doing: 'Lock', done: 'locked', noun: 'lock' },
	retire: { doing: 'Remove company data from', done: 'free of company data', noun: 'removal of company data' },
	wipe: { doing: 'Wipe', done: 'wiped', noun: 'wipe' },
};

const heard = ({ lastSeen }: Device): string => (lastSeen === null ? 'it has not been heard of' : `it was last heard of at ${shown(lastSeen)}`);
const since = (at: string | null): string => (at === null ? '' : ` at ${shown(at)}`);
/** What is in one of these states does nothing to a device any more, or not yet. */
const notOnItsWay: ReadonlySet<Command['state'] | null> = new Set<Command['state'] | null>(['awaiting_approval', 'approved', 'rejected', 'failed', 'expired', 'cancelled']);

const decideHow = 'Say in Device Decisions that it may be sent again, or waive it';

/** What the state of one device means for one order. Pure, and tested as a table. */
export const planOf = ({ device, commands, asked }: DeviceState, { system, step, order, claims, caseSince, now, label }: Terms): Plan => {
	const { doing, done, noun } = words[step.id];
	const mayGoAgain = asked.againAt !== null;
	if (device === null) {
		if (asked.sentHereAt !== null && notOnItsWay.has(asked.lastState)) return impossible(`${system} has no record of ${label} any more, and the ${noun} had not reached it when it was looked at last (${asked.lastState}). Find the device, and waive it in Device Decisions`, 'pending');
		return asked.sentHereAt === null || asked.sentAt === null || step.removesRecord !== true
			? impossible(`${system} has no record of ${label} any more, so nothing can be done to it there. Find the device, and waive it in Device Decisions`, 'pending')
			: unknown(`${system} removed its record of ${label} after it had taken the ${noun}${since(asked.sentAt)}: it does so by itself, but somebody may have deleted it as well`);
	}
	const name = labelOf(device);
	const last = lastOf(commands, step.id, device, caseSince);
	if (last?.state === 'done' && step.id !== 'lock' && device.enrolledAt === null && asked.sentAt === null && !isAfter(last.endedAt ?? last.at, caseSince)) {
		if (!mayGoAgain) return impossible(`${name} was ${done}${since(last.endedAt ?? last.at)}, before this case began, and ${system} does not say since when it is the device it is now. ${decideHow}`, 'pending');
	} else if (last?.state === 'done') return satisfied(`Device ${name} is ${done}: it answered${since(last.endedAt ?? last.at)} (${last.said})`);
	if (last?.state === 'queued') return underway(`the ${noun} of ${name} waits for the device since ${last.at === null ? 'an unknown time' : shown(last.at)} (${last.said}); ${heard(device)}`);
	if (last?.state === 'awaiting_approval') return underway(`the ${noun} of ${name} waits for an approval in ${system} (${last.said}). Have an administrator there decide on it`);

	if (last?.state === 'unseen') return unknown(`${system} took the ${noun} of ${name}${since(last.at)} (${last.said}), and does not show what becomes of it`);
	if (step.id === 'lock' && device.locked === true) return satisfied(`Device ${name} is locked`);
	const leftAfter = sentBeforeItLeft();
	if (leftAfter !== null) return unknown(`${system} was to carry out the ${noun} of ${name}${since(leftAfter)}. It has not managed it since, and shows nothing else of what became of it`);

	const anew = sentBeforeItBeganAnew();
	if (anew !== null) return anew;

	if (order.when === 'never') return notDue(`${name} is not ${done}: that was called off when the case was run again`);
	if (asked.staysBecause !== null) return impossible(`Refused to ${step.id} ${name}: ${asked.staysBecause}. Waive it in Device Decisions; if they leave all the same, have HR say so again`, 'refused');
	// Whoever has it in their hands knows better than what it shows of its use.
	const objection = objectionTo(step, asked.returnedAt === null ? device : { ...device, doubts: [] }, claims);
	if (objection !== null) return impossible(objection.why, objection.outcome);
	const due = dueAt(order, asked.orderedAt ?? now.toISOString(), asked.returnedAt);
	if (due === null) return notDue(`${doing} ${name} when it is back: say so in Device Decisions as soon as it is`);
	if (Date.parse(due) > now.getTime()) return notDue(`${doing} ${name} at ${shown(due)}${order.when === 'onReturnOrAfterDays' ? ', or as soon as somebody says in Device Decisions that it is back' : ''}`);

	const first = step.notYet?.(device) ?? null;
	if (first !== null) return impossible(`${doing} ${name} is not possible yet: ${first}`, 'pending');

	if (step.id === 'wipe' && asked.sentAs !== null && !mayGoAgain) return impossible(`${name} has the serial number of another record (${asked.sentAs}), which this case has sent a wipe to already: it is most likely the same device. ${decideHow}`, 'pending');

	const goes = change(`${doing} ${name}`);
	switch (last?.state) {
		case 'approved':
			return last.id !== null && asked.carriedOut.includes(last.id) ? withoutTrace() : change(`${doing} ${name}, as ${last.said}`);
		case 'rejected':
			return mayGoAgain ? goes : impossible(`The ${noun} of ${name} was rejected in ${system}: ${last.said}. ${decideHow}`, 'refused');
		case 'failed':
		case 'cancelled':
			return mayGoAgain ? goes : impossible(`The ${noun} of ${name} ${last.state === 'failed' ? 'failed' : 'was called off'}${since(last.endedAt ?? last.at)} (${last.said}). ${decideHow}`);
		case 'expired':
			return wasSentSince(last.endedAt) ? withoutTrace() : change(`${doing} ${name} once more, because ${system} gave up on the first${since(last.endedAt)}`);
		default:
			return withoutTrace();
	}

	/** Then what was given up is not what was sent last, and that may be on its way. */
	function wasSentSince(at: string | null): boolean {
		return at !== null && [asked.sentAt, asked.unansweredAt].some((sentAt) => isStrictlyAfter(sentAt, at));
	}

	/** What takes a device out of its management leaves nothing else to be read. */
	function sentBeforeItLeft(): string | null {
		if (step.id === 'lock' || device!.managed || step.listsAll(device!)) return null;
		return ofThisLife(asked.sentAt) ?? (step.id === 'retire' ? ofThisLife(asked.unansweredAt) : null);
	}

	function withoutTrace(): Plan {
		const alreadyAt = inThisLife({ at: asked.alreadyAt }, device!) ? asked.alreadyAt : null;
		if (alreadyAt !== null && !mayGoAgain) return impossible(`${system} says since ${shown(alreadyAt)} that ${name} is ${done} already, and does not show that it still is. Look at the device. ${decideHow}`, 'pending');
		const sentAt = ofThisLife(asked.sentAt);
		const unansweredAt = ofThisLife(asked.unansweredAt);
		const fresh = (at: string) => now.getTime() - Date.parse(at) < settleMs;
		if (unansweredAt !== null && (!mayGoAgain || fresh(unansweredAt))) {
			if (fresh(unansweredAt)) return underway(`the ${noun} of ${name} was sent${since(unansweredAt)} and not answered; whether ${system} took it shows within minutes`);
			// A lock that arrives twice does no harm. A wipe might reach whoever has the device by then.
			if (step.id !== 'wipe' && step.listsAll(device!)) return goes;
			return impossible(`The ${noun} of ${name} was sent${since(unansweredAt)}, and nobody knows whether it arrived: ${system} shows no trace of it. It is not sent a second time by itself. ${decideHow}`, 'pending');
		}
		if (sentAt !== null && counts(sentAt) && !mayGoAgain) {
			if (!step.listsAll(device!)) return unknown(`${system} took the ${noun} of ${name}${since(sentAt)}, and does not show what becomes of it`);
			if (fresh(sentAt)) return underway(`${system} took the ${noun} of ${name}${since(sentAt)} and does not show it yet`);
			return impossible(`${system} took the ${noun} of ${name}${since(sentAt)}, and shows no trace of it any more. ${decideHow}`, 'pending');
		}
		return goes;
	}

	function ofThisLife(at: string | null): string | null {
		return isOfThisLife(at, asked.sentInLifeSince) ? at : null;
	}

	/** By the clock of the management alone, where it told since when the device was what it was. */
	function isOfThisLife(at: string | null, lifeSince: string | null): boolean {
		return lifeSince === null || device!.enrolledAt === null ? inThisLife({ at }, device!) : isAfter(lifeSince, device!.enrolledAt);
	}

	/** Whoever sets it up again may be the next to have it, and it may still stand under the name of the one who left. */
	function sentBeforeItBeganAnew(): Plan | null {
		if (step.id !== 'wipe' || last !== undefined || mayGoAgain || asked.sentHereAt === null || isOfThisLife(asked.sentHereAt, asked.sentHereInLifeSince)) return null;
		const answered = commands.filter((command) => command.state === 'done' && isAfter(command.at, caseSince)).at(-1);
		if (answered !== undefined || asked.lastState === 'done') return satisfied(`Device ${name} was wiped${since(answered?.endedAt ?? answered?.at ?? asked.sentHereAt)}, and enrolled anew since`);
		return impossible(`${name} was enrolled anew${since(device!.enrolledAt)}, after a wipe had been sent to it${since(asked.sentHereAt)}, and ${system} does not show whether it was wiped in between. It is not sent a second time by itself. ${decideHow}`, 'pending');
	}

	/** Whoever was locked in an earlier case may have been let in since. */
	function counts(at: string): boolean {
		return step.id !== 'lock' || isAfter(at, caseSince);
	}
};
