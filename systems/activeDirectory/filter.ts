/**
 * What is searched for, as data: values never pass through the text form of a filter, so that nothing in them can mean
 * anything there.
 */
export type Filter =
	| { all: readonly Filter[] }
	| { any: readonly Filter[] }
	| { not: Filter }
	| { has: string }
	| { is: string; value: string | Buffer }
	| { from: string; value: string }
	| { rule: string; of: string; value: string };

export const all = (...filters: Filter[]): Filter => ({ all: filters });
export const any = (...filters: Filter[]): Filter => ({ any: filters });
export const not = (filter: Filter): Filter => ({ not: filter });
export const has = (attribute: string): Filter => ({ has: attribute });
export const is = (attribute: string, value: string | Buffer): Filter => ({ is: attribute, value });
export const from = (attribute: string, value: string): Filter => ({ from: attribute, value });
/** All of these bits are set. */
export const bits = (attribute: string, mask: number): Filter => ({ rule: '1.2.840.113556.1.4.803', of: attribute, value: String(mask) });
/** Directly or through other groups. */
export const inChain = (attribute: string, dn: string): Filter => ({ rule: '1.2.840.113556.1.4.1941', of: attribute, value: dn });

/** Accounts of people, without computers and contacts. */
export const people = all(is('objectCategory', 'person'), is('objectClass', 'user'));
