/** Something an account holds that *Groups to Join* and *Groups to Leave* can name, by this id as well as by this name. */
export interface Right {
	readonly id: string;
	readonly name: string;
	/** In the system's own word: group, team, project. */
	readonly kind: string;
	/** Whether the steps of this pack can give and take it here. */
	readonly byHand: boolean;
	/** Why it cannot be given or taken by hand here: a rule fills it, another directory owns it. */
	readonly why: string | null;
}

export const right = ({ id, name }: { id: string; name: string }, kind: string, why: string | null = null): Right => ({ id, name, kind, byHand: why === null, why });

const before = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Each once, whatever a list showed twice, and in the same order each time, so that two readings can be compared. */
export const inOrder = (rights: readonly Right[]): Right[] =>
	[...new Map(rights.map((one) => [one.id, one])).values()].sort((one, other) => before(one.name, other.name) || before(one.id, other.id));
