import type { Json, JsonObject } from '../ledger/types';
import type { AccountPages } from './accounts';
import type { Giving, Wish } from './giving';
import type { Person } from './person';
import type { Right } from './rights';
import type { Step } from './step';

/** What a system holds for a person, found by an immutable id wherever the system has one. */
export interface AccountRef {
	id: string;
	/** What an administrator recognises it by, such as the login. */
	label: string;
}

export type Finding<Account> =
	| { kind: 'one'; account: Account }
	/** `inTheWay` says why none can be made either, such as an address that somebody else has. */
	| { kind: 'none'; why: string; inTheWay?: string }
	| { kind: 'several'; accounts: Account[]; why: string };

export interface System<Client = unknown, Account extends AccountRef = AccountRef, Wished extends Wish = Wish> {
	id: string;
	label: string;
	steps: readonly Step<Client, Account>[];
	/** A client whose every call is reported to the observer, so that each step keeps the evidence of its own calls. */
	connect(observe: (call: JsonObject) => void): Client;
	/** `made` is what creating the account returned, for systems whose search shows it only later. */
	find(client: Client, person: Pick<Person, 'id' | 'workEmail'>, made?: Json): Promise<Finding<Account>>;
	/**
	 * The account that this very case has worked on, where it is not found any more: some systems hide from their lists, or
	 * delete, whom they disable. null where it is somebody else's by now.
	 */
	revisit?(client: Client, person: Pick<Person, 'id' | 'workEmail'>, known: AccountRef): Promise<Account | null>;
	/** The places of its kind know the same accounts, so that one found in another counts here. Elsewhere the same id is somebody else. */
	sameAccountsInEachPlace?: true;
	/** A sentence saying why this account must never be cut: the last administrator, the account this pack works with. */
	untouchable(client: Client, account: Account): Promise<string | null>;
	giving: Giving<Client, Account, Wished>;
	/** All that the account holds now of what *Groups to Join* and *Groups to Leave* can name here; to the end of every list, or not at all. */
	rights(client: Client, account: Account): Promise<Right[]>;
	/** Every account there is, also of people HR does not know. */
	accounts(client: Client): AccountPages;
}
