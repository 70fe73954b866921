import { removalCover } from './approval';
import type { Named } from './named';
import { askedOf, type Ask, type Later, type LeftOut, type Removal } from './planned';
import { plannedOf, type Situation, type Wanted } from './situation';
import { isJoining, keptUntil } from './timing';
import type { Entitlement, World } from './world';
import type { Right } from '../rights';

export interface Removals {
	/** Everything that is held, that rows name, and that none of them gives. */
	all: (Named & { id: string; entitlement: Entitlement })[];
	now: Removal[];
	later: Later[];
	/** Asked about, because so much is no accident. */
	ask: Ask | null;
	leftOut: LeftOut[];
	/** Keys of what stays, although nobody gives it. */
	staying: ReadonlySet<string>;
}

export interface Instead {
	/** What stands in the way of something that is ready to be added; it has no time to overlap. */
	outFirst: ReadonlySet<string>;
	/** Whether they end up with anything of the catalogue. */
	something: boolean;
}

export const removalsFor = (situation: Situation, world: World, wanted: readonly Wanted[], { outFirst, something }: Instead): Removals => {
	const { event, memory, now } = situation;
	const removals: Removals = { all: [], now: [], later: [], ask: null, leftOut: [], staying: new Set() };
	if (isJoining(event.kind)) return removals;
	const given = new Set(wanted.map(({ key }) => key));
	const staying = new Set<string>();
	for (const entitlement of world.governed.values()) {
		const [held, ...more] = entitlement.held;
		if (held === undefined || more.length > 0 || given.has(entitlement.key)) continue;
		const named = { system: entitlement.system, label: entitlement.label, right: held.name };
		const planned = plannedOf(named, entitlement.rows);
		const word = memory.rejected.get(askedOf('remove', named));
		if (word !== undefined) {
			removals.leftOut.push({ ...planned, do: 'remove', word });
			staying.add(entitlement.key);
			continue;
		}
		removals.all.push({ ...named, id: held.id, entitlement });
		const until = outFirst.has(entitlement.key) ? null : keptUntil(event, entitlement.rows);
		if (until !== null && until.getTime() > now.getTime()) removals.later.push({ ...planned, do: 'remove', at: until.toISOString(), why: 'it is kept so long after a move' });
		else removals.now.push(removalOf(situation, entitlement, held));
	}
	return { ...braked(situation, removals, something), staying };
};

const removalOf = (situation: Situation, entitlement: Entitlement, { id, name, byHand, why }: Right): Removal => {
	const named = { system: entitlement.system, label: entitlement.label, right: name };
	const word = situation.memory.approved.get(removalCover(situation, named, entitlement.rows).hash);
	return { ...plannedOf(named, entitlement.rows), id, approved: word === undefined ? [] : [word], elsewhere: byHand ? null : (why ?? 'it is given by something else than this pack') };
};

/** Too many removals, or everything and nothing in its place, is looked at by a person first. */
const braked = (situation: Situation, removals: Removals, something: boolean): Removals => {
	const { now, later, all } = removals;
	const isMuch = now.length > situation.mostRemovals || (now.length > 0 && !something && later.length === 0);
	const unapproved = now.filter(({ approved }) => approved.length === 0);
	if (!isMuch || unapproved.length === 0) return removals;
	const covers = unapproved.map((one) => removalCover(situation, one, all.find(({ system, id }) => system === one.system && id === one.id)!.entitlement.rows));
	return { ...removals, now: now.filter((one) => !unapproved.includes(one)), ask: { approvers: null, covers } };
};
