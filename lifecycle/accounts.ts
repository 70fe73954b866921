/** One account as a system lists it, to be compared with HR and with other systems. */
export interface ListedAccount {
	id: string;
	/** What an administrator recognises it by, such as the login. */
	label: string;
	/** The HR id the account carries, if it carries one. */
	personId: string | null;
	email: string | null;
	name: string | null;
	/** The system's own word. */
	status: string;
	/** Whether anybody can sign in with it. */
	usable: boolean;
	kind: 'person' | 'guest' | 'service';
	/** What masters it, where that is another system, such as a directory on premises. */
	masteredBy: string | null;
	createdAt: string | null;
	lastSignInAt: string | null;
}

/** One page after the other: what was handed out is forgotten, however many there are. */
export type AccountPages = AsyncIterable<readonly ListedAccount[]>;
