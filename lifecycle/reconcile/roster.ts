import type { Standing } from '../known';
import { asName } from '../person';

/** One line of HR's list. */
export interface Rostered {
	/** The HR id. */
	id: string;
	name: string;
	workEmail: string | null;
	standing: Standing;
	/** `bamboohr/acme`; null where the list does not say. Numbers of people repeat from one HR system to the next. */
	source: string | null;
}

export const isGone = ({ standing }: Rostered): boolean => standing === 'gone';
/** Works there, if only on leave at the moment. */
export const isHere = ({ standing }: Rostered): boolean => standing === 'working' || standing === 'onLeave';

/** HR's list, by what an account can carry of it. */
export interface Roster {
	people: readonly Rostered[];
	byId: ReadonlyMap<string, readonly Rostered[]>;
	/** In lower case. */
	byEmail: ReadonlyMap<string, readonly Rostered[]>;
}

export const grouped = <Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Map<string, Item[]> => {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		for (const key of keysOf(item)) {
			const group = groups.get(key);
			if (group === undefined) groups.set(key, [item]);
			else group.push(item);
		}
	}
	return groups;
};

const comparable = ({ id, source, name, workEmail, standing }: Rostered): string => JSON.stringify([id, source, name, workEmail, standing]);

/** The same, whatever the order HR gave it in, and whoever it names twice with the same words. */
export const rosterOf = (listed: readonly Rostered[]): Roster => {
	const people = [...new Map(listed.map((one) => [comparable(one), one])).entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
	return {
		people,
		byId: grouped(people, ({ id }) => [id]),
		byEmail: grouped(people, ({ workEmail }) => (workEmail === null || workEmail.trim() === '' ? [] : [asName(workEmail)])),
	};
};
