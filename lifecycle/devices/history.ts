import type { Json, JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { keep } from '../keep';
import { isUnderway, type Command, type CommandState } from './command';
import { spelled, type Device, type DeviceAction } from './device';
import type { Order } from './order';

export const subjectOf = (system: string, deviceId: string): string => `${system}/${deviceId}`;

/** What a named person can say of a device. `sendAgain` and `wipeAllowed` count for one action, `returned` for all of them. */
export const deviceDecisions = ['returned', 'waived', 'wipeAllowed', 'sendAgain'] as const;
export type DeviceDecision = (typeof deviceDecisions)[number];

const kinds = ['device.ordered', 'device.asked', 'device.answered', 'device.decided', 'device.pinKept', 'device.wipeHeld', 'step.settled'] as const;
type Kind = (typeof kinds)[number];

/** What is known of one action on one device without asking its management. A type, not an interface: the ledger keeps it. */
export type Asked = {
	/** When the order was first given in this case. */
	orderedAt: string | null;
	/** The last command that the management took, from whichever case. */
	sentAt: string | null;
	/** The last one of which nobody knows whether it was taken: n8n stopped, or the answer never came. */
	unansweredAt: string | null;
	/** When the management last refused it in this case because the device is so already. */
	alreadyAt: string | null;
	/** Since when the device had been what it was when the last one was sent, by the clock of its management. */
	sentInLifeSince: string | null;
	/** The last one that this very case sent, whether it was answered or not. */
	sentHereAt: string | null;
	sentHereInLifeSince: string | null;
	/** What had become of the last one when it was looked at last. */
	lastState: CommandState | null;
	/** Approved requests that were carried out, or of which nobody knows whether they were. */
	carriedOut: string[];
	/** When a named person said that it may be sent once more; null once that was done. */
	againAt: string | null;
	returnedAt: string | null;
	/** Why nothing more may be taken from the person: they stay, or are back. */
	staysBecause: string | null;
	/** Another record of the same serial number, which this case has sent the same to. */
	sentAs: string | null;
};

export interface History {
	asked: Asked;
	/** As it was last given in this case. */
	order: Order | null;
	receipts: Json[];
	/** The number of the newest record of a command that was about to be sent; -1 before the first. */
	newestAsked: number;
	/** The last command of this very case that the management took. */
	sentHere: string | null;
	waived: { by: string; reason: string } | null;
	/** Whether what the management made up to open the device is kept where the administrator chose. */
	pinKeptAt: string | null;
	/** Held because so many are wiped; whether somebody has allowed it since. */
	cap: 'not held' | 'held' | 'allowed';
}

export interface Spot {
	system: string;
	deviceId: string;
	caseId: string;
	action: DeviceAction;
}

const isAbout = ({ action }: Spot, { kind, content }: LedgerRecord): boolean => content !== null && (kind === 'step.settled' ? content['step'] === action : content['action'] === action || content['action'] === null);

/** What the management showed of the commands when a result was written down; null where it was not looked at. */
export const commandsSeen = (content: JsonObject | null): Command[] | null => {
	const commands = ((content?.['after'] ?? {}) as JsonObject)['commands'];
	return Array.isArray(commands) ? (commands as unknown as Command[]) : null;
};

/** Of all cases, because a device has one life, whoever's case it is: what another case sent must not be sent again. */
export const historyOf = async (ledger: Ledger, spot: Spot): Promise<History> => {
	const records = (await ledger.records({ subject: subjectOf(spot.system, spot.deviceId), kinds })).filter((record) => isAbout(spot, record));
	const mine = records.filter(({ caseId }) => caseId === spot.caseId);
	const last = (among: readonly LedgerRecord[], kind: Kind, fits: (content: JsonObject) => boolean = () => true) =>
		among.filter((record) => record.kind === kind && record.content !== null && fits(record.content)).at(-1);
	const decided = (decision: DeviceDecision) => last(mine, 'device.decided', (content) => content['decision'] === decision);

	const ordered = last(mine, 'device.ordered');
	const asked = records.filter(({ kind }) => kind === 'device.asked');
	const answers = new Map(records.flatMap((record) => (record.kind === 'device.answered' ? [[record.content!['asked'], record]] : [])));
	const taken = (content: JsonObject) => content['taken'] === true;
	// What was refused for certain is as if it had never been asked.
	const standing = asked.filter(({ seq }) => answers.get(seq)?.content?.['taken'] !== false);
	const sent = standing.filter(({ seq }) => answers.has(seq)).at(-1);
	const newest = standing.at(-1);
	const here = standing.filter(({ caseId }) => caseId === spot.caseId).at(-1);
	const looks = records.flatMap(({ kind, seq, content }) => (kind === 'step.settled' && commandsSeen(content) !== null ? [{ seq, commands: commandsSeen(content)! }] : []));
	const lifeIn = (record: LedgerRecord | undefined) => (record?.content?.['enrolledAt'] as string | null | undefined) ?? null;
	const again = decided('sendAgain');
	// Said of what somebody had seen: of a command that was still on its way, or not sent yet, it says nothing.
	const seenBefore = looks.filter(({ seq }) => again !== undefined && seq < again.seq).at(-1);
	const spent = asked.filter((record) => standing.includes(record) || answers.get(record.seq)?.content?.['already'] === true).at(-1);
	const counts = again !== undefined && seenBefore !== undefined && seenBefore.seq > (spent?.seq ?? -1) && !seenBefore.commands.some(isUnderway);
	const waived = decided('waived');
	const held = last(mine, 'device.wipeHeld');
	const allowed = decided('wipeAllowed');
	return {
		order: (ordered?.content?.['order'] as unknown as Order | undefined) ?? null,
		receipts: records.flatMap(({ kind, content }) => (kind === 'device.answered' && content?.['taken'] === true ? [content['receipt']!] : [])),
		newestAsked: asked.at(-1)?.seq ?? -1,
		sentHere: last(mine, 'device.answered', taken)?.at ?? null,
		waived: waived === undefined ? null : { by: String((waived.content!['by'] as JsonObject)['name']), reason: String(waived.content!['reason']) },
		pinKeptAt: last(records, 'device.pinKept')?.at ?? null,
		cap: held === undefined ? 'not held' : allowed === undefined || allowed.seq < held.seq ? 'held' : 'allowed',
		asked: {
			orderedAt: mine.find(({ kind }) => kind === 'device.ordered')?.at ?? null,
			sentAt: sent === undefined ? null : answers.get(sent.seq)!.at,
			unansweredAt: newest !== undefined && !answers.has(newest.seq) ? newest.at : null,
			alreadyAt: last(mine, 'device.answered', (content) => content['already'] === true)?.at ?? null,
			sentInLifeSince: lifeIn(newest),
			sentHereAt: here?.at ?? null,
			sentHereInLifeSince: lifeIn(here),
			lastState: looks.at(-1)?.commands.at(-1)?.state ?? null,
			carriedOut: standing.flatMap(({ content }) => (typeof content?.['approved'] === 'string' ? [content['approved']] : [])),
			againAt: counts ? again.at : null,
			returnedAt: decided('returned')?.at ?? null,
			staysBecause: null,
			sentAs: null,
		},
	};
};

interface Writer {
	ledger: Ledger;
	run: string;
	node: string;
}

const note = async ({ ledger, run, node }: Writer, { system, deviceId, caseId, action }: Spot, kind: Kind, content: JsonObject): Promise<number> => {
	const { record } = await keep(ledger, { kind, caseId, subject: subjectOf(system, deviceId), content: { run, node, system, device: deviceId, action, ...content } });
	return record.seq;
};

/** Once as long as it stays the same: who orders it again changes nothing. */
export const noteOrder = async (writer: Writer, spot: Spot, order: Order, label: string): Promise<void> => {
	const { order: known } = await historyOf(writer.ledger, spot);
	if (JSON.stringify(known) !== JSON.stringify(order)) await note(writer, spot, 'device.ordered', { label, order: { ...order } });
};

/** Durable before the command is sent: from now on nobody may send it again without knowing what became of it. Gives the number that its answer is kept with. */
export const noteAsked = (writer: Writer, spot: Spot, { serial, enrolledAt }: Device, approved: Command | null): Promise<number> => note(writer, spot, 'device.asked', { serial, enrolledAt, ...(approved?.id ? { approved: approved.id } : {}) });
export const noteTaken = (writer: Writer, spot: Spot, asked: number, receipt: Json, escrow: string | null): Promise<number> => note(writer, spot, 'device.answered', { asked, taken: true, receipt, ...(escrow === null ? {} : { keptIn: escrow }) });
/** The management itself said that it did not take it, or it was never sent. */
export const noteNotTaken = (writer: Writer, spot: Spot, asked: number, problem: string): Promise<number> => note(writer, spot, 'device.answered', { asked, taken: false, problem });
/** The same, because there was nothing left to do. */
export const noteAlready = (writer: Writer, spot: Spot, asked: number): Promise<number> => note(writer, spot, 'device.answered', { asked, taken: false, already: true });
export const notePinKept = (writer: Writer, spot: Spot, reference: string): Promise<number> => note(writer, spot, 'device.pinKept', { keptIn: reference });
export const noteWipeHeld = (writer: Writer, spot: Spot, why: string): Promise<number> => note(writer, spot, 'device.wipeHeld', { why });

/** Of two workers that are about to send the same, whichever is in the ledger first does, also where the other one had slept for long. */
export const isFirst = async (ledger: Ledger, spot: Spot, before: number, asked: number): Promise<boolean> => {
	const between = await ledger.records({ subject: subjectOf(spot.system, spot.deviceId), kinds: ['device.asked'], afterSeq: before, beforeSeq: asked });
	return !between.some((record) => isAbout(spot, record));
};

/** Managements give a device that comes back a new record, and some keep the old one beside it. */
export const sentUnderAnotherId = async (ledger: Ledger, { system, deviceId, caseId, action }: Spot, serial: string | null): Promise<string | null> => {
	if (spelled(serial) === '') return null;
	const records = await ledger.records({ caseId, kinds: ['device.asked', 'device.answered'] });
	const refused = new Set(records.flatMap(({ content }) => (content?.['taken'] === false ? [content['asked']] : [])));
	const other = records.find(({ kind, seq, content }) => kind === 'device.asked' && !refused.has(seq) && content?.['system'] === system && content['action'] === action && content['device'] !== deviceId && spelled(content['serial'] as string | null) === spelled(serial));
	return other === undefined ? null : String(other.content!['device']);
};
