import { parse } from './client';

/** A policy as IAM hands it out: JSON, encoded as for an address. */
export type Document = { readonly [name: string]: unknown };

export const documentIn = (value: unknown, where: string): Document => {
	let read: unknown;
	try {
		read = JSON.parse(decodeURIComponent(parse.text(value, where)));
	} catch {
		return parse.refuse(where, 'a policy');
	}
	return parse.object(read, where);
};

/** A single one may stand without a list around it. */
export const someOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

export const statementsIn = (document: Document, where: string): Document[] => someOf(document['Statement']).map((statement) => parse.object(statement, where));

const isEverything = (value: unknown): boolean => someOf(value).includes('*');

/** Denies everything to whoever it is attached to, under no condition. */
export const deniesEverything = (document: Document): boolean =>
	statementsIn(document, 'policy').some(
		(statement) => statement['Effect'] === 'Deny' && isEverything(statement['Action']) && isEverything(statement['Resource']) && statement['Condition'] === undefined,
	);
