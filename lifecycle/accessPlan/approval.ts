import { inWords } from '../guard/words';
import { asName } from '../person';
import { manager, type Role } from './catalogue';
import { coverHash } from './hash';
import { shownRight, type Named } from './named';
import type { Ask, Cover, Direction, Word } from './planned';
import type { Situation } from './situation';

export interface Approval {
	privileged: boolean;
	approved: Word[];
	/** Who has yet to be asked, or to answer. */
	asks: Ask[];
	/** Rows whose approver is nobody who could decide. */
	nobody: readonly Role[];
}

/** Whoever it is about decides nothing about themselves. */
const addressesOf = ({ approvers }: Role, { person }: Situation): string[] => {
	const named = approvers.map((one) => (one === manager ? asName(person.manager?.email ?? '') : one));
	return [...new Set(named)].filter((one) => one !== '' && one !== asName(person.workEmail ?? '')).sort();
};

const coverOf = ({ person, event }: Situation, direction: Direction, named: Named, rows: readonly Role[], approvers: string[] | null, why: string): Cover => ({
	do: direction,
	system: named.system,
	right: named.right,
	hash: coverHash({ personId: person.id, eventKey: event.key }, direction, named, rows, approvers),
	why,
});

/** One question for each set of people: a right that two rows give by leave of different people takes both. */
export const approvalOf = (situation: Situation, named: Named, given: readonly Role[], needs: string): Approval => {
	const rows = given.filter(({ privileged }) => privileged);
	const sets = new Map<string, { approvers: string[]; rows: Role[] }>();
	for (const row of rows) {
		const approvers = addressesOf(row, situation);
		const known = sets.get(approvers.join());
		sets.set(approvers.join(), { approvers, rows: [...(known?.rows ?? []), row] });
	}
	const nobody = sets.get('')?.rows ?? [];
	sets.delete('');
	const approved: Word[] = [];
	const asks: Ask[] = [];
	for (const { approvers, rows: theirs } of sets.values()) {
		const cover = coverOf(situation, 'add', named, theirs, approvers, `${shownRight(named)} would be added, and is privileged by ${inWords(theirs.map(({ row }) => row))} of the role catalogue${needs}`);
		const word = situation.memory.approved.get(cover.hash);
		if (word === undefined) asks.push({ approvers, covers: [cover] });
		else approved.push(word);
	}
	return { privileged: rows.length > 0, approved, asks, nobody };
};

/** Those who are asked about several rights are asked once. */
export const together = (asks: readonly Ask[]): Ask[] => {
	const sets = new Map<string, Ask>();
	for (const { approvers, covers } of asks) {
		const key = JSON.stringify(approvers);
		sets.set(key, { approvers, covers: [...(sets.get(key)?.covers ?? []), ...covers] });
	}
	return [...sets.values()];
};

/** Anybody but the person may decide whether so much is meant to go. */
export const removalCover = (situation: Situation, named: Named, rows: readonly Role[]): Cover => coverOf(situation, 'remove', named, rows, null, `${shownRight(named)} would be removed, because no row of the role catalogue gives it to them any more`);
