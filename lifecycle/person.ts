import { identifier, kept, text, textOrNull, type Kept } from './kept';

/** The canonical HR record. `id` is the HR system's immutable id and the only join key; an e-mail address is an attribute. */
export interface Person {
	id: string;
	name: string;
	/** The parts of the name, where HR has them apart; the first one as the person wants to be called. */
	firstName?: string | null;
	lastName?: string | null;
	workEmail: string | null;
	title: string | null;
	department: string | null;
	location: string | null;
	timeZone: string | null;
	manager: { id: string; name: string | null; email: string | null } | null;
	startDate: string | null;
	lastDay: string | null;
	workerType: string | null;
	clearance: string | null;
	/** What has to be passed before the first day, such as a background check; null where HR does not show it. */
	gates?: { [name: string]: boolean | null };
}

type Fields<T> = { [Name in keyof Required<T>]: Kept };

const manager: Fields<NonNullable<Person['manager']>> = { id: identifier, name: textOrNull, email: textOrNull };

const gates: Kept = (value) =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).filter((gate): gate is [string, boolean | null] => gate[1] === null || typeof gate[1] === 'boolean'))
		: undefined;

const fields: Fields<Person> = {
	id: identifier,
	name: text,
	firstName: textOrNull,
	lastName: textOrNull,
	workEmail: textOrNull,
	title: textOrNull,
	department: textOrNull,
	location: textOrNull,
	timeZone: textOrNull,
	manager: (value) => (value === null ? null : typeof value === 'object' ? kept(manager)(value as object) : undefined),
	startDate: textOrNull,
	lastDay: textOrNull,
	workerType: textOrNull,
	clearance: textOrNull,
	gates,
};

/** What the ledger keeps of a person. */
export const keptOfPerson = kept(fields);

/** Names are compared as people write them, in upper or lower case. */
export const asName = (name: string): string => name.trim().toLowerCase();

/** Whom a text like `Ada Lovelace <ada@acme.com>` names: by all of it, by the name, by each address in it. */
export const namesIn = (text: string): string[] => {
	const addresses = text.split(/[\s<>(),;]+/).filter((part) => part.includes('@'));
	return [text, text.split('<')[0]!, ...addresses].map(asName).filter((name) => name !== '');
};
