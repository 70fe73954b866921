import { inWords } from '../guard/words';
import { approvalOf } from './approval';
import type { Named } from './named';
import { shownRight } from './named';
import { askedOf, type Ask, type Later, type LeftOut, type Withheld, type Word } from './planned';
import { plannedOf, withheldFor, type Situation, type Wanted } from './situation';
import { dueFrom, isJoining } from './timing';
import type { Entitlement, World } from './world';

/** Nothing is against it but what is held and to be taken away first. */
export interface Ready {
	wanted: Wanted;
	privileged: boolean;
	approved: Word[];
	/** What it needs, and was read as held. */
	readAsHeld: string[];
	inTheWay: readonly Entitlement[];
}

export interface Additions {
	/** Everything that is wanted, is not held, and was not rejected. */
	missing: Wanted[];
	ready: Ready[];
	later: Later[];
	asks: Ask[];
	withheld: Withheld[];
	leftOut: LeftOut[];
}

export const additionsFor = (situation: Situation, world: World, wanted: readonly Wanted[]): Additions => {
	const additions: Additions = { missing: [], ready: [], later: [], asks: [], withheld: [], leftOut: [] };
	const { memory } = situation;
	const rejectionOf = (one: Wanted): Word | undefined => (one.held.length === 0 ? memory.rejected.get(askedOf('add', one)) : undefined);
	const meant = wanted.filter((one) => rejectionOf(one) === undefined);
	for (const one of wanted) {
		const word = rejectionOf(one);
		if (word !== undefined) additions.leftOut.push({ ...plannedOf(one, one.given), do: 'add', word });
		else if (one.held.length <= 1) judge(situation, world, meant, one, additions);
	}
	return additions;
};

const isReadable = ({ event }: Situation, world: World, system: string): boolean => {
	const state = world.stateOf(system);
	if (state?.kind === 'outOfReach') return false;
	return isJoining(event.kind) || (state !== undefined && state.kind !== 'unread');
};

const judge = (situation: Situation, world: World, meant: readonly Wanted[], one: Wanted, additions: Additions): void => {
	const planned = plannedOf(one, one.given);
	const withhold = (...[cause, why, byItself]: [Withheld['cause'], string, boolean?]): void => void additions.withheld.push(withheldFor(situation, planned, cause, why, byItself));
	const rivals = meant.filter(({ key }) => world.conflictsOf(one.key).has(key));
	if (one.held.length === 1) {
		for (const rival of rivals.filter(({ held }) => held.length === 1)) withhold('contradiction', `they hold it together with ${shownRight(rival)}, which it conflicts with, and ${rowsOf(one, rival)} give both. Neither is taken away: correct the catalogue, and run the case again`);
		return;
	}
	if (!isReadable(situation, world, one.system)) return;
	additions.missing.push(one);

	if (rivals.length > 0) {
		const stays = rivals.filter(({ held }) => held.length > 0);
		return withhold('contradiction', `${rowsOf(one, ...rivals)} give it together with ${inWords(rivals.map(shownRight))}, which it conflicts with. ${stays.length > 0 ? `They keep ${inWords(stays.map(shownRight))}` : 'Neither is added'}: correct the catalogue, and run the case again`);
	}
	const { inTheWay, forGood, unseen } = heldAgainst(situation, world, one);
	if (forGood.length > 0) return withhold('contradiction', `it conflicts with ${inWords(forGood.map(shownRight))}, which they hold and ${isJoining(situation.event.kind) ? 'a joiner is never taken away' : 'no row of the catalogue gives, so that it is not taken away'}. Take it away by hand, or correct the catalogue, and run the case again`);
	if (unseen.length > 0) return withhold('unread', `it conflicts with ${inWords(unseen.map(shownRight))}, and whether they hold that could not be read`);

	const { readAsHeld, unmet } = needed(world, one);
	const state = readAsHeld.length + unmet.length === 0 ? '' : `. It needs ${inWords([...readAsHeld.map((name) => `${name} (held)`), ...unmet.map((name) => `${name} (not held yet)`)])} first`;
	const approval = approvalOf(situation, one, one.given, state);
	additions.asks.push(...approval.asks);
	if (approval.nobody.length > 0) withhold('nobody', `it is privileged, and nobody can be asked: ${inWords(approval.nobody.map(({ row }) => row))} of the catalogue ${approval.nobody.length === 1 ? 'names' : 'name'} the manager, and HR has no e-mail address of one, or only the person. Name somebody else in the column approver`);
	const due = dueFrom(situation.event, situation.person, one.given, situation.zone);
	if (due === null) return withhold('startDate', 'HR has no start date to count days_before_start from. Enter it in HR');
	const ahead = due !== 'now' && due.getTime() > situation.now.getTime();
	if (unmet.length > 0 && !ahead) withhold('needs', `${inWords(unmet)} ${unmet.length === 1 ? 'has' : 'have'} to be held first, and ${unmet.length === 1 ? 'is' : 'are'} not`);
	if (approval.asks.length > 0 || approval.nobody.length > 0) return;
	if (ahead) additions.later.push({ ...planned, do: 'add', at: due.toISOString(), why: `${shownRight(one)} is given so long before the start` });
	else if (unmet.length === 0) additions.ready.push({ wanted: one, privileged: approval.privileged, approved: approval.approved, readAsHeld, inTheWay });
};

const rowsOf = (...all: readonly Wanted[]): string => inWords([...new Set(all.flatMap(({ given }) => given.map(({ row }) => row)))]);

/** What must not be held together with it, by what becomes of that. */
const heldAgainst = ({ event }: Situation, world: World, one: Wanted): { inTheWay: Entitlement[]; forGood: Named[]; unseen: Named[] } => {
	const against = { inTheWay: [] as Entitlement[], forGood: [] as Named[], unseen: [] as Named[] };
	for (const [key, named] of world.conflictsOf(one.key)) {
		const state = world.stateOf(named.system);
		if (state?.kind === 'unread' || state?.kind === 'outOfReach' || (state === undefined && !isJoining(event.kind))) against.unseen.push(named);
		else if (world.heldAs(named).length > 0) {
			const governed = isJoining(event.kind) || world.heldAs(named).length > 1 ? undefined : world.governed.get(key);
			if (governed === undefined) against.forGood.push(named);
			else against.inTheWay.push(governed);
		}
	}
	return against;
};

const needed = (world: World, { given }: Wanted): { readAsHeld: string[]; unmet: string[] } => {
	const needs = [...new Map(given.flatMap(({ needsFirst }) => needsFirst).map((one) => [world.keyOf(one), one])).values()];
	const isHeld = (one: Named): boolean => world.heldAs(one).length === 1;
	return {
		readAsHeld: needs.filter(isHeld).map(shownRight),
		unmet: needs.filter((one) => !isHeld(one)).map(shownRight),
	};
};
