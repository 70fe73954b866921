import { inWords } from '../guard/words';
import { additionsFor, type Ready } from './additions';
import { together } from './approval';
import { planHash } from './hash';
import { shownRight } from './named';
import type { Addition, Later, Plan, Withheld } from './planned';
import { removalsFor, type Removals } from './removals';
import { plannedOf, withheldFor, type Situation, type Wanted } from './situation';
import { isJoining } from './timing';
import { isAbout, unmapped } from './unmapped';
import { worldOf, type World } from './world';

export const nothingPlanned = (refused: readonly string[]): Plan => ({ hash: planHash('', [], [], []), refused: [...refused], additions: [], removals: [], later: [], withheld: [], asks: [], leftOut: [], kept: [], again: [], systems: {} });

/** The exact difference between what the catalogue gives a person and what they hold. Pure: it asks and changes nothing. */
export const planFor = (situation: Situation): Plan => {
	const { person, catalogue, access } = situation;
	const unknown = unmapped(person, catalogue);
	if (unknown.length > 0) return nothingPlanned(unknown);

	const world = worldOf(catalogue, access);
	const wanted = [...world.governed.values()].flatMap((one): Wanted[] => {
		const given = one.rows.filter((row) => isAbout(row, person));
		return given.length === 0 ? [] : [{ ...one, given }];
	});
	const additions = additionsFor(situation, world, wanted);
	const removals = removalsFor(situation, world, wanted, {
		outFirst: new Set(additions.ready.flatMap(({ inTheWay }) => inTheWay.map(({ key }) => key))),
		something: additions.missing.length > 0 || wanted.some(({ held }) => held.length > 0),
	});
	const entering = additions.ready.map((one) => enter(situation, one, removals));
	const adding = entering.filter((one): one is Addition => 'approved' in one);
	const withheld = [...unreadSystems(situation, world), ...ambiguous(situation, world), ...additions.withheld, ...entering.filter((one): one is Withheld => 'cause' in one)];
	const later = [...additions.later, ...removals.later];
	return {
		hash: planHash(person.id, additions.missing, removals.all, [...additions.missing.flatMap(({ given }) => given), ...removals.all.flatMap(({ entitlement }) => entitlement.rows)]),
		refused: [],
		additions: adding,
		removals: removals.now,
		later,
		withheld,
		asks: together([...additions.asks, ...(removals.ask === null ? [] : [removals.ask])]),
		leftOut: [...additions.leftOut, ...removals.leftOut],
		kept: [...world.others],
		again: appointments(later, withheld),
		systems: Object.fromEntries(world.systems.map((system) => [system, { join: adding.filter((one) => one.system === system).map(({ right }) => right), leave: removals.now.filter((one) => one.system === system).map(({ id }) => id) }])),
	};
};

/** Conflicting rights first out, then in: it is added by the run that finds them gone. */
const enter = (situation: Situation, { wanted, privileged, approved, readAsHeld, inTheWay }: Ready, removals: Removals): Addition | Withheld => {
	const planned = plannedOf(wanted, wanted.given);
	const stay = inTheWay.filter(({ key }) => removals.staying.has(key));
	if (stay.length > 0) return withheldFor(situation, planned, 'contradiction', `it conflicts with ${inWords(stay.map(shownRight))}, which they keep because somebody decided so. Decide which of the two they are to have`);
	if (inTheWay.length === 0) return { ...planned, privileged, approved, readAsHeld };
	const going = inTheWay.every(({ system, held }) => removals.now.some((one) => one.system === system && one.id === held[0]?.id));
	return withheldFor(situation, planned, 'conflict', `it conflicts with ${inWords(inTheWay.map(shownRight))}, which ${going ? 'is taken away first' : 'has to be gone first, and waits for a decision'}`, going);
};

/** What nobody has seen is neither completed nor taken away; of whoever joins there is nothing to see. */
const unreadSystems = (situation: Situation, world: World): Withheld[] =>
	[...new Map([...world.governed.values()].map((one) => [one.system, one])).values()].flatMap(({ system, label }) => {
		const state = world.stateOf(system);
		const planned = { system, label, right: 'all rights', rows: [] };
		if (state?.kind === 'outOfReach') return [withheldFor(situation, planned, 'unread', state.why, false)];
		if (isJoining(situation.event.kind)) return [];
		if (state === undefined) return [withheldFor(situation, planned, 'unread', `nobody has read what they hold in ${label}. Put Inspect Access of it before Access Plan, or take its rows out of the catalogue`, false)];
		return state.kind === 'unread' ? [withheldFor(situation, planned, 'unread', `what they hold in ${label} could not be read: ${state.why}`)] : [];
	});

const ambiguous = (situation: Situation, world: World): Withheld[] =>
	[...world.governed.values()].filter(({ held }) => held.length > 1).map((one) => withheldFor(situation, plannedOf(one, one.rows), 'ambiguous', `they hold ${one.held.length} rights of that name (${one.held.map(({ id }) => id).join(', ')}). Write the ID of the one that is meant into right_name`));

const appointments = (later: readonly Later[], withheld: readonly Withheld[]): Plan['again'] => {
	const byInstant = new Map<string, string[]>();
	const add = (at: string, why: string) => byInstant.set(at, [...(byInstant.get(at) ?? []), why]);
	for (const one of later) add(one.at, one.do === 'add' ? `the day of ${shownRight(one)} has come` : `the time in which ${shownRight(one)} was kept is over`);
	for (const one of withheld) if (one.againAt !== null) add(one.againAt, `${shownRight(one)} was withheld`);
	return [...byInstant].map(([at, whys]) => ({ at, why: inWords([...new Set(whys)]) })).sort((one, other) => (one.at < other.at ? -1 : 1));
};
