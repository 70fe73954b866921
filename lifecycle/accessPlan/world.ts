import type { Right } from '../rights';
import { rightsMeant, type CurrentAccess, type Held } from './access';
import type { Catalogue, Role } from './catalogue';
import { keyOf, type Named } from './named';

/** A right of the catalogue, as it meets what the person holds. */
export interface Entitlement extends Named {
	/** The same for a right that one row names by its name and another by its id. */
	key: string;
	/** Every row that names it. */
	rows: readonly Role[];
	/** What it is in the system, where it is held; several where the name does not say which. */
	held: readonly Right[];
}

/** What the catalogue governs and what the person holds, seen together. */
export interface World {
	governed: ReadonlyMap<string, Entitlement>;
	keyOf(named: Named): string;
	heldAs(named: Named): readonly Right[];
	stateOf(system: string): Held | undefined;
	/** What the person holds and no row names. */
	others: readonly (Named & { id: string })[];
	/** By key: what must not be held together with it. */
	conflictsOf(key: string): ReadonlyMap<string, Named>;
	systems: readonly string[];
}

const rightsOf = (held: Held | undefined): readonly Right[] => (held?.kind === 'read' ? held.rights : []);

const heldKey = (system: string, { id }: Right): string => `${system}/#${id}`;

export const worldOf = ({ roles }: Catalogue, access: CurrentAccess): World => {
	const heldAs = (named: Named): readonly Right[] => rightsMeant(named, rightsOf(access.get(named.system)));
	const key = (named: Named): string => {
		const [held, ...more] = heldAs(named);
		return held === undefined || more.length > 0 ? keyOf(named) : heldKey(named.system, held);
	};
	const governed = new Map<string, Entitlement>();
	for (const role of roles) {
		if (role.gives === null) continue;
		const known = governed.get(key(role.gives));
		governed.set(key(role.gives), known === undefined ? { ...role.gives, key: key(role.gives), rows: [role], held: heldAs(role.gives) } : { ...known, rows: [...known.rows, role] });
	}
	const labels = new Map(roles.flatMap(({ gives }) => (gives === null ? [] : [[gives.system, gives.label]])));
	const taken = new Set([...governed.values()].flatMap(({ system, held }) => held.map((right) => heldKey(system, right))));
	const others = [...access].flatMap(([system, held]) => rightsOf(held).filter((right) => !taken.has(heldKey(system, right))).map(({ id, name }) => ({ system, label: labels.get(system) ?? system, right: name, id })));
	const conflicts = conflictsIn(roles, key);
	return {
		governed,
		keyOf: key,
		heldAs,
		stateOf: (system) => access.get(system),
		others,
		conflictsOf: (one) => conflicts.get(one) ?? new Map<string, Named>(),
		systems: [...new Set([...labels.keys(), ...access.keys()])],
	};
};

/** Said in one row, it counts for both sides. */
const conflictsIn = (roles: readonly Role[], key: (named: Named) => string): ReadonlyMap<string, ReadonlyMap<string, Named>> => {
	const conflicts = new Map<string, Map<string, Named>>();
	const add = (one: Named, other: Named): void => {
		if (key(one) !== key(other)) conflicts.set(key(one), (conflicts.get(key(one)) ?? new Map<string, Named>()).set(key(other), other));
	};
	for (const { gives, conflictsWith } of roles) {
		if (gives === null) continue;
		for (const other of conflictsWith) {
			add(gives, other);
			add(other, gives);
		}
	}
	return conflicts;
};
