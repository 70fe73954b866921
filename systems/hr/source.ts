import type { DateMeaning } from '../../lifecycle/calendar';
import type { EventKind } from '../../lifecycle/event';
import type { Person } from '../../lifecycle/person';

/** What a person is to the company, whatever the HR system calls it. */
export const states = ['preboarding', 'active', 'leave', 'gardenLeave', 'terminated'] as const;
export type State = (typeof states)[number];

/** What each label of an HR system means. Compared without upper and lower case, blanks, dashes and underscores. */
export type Labels = Readonly<Record<string, State>>;

/** One person as an HR system shows them, in the system's own words but under our names. */
export interface Entry {
	person: Omit<Person, 'timeZone' | 'startDate' | 'lastDay'>;
	employeeNumber: string | null;
	/** Where the HR system itself knows it. */
	timeZone: string | null;
	/** Oldest first. Most HR systems show the present one only. */
	stints: readonly [Stint, ...Stint[]];
	/** When the HR system last changed this, where it tells: an older answer that arrives later is not believed. */
	changedAt: string | null;
}

/** One employment. Days, never instants: `2026-11-30`. */
export interface Stint {
	/** The status as HR writes it; the table of labels says what it means. */
	label: string;
	firstDay: string | null;
	end: End | null;
}

export interface End {
	date: string;
	/** Where the vendor documents what the date is; otherwise the company decides. */
	meaning?: DateMeaning;
	kind: Extract<EventKind, 'terminate' | 'contract-end'>;
	/** The vendor's own id of what was entered, where it has one. */
	row: string | null;
}

/** An event a source states by itself, instead of a state it follows from. */
export interface Statement {
	person: Omit<Person, 'startDate' | 'lastDay'>;
	kind: EventKind;
	/** An instant with its offset, or a day. */
	at: string;
	row: string | null;
	urgency?: 'immediate';
	confidential?: true;
	requestedBy?: string;
}

export type Said =
	| { kind: 'entry'; entry: Entry }
	| { kind: 'statement'; statement: Statement }
	/** Something is there, and nothing can be concluded from it. */
	| { kind: 'unclear'; employeeId: string | null; why: string };

export interface ReadOptions {
	/** Names of the columns, where the customer chooses them. */
	columns?: Readonly<Record<string, string>>;
	/** A second answer, where the vendor needs two to tell who somebody is and until when. */
	employments?: unknown;
	/** Which of several dates ends access. */
	endsWith?: 'lastWorkingDay' | 'terminationDate';
	/** What the source's names of events mean. */
	events?: Readonly<Record<string, EventKind>>;
}

/** A message as it came over the wire. */
export interface Message {
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	query: Readonly<Record<string, string>>;
	body: Buffer;
}

/** What proves who sent a message. Several secrets while one takes the place of another. */
export interface Keys {
	secrets: readonly string[];
	/** Where a static token stands: a header, or a parameter of the address. */
	tokenIn?: { header?: string; query?: string };
	/** Topics of AWS SNS that may send. */
	topics?: readonly string[];
}

export interface Surroundings {
	now: Date;
	/** Reads a text over https, and follows no redirect. */
	fetchText(url: string): Promise<string>;
}

export type Refusal = 'too large' | 'no key' | 'unsigned' | 'wrong signature' | 'too old' | 'other sender' | 'no message';

export interface Reply {
	status: number;
	body: Record<string, unknown>;
	headers?: Record<string, string>;
}

/** One thing said, with what it is known again by. */
export interface Delivery {
	id: string;
	payload: unknown;
}

export type Verdict =
	| { kind: 'genuine'; deliveries: Delivery[] }
	/** Asks whether somebody is at home; says nothing about people. */
	| { kind: 'handshake'; reply: Reply; tell?: { why: string; confirmUrl?: string } }
	| { kind: 'refused'; reason: Refusal; why: string };

/** Lets a message in, or not. */
export type Door = (message: Message, keys: Keys, at: Surroundings) => Verdict | Promise<Verdict>;

/** All a message is trusted with: whom to read. What is true of them is read from the HR system. */
export interface Hint {
	/** Null where only the company's own mapping can tell. */
	employeeId: string | null;
	said: string;
}

export interface HrSource {
	id: string;
	/** For sentences: `HiBob`. */
	label: string;
	/** The vendor's documented statuses. */
	labels: Labels;
	/** What checks the vendor's own messages; absent where it sends none. */
	door?: Door;
	/** Whom a message that was let in is about; nobody, where it is about something else. */
	hints(payload: unknown): Hint[];
	/** Throws where nothing can be concluded from the answer as a whole. */
	read(answer: unknown, options: ReadOptions): Said[];
	/** Whether the answer names another page behind it. */
	goesOn?(answer: unknown): boolean;
}
