import { Problem } from '../../lifecycle/problem';
import { reader } from '../http/parse';

export const parse = reader('Active Directory');

/** One object as the directory answered it, hostile until asked for a value. Names of attributes count without their case. */
export interface Entry {
	dn: string;
	text(attribute: string): string | null;
	texts(attribute: string): string[];
	bytes(attribute: string): Buffer | null;
	allBytes(attribute: string): Buffer[];
	/** Insists on a value. */
	required(attribute: string): string;
	number(attribute: string): number;
}

export const entryOf = (raw: object): Entry => {
	const values = new Map<string, unknown[]>();
	for (const [name, value] of Object.entries(raw)) {
		if (name.includes(';range=')) throw new Problem('bad_answer', `Active Directory gave only a part of ${name.split(';')[0]}, because it holds more values than it gives at once. Nothing can be concluded from a part.`);
		values.set(name.toLowerCase(), Array.isArray(value) ? value : [value]);
	}
	const of = (attribute: string) => values.get(attribute.toLowerCase()) ?? [];
	const texts = (attribute: string): string[] => of(attribute).map((value) => (typeof value === 'string' ? value : parse.refuse(attribute, 'a text')));
	const one = <T>(attribute: string, list: T[]): T | null => {
		if (list.length > 1) return parse.refuse(attribute, 'a single value');
		return list[0] ?? null;
	};
	const allBytes = (attribute: string): Buffer[] => of(attribute).map((value) => (Buffer.isBuffer(value) ? value : parse.refuse(attribute, 'bytes')));
	const text = (attribute: string) => one(attribute, texts(attribute));
	const required = (attribute: string) => text(attribute) ?? parse.refuse(attribute, 'there');
	return {
		dn: typeof of('dn')[0] === 'string' ? (of('dn')[0] as string) : parse.refuse('dn', 'a name'),
		text,
		texts,
		bytes: (attribute) => one(attribute, allBytes(attribute)),
		allBytes,
		required,
		number: (attribute) => {
			const value = Number(required(attribute));
			return Number.isSafeInteger(value) ? value : parse.refuse(attribute, 'a number');
		},
	};
};
