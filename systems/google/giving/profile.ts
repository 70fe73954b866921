import type { Json } from '../../../ledger/types';
import { entriesOf, externalId, hrIdsOf, managerOf, type GoogleUser } from '../user';
import type { GoogleWish } from './wish';

type Body = { [field: string]: Json };
type Entry = { [field: string]: Json };

/** Google wants two names; where HR has only one text, the last word is the family's. */
export const namesOf = ({ person }: Pick<GoogleWish, 'person'>): { givenName: string; familyName: string } => {
	const { firstName, lastName } = person;
	if (firstName && lastName) return { givenName: firstName, familyName: lastName };
	const words = person.name.trim().split(/\s+/);
	return { givenName: words.slice(0, -1).join(' ') || words[0]!, familyName: words.at(-1)! };
};

const facts = ({ person, facts: wanted }: GoogleWish) => {
	const wants = (fact: GoogleWish['facts'][number]) => wanted.includes(fact);
	const organisation = {
		...(wants('title') && person.title ? { title: person.title } : {}),
		...(wants('department') && person.department ? { department: person.department } : {}),
		...(wants('location') && person.location ? { location: person.location } : {}),
		...(wants('workerType') && person.workerType ? { description: person.workerType } : {}),
	};
	return { organisation, manager: wants('manager') ? (person.manager?.email ?? null) : null, name: wants('name') ? namesOf({ person }) : null };
};

const primaryOrganisation = (user: GoogleUser): Entry => (entriesOf(user, 'organizations').find(({ primary }) => primary === true) ?? entriesOf(user, 'organizations')[0] ?? {}) as Entry;

/** What an administrator reads in the plan, and what is compared: each fact of the wish with what the account shows. */
export type Shown = { [fact: string]: string | null };

export const wishedShown = (wish: GoogleWish): Shown => {
	const { organisation, manager, name } = facts(wish);
	return { ...(name ?? {}), ...organisation, ...(manager === null ? {} : { manager: manager.toLowerCase() }), ...wish.attributes };
};

export const shownBy = (user: GoogleUser, wish: GoogleWish): Shown => {
	const name = Object(user.raw['name']) as Entry;
	const all: Shown = { ...texts({ givenName: name['givenName'], familyName: name['familyName'] }), ...texts(primaryOrganisation(user)), manager: managerOf(user)?.toLowerCase() ?? null };
	return Object.fromEntries(Object.keys(wishedShown(wish)).map((fact) => [fact, wish.attributes[fact] === undefined ? (all[fact] ?? null) : text(user.raw[fact])]));
};

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const texts = (fields: { [field: string]: unknown }): Shown => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, text(value)]));

/** Repeated fields are replaced as a whole, so what is not ours in them goes along unchanged. */
export const profileBody = (wish: GoogleWish, hrIdType: string, user: GoogleUser | null): Body => {
	const { organisation, manager, name } = facts(wish);
	const others = (field: string, ours: (entry: { [field: string]: unknown }) => boolean): Entry[] => (user === null ? [] : (entriesOf(user, field).filter((entry) => !ours(entry)) as Entry[]));
	const current = user === null ? {} : primaryOrganisation(user);
	const body: Body = { ...wish.attributes };
	if (name !== null) body['name'] = name;
	if (user === null || !hrIdsOf(user, hrIdType).includes(wish.person.id)) body['externalIds'] = [...others('externalIds', ({ type, customType }) => type === hrIdType || customType === hrIdType), externalId(hrIdType, wish.person.id)];
	if (Object.keys(organisation).length > 0) body['organizations'] = [{ ...current, primary: true, ...organisation }, ...(user === null ? [] : (entriesOf(user, 'organizations').filter((entry) => entry !== current) as Entry[]))];
	if (manager !== null) body['relations'] = [...others('relations', ({ type }) => type === 'manager'), { type: 'manager', value: manager }];
	return body;
};
