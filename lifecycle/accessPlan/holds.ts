import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject, Ledger } from '../../ledger/types';
import { keptOfEvent } from '../event';
import { holdsIn, isDecided, type Hold, type Reason } from '../guard/hold';
import { hashOf, partOf } from '../guard/shown';
import type { Announcement } from '../inbox';
import { keep } from '../keep';
import { keptOfPerson } from '../person';
import { placeOf, trailSubject } from '../pending';
import type { Ask, Plan } from './planned';

/** A part of a plan that somebody has to decide on. */
export interface Asked {
	hold: string;
	/** Who may; null: anybody but the person, and who asked for the event. */
	approvers: string[] | null;
	/** What they are shown, and its SHA-256. */
	text: string;
	shownHash: string;
	/** Whether somebody was asked before, in a run of the case that came to its end. */
	askedBefore: boolean;
}

export interface Asking extends Announcement {
	workflow: string;
	caseId: string;
	until: string;
	mostRemovals: number;
}

const sameQuestion = ({ approvers, covers }: Pick<Ask, 'approvers' | 'covers'>): string =>
	createHash('sha256').update(JSON.stringify([approvers, covers.map(({ hash }) => hash).sort()]), 'utf8').digest('hex');

/** Asks whoever has not been asked yet. The same question that still waits is not asked twice, also by two workers at once. */
export const holdUp = async (ledger: Ledger, asking: Asking, plan: Plan): Promise<Asked[]> => {
	const asked: Asked[] = [];
	for (const ask of plan.asks) {
		const id = (await openHold(ledger, asking, ask)) ?? (await newHold(ledger, asking, plan, ask));
		const hold = (await holdsIn(ledger)).byId.get(id);
		if (hold === undefined || isDecided(hold)) continue;
		const text = partOf(hold);
		asked.push({ hold: id, approvers: ask.approvers, text, shownHash: hashOf(text), askedBefore: await wasToldOf(ledger, asking.caseId, hold) });
	}
	return asked;
};

const isOf = ({ workflow, event }: Asking, hold: Hold): boolean => hold.plan !== undefined && hold.workflow === workflow && hold.key === event.key;

const openHold = async (ledger: Ledger, asking: Asking, ask: Ask): Promise<string | undefined> => {
	// Also where it was decided on a moment ago: the case comes again for it.
	const open = [...(await holdsIn(ledger)).byId.values()].filter((hold) => isOf(asking, hold));
	return open.find((hold) => sameQuestion({ approvers: hold.approvers ?? null, covers: hold.plan!.covers }) === sameQuestion(ask))?.id;
};

const newHold = async (ledger: Ledger, asking: Asking, plan: Plan, ask: Ask): Promise<string> => {
	const { workflow, caseId, person, event, until } = asking;
	const place = placeOf({ workflow }, event);
	const question = sameQuestion(ask);
	const before = (await ledger.records({ caseId, kinds: ['plan.held'] })).filter(({ content }) => content?.['question'] === question && content['workflow'] === workflow);
	// By chance, and not from the words: what was held could be guessed from it after it was erased.
	const hold = `hold_${randomBytes(5).toString('hex')}`;
	const content: JsonObject = {
		hold, workflow, key: event.key, question,
		reasons: reasonsOf(ask, asking), needs: 1, requestedBy: event.requestedBy ?? null,
		person: keptOfPerson(person), event: keptOfEvent(event), until,
		...(ask.approvers === null ? {} : { approvers: ask.approvers }),
		plan: { hash: plan.hash, covers: ask.covers },
	};
	const { record } = await keep(ledger, { kind: 'plan.held', caseId, subject: trailSubject(place), once: `plan.held/${place}/${question}/${before.length}`, content });
	return String(record.content?.['hold']);
};

const reasonsOf = ({ covers }: Ask, { mostRemovals }: Asking): Reason[] => {
	const removed = covers.filter((cover) => cover.do === 'remove');
	const brake: Reason[] = removed.length === 0 ? [] : [{ code: 'removals', why: removed.length > mostRemovals ? `${removed.length} rights would be removed, and at most ${mostRemovals} are without a person's decision. Look whether HR means it` : 'everything they hold by the role catalogue would be removed, and nothing added. Look whether HR means it' }];
	return [...brake, ...covers.map(({ do: direction, why }): Reason => ({ code: direction === 'add' ? 'privileged' : 'removals', why }))];
};

/** A run that n8n broke off may have held it, and told nobody. */
const wasToldOf = async (ledger: Ledger, caseId: string, { id }: Hold): Promise<boolean> => {
	const records = await ledger.records({ caseId, kinds: ['plan.held', 'case.closed'] });
	const held = records.findIndex(({ kind, content }) => kind === 'plan.held' && content?.['hold'] === id);
	return held !== -1 && records.slice(held).some(({ kind }) => kind === 'case.closed');
};
