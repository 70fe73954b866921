import type { Json, JsonObject } from '../../ledger/types';

const idsOf: { readonly [member: string]: readonly string[] } = { person: ['id', 'workEmail'], account: ['id', 'label'] };
const plain = ['employeeId', 'employees', 'who'] as const;

const textsIn = (value: Json | undefined): string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(textsIn) : []);

/** Whom a record is about, by the names that a legal hold may know them by. */
export const namesIn = (content: JsonObject): string[] => [
	...plain.flatMap((member) => textsIn(content[member])),
	...Object.entries(idsOf).flatMap(([member, ids]) => {
		const value = content[member];
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? ids.flatMap((id) => textsIn(value[id])) : [];
	}),
];
