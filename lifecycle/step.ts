import type { Json } from '../ledger/types';

export const stages = ['prepare', 'cut', 'devices', 'clean-up'] as const;
export type Stage = (typeof stages)[number];

/** The kinds of access a step can close; what auditors ask for, one by one. */
export const accessKinds = ['sign-in', 'credentials', 'entitlements', 'devices', 'data'] as const;
export type AccessKind = (typeof accessKinds)[number];

/** Something a step found but cannot take away here, with the place where it can be. */
export interface Left {
	what: string;
	why: string;
}

/**
 * What the state read from a system means for a step. Pure, and tested as a table.
 * - `satisfied`: nothing is missing
 * - `change`: apply
 * - `underway`: the system is still working on it; wait, do not apply again; what is missing once it has ended is applied.
 *   With `elsewhere` it has done its part, and another system decides whether that holds: the step is waited for, but
 *   the steps after it need not wait
 * - `unknown`: the system offers no read that tells; apply, look for proof, and say so if there is none
 * - `impossible`: no call can bring the end state about from here. `accepted` where the administrator wants it so for now,
 *   `theirs` where only the person can do it, and nobody else has to
 */
export type Plan =
	| { kind: 'satisfied'; what: string; left: Left[] }
	| { kind: 'change'; what: string; left: Left[]; presumed?: true }
	| { kind: 'underway'; what: string; left: Left[]; elsewhere?: true }
	| { kind: 'unknown'; what: string; left: Left[] }
	| { kind: 'impossible'; what: string; left: Left[]; outcome: Impossible; accepted?: true; theirs?: true };

/** `refused`: a call could, and must not. */
export type Impossible = 'failed' | 'pending' | 'refused' | 'not_removable_here';

export const satisfied = (what: string, left: Left[] = []): Plan => ({ kind: 'satisfied', what, left });
export const change = (what: string, left: Left[] = []): Plan => ({ kind: 'change', what, left });
/** Nothing shows whether it is missing; as long as it may be, it is supplied, also where that was done before. */
export const presumed = (what: string): Plan => ({ kind: 'change', what, left: [], presumed: true });
export const underway = (what: string): Plan => ({ kind: 'underway', what, left: [] });
export const underwayElsewhere = (what: string): Plan => ({ kind: 'underway', what, left: [], elsewhere: true });
export const unknown = (what: string): Plan => ({ kind: 'unknown', what, left: [] });
export const impossible = (what: string, outcome: Impossible = 'failed'): Plan => ({ kind: 'impossible', what, left: [], outcome });

/** Only the person can do it, and nobody else has to. */
export const forThePerson = (what: string): Plan => ({ kind: 'impossible', what, left: [], outcome: 'pending', theirs: true });

/** Its time has not come, as the administrator chose: nothing is wrong with that, and nothing is done yet. */
export const notDue = (what: string): Plan => ({ kind: 'impossible', what, left: [], outcome: 'pending', accepted: true });

/** One change in one system with one visible end state. */
export interface Step<Client, Account, State extends Json = Json> {
	id: string;
	label: string;
	/** What the person loses, and whether it can be given back. Shown where the step is ticked. */
	danger: string;
	/** The permissions it needs, in the system's own words. */
	needs: readonly string[];
	/** What is read to see that it is done, and whether Restore Access gives it back: for the documentation. */
	readBackFrom: string;
	givenBack: string;
	/** Which kind of access it closes. */
	closes: AccessKind;
	/** What it cannot reach even where it is done, and until when that lasts. It goes into the evidence. */
	remains?: readonly string[];
	stage: Stage;
	/** Steps of the same stage that must have ended first, where the order matters; or have done what they can here. */
	after?: readonly string[];
	/** Left unticked until the administrator asks for it. */
	optional?: true;
	/** Destroys something a legal hold must keep. */
	erases?: true;
	/** Takes away what the person's devices are reached by: it waits until each of them has answered or was waived. */
	afterDevices?: true;
	/**
	 * Takes several calls in a row to read, and no other step changes it: its state is kept with its own intent, so that
	 * the snapshot, and with it the first change, does not wait for it.
	 */
	readsLong?: true;

	/** `receipt` is what `apply` returned, for systems that prove a change by its own id. */
	read(client: Client, account: Account, receipt?: Json): Promise<State>;
	plan(state: State): Plan;
	apply(client: Client, account: Account, state: State): Promise<Json | void>;
	/** When the system itself says the state began. */
	since?(state: State): string | null;
	undo: Undo<Client, Account, State>;
}

/** How `Restore Access` gives back what the step took, judged against the state read before the first change. */
export interface Undo<Client, Account, State> {
	plan(now: State, before: State): Plan;
	/** What it returns goes to `read`, as with the step itself. */
	apply(client: Client, account: Account, now: State, before: State): Promise<Json | void>;
}

/** For steps that took away something that simply comes back by signing in again. */
export const nothingToUndo = (why: string): Undo<unknown, unknown, unknown> => ({
	plan: () => satisfied(why),
	apply: async () => {},
});

type Missing<State> = (now: State, before: State) => string | null;

const onlyNamed = <State>(missing: Missing<State>, named: (what: string) => Plan): Undo<unknown, unknown, State> => ({
	plan: (now, before) => {
		const what = missing(now, before);
		return what === null ? satisfied('nothing is missing') : named(what);
	},
	apply: async () => {},
});

/** For steps that took away something only the person can set up again. */
export const onlyThePersonCan = <State>(missing: Missing<State>): Undo<unknown, unknown, State> => onlyNamed(missing, forThePerson);

/** For steps that took away something somebody has to set up again in the system itself. */
export const onlyByHand = <State>(missing: Missing<State>): Undo<unknown, unknown, State> => onlyNamed(missing, (what) => impossible(what, 'pending'));

/** Keeps each step's own state type while it is written, and lets a system hold steps of many state types in one list. */
export const step =
	<Client, Account>() =>
	<State extends Json>(definition: Step<Client, Account, State>): Step<Client, Account> =>
		definition as unknown as Step<Client, Account>;
