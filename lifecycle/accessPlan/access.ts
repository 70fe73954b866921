import type { Right } from '../rights';
import type { Named } from './named';

/** What a person holds in one system, as Inspect Access of it said. */
export type Held =
	| { kind: 'read'; account: string | null; rights: readonly Right[] }
	/** Whoever has no account holds nothing. */
	| { kind: 'none' }
	| { kind: 'unread'; why: string }
	/** Whatever is planned there, nothing in the workflow would carry it out. */
	| { kind: 'outOfReach'; why: string };

export type CurrentAccess = ReadonlyMap<string, Held>;

const objectIn = (value: unknown): { [name: string]: unknown } => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { [name: string]: unknown }) : {});
const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const rightIn = (value: unknown): Right | null => {
	const { id, name, kind, byHand, why } = objectIn(value);
	if (textIn(id) === '' || textIn(name) === '') return null;
	return { id: String(id), name: String(name), kind: textIn(kind) || 'right', byHand: byHand !== false, why: textIn(why) || null };
};

const heldIn = (value: unknown): Held => {
	const { rights, rightsProblem, account, outcome, reason } = objectIn(value);
	if (outcome === 'not_found') return { kind: 'none' };
	const said = textIn(rightsProblem) || textIn(reason);
	if (!Array.isArray(rights)) return { kind: 'unread', why: said || 'Inspect Access did not say which rights there are.' };
	const read = rights.map(rightIn);
	// A part of the rights looks like all of them.
	if (read.includes(null)) return { kind: 'unread', why: 'One of the rights that Inspect Access showed has no ID or no name.' };
	return { kind: 'read', account: textIn(objectIn(account)['label']) || null, rights: read as Right[] };
};

/** What an item carries as `access`. */
export const currentAccess = (given: unknown): CurrentAccess => new Map(Object.entries(objectIn(given)).map(([system, value]) => [system, heldIn(value)]));

const simply = (text: string): string => text.trim().toLowerCase();

/** The rights that are meant: by id, by the very name, or by the name in other letters. Several where the name is not enough. */
export const rightsMeant = ({ right }: Pick<Named, 'right'>, rights: readonly Right[]): readonly Right[] => {
	const found = [rights.filter(({ id }) => id === right), rights.filter(({ name }) => name === right), rights.filter(({ id, name }) => simply(name) === simply(right) || simply(id) === simply(right))];
	return found.find(({ length }) => length > 0) ?? [];
};
