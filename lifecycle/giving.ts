import type { Json } from '../ledger/types';
import type { Person } from './person';
import type { Plan } from './step';
import type { AccountRef, Finding } from './system';

/** What HR knows that an account can show. */
export const facts = ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType', 'startDate'] as const;
export type Fact = (typeof facts)[number];

/**
 * What a person is to have in a system. Each system adds what only it knows. Never a secret: a first password is made
 * where it is sent, and forgotten there.
 */
export interface Wish {
	person: Person;
	/** What the account shows as HR has it. An HR field that is empty changes nothing. */
	facts: readonly Fact[];
	/** Further attributes, in the system's own names. */
	attributes: Readonly<Record<string, string>>;
	/** Whether the person may sign in; null leaves that as it is. */
	usable: boolean | null;
	/** By id or by exact name. */
	join: readonly string[];
	leave: readonly string[];
}

/** One thing that is to be there, with one visible end state: the counterpart of a step that takes away. */
export interface GivingStep<Client, Account, Wished, State extends Json = Json> {
	id: string;
	label: string;
	/** The permissions it needs, in the system's own words. */
	needs: readonly string[];
	/** What is read to see that it is there: for the documentation. */
	readBackFrom: string;
	/** Steps that must have ended first; all others run together. */
	after?: readonly string[];
	/** A step nobody asked for is left out, so that the result lists what was wanted and nothing else. */
	asked(wish: Wished): boolean;
	/** `receipt` is what `apply` returned. */
	read(client: Client, account: Account, wish: Wished, receipt?: Json): Promise<State>;
	plan(state: State, wish: Wished): Plan;
	apply(client: Client, account: Account, state: State, wish: Wished): Promise<Json | void>;
	/** When the system itself says the state began. */
	since?(state: State): string | null;
}

/** How a system gives: it makes the account where there is none, then supplies what is missing. */
export interface Giving<Client, Account extends AccountRef, Wished extends Wish> {
	create: {
		needs: readonly string[];
		/** A `change` that says what will be made, or `impossible` where the wish lacks what the system insists on. */
		plan(wish: Wished): Plan;
		/** The account is found again like any other; what is returned here goes to `find`, for systems whose search lags. */
		apply(client: Client, wish: Wished): Promise<Json | void>;
	};
	steps: readonly GivingStep<Client, Account, Wished>[];
}

/** What was found of an account, as the ledger keeps it. */
export type Found = { kind: Finding<AccountRef>['kind']; why: string | null; inTheWay: string | null; account: { id: string; label: string } | null };

/** Keeps each step's own state type while it is written, and lets a system hold steps of many state types in one list. */
export const givingStep =
	<Client, Account, Wished>() =>
	<State extends Json>(definition: GivingStep<Client, Account, Wished, State>): GivingStep<Client, Account, Wished> =>
		definition as unknown as GivingStep<Client, Account, Wished>;
