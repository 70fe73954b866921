import { nothingToUndo, satisfied, type Step } from './step';

/** Something that is the person's and stays behind. */
export type OwnedThing = {
	/** `deploy key`, `workflow`, `application`; a service account is listed here, and never disabled by a person's leaving. */
	kind: string;
	name: string;
	/** A sentence without its end: whether it goes on working, and what to do about it. */
	why: string;
};

type Owned = { owned: OwnedThing[] };

interface Listing<Client, Account> {
	/** What kinds of things, for the sentence where the step is ticked: `Apps and groups the person owns`. */
	what: string;
	needs: readonly string[];
	readBackFrom: string;
	remains: readonly string[];
	readsLong?: true;
	list(client: Client, account: Account): Promise<OwnedThing[]>;
}

/**
 * Names what the person owned, so that somebody takes it over. Read before anything is cut, since some systems show it
 * of those only who still belong to them.
 */
export const ownedStep = <Client, Account>({ what, list, ...listing }: Listing<Client, Account>): Step<Client, Account, Owned> => ({
	...listing,
	id: 'reportOwned',
	label: 'Report What They Own',
	danger: `Nothing is changed. ${what} are named, with what to do about each.`,
	givenBack: 'nothing is taken',
	closes: 'credentials',
	stage: 'prepare',
	read: async (client, account) => ({ owned: await list(client, account) }),
	plan: ({ owned }) => satisfied(owned.length === 0 ? 'They own nothing' : `They own ${owned.length} ${owned.length === 1 ? 'thing' : 'things'}`, owned.map(({ kind, name, why }) => ({ what: `${name} (${kind})`, why }))),
	apply: async () => {},
	undo: nothingToUndo('Nothing was taken'),
});
