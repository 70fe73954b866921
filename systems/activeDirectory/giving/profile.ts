import type { Fact } from '../../../lifecycle/giving';
import type { Person } from '../../../lifecycle/person';
import type { AdWish } from './wish';

/** Names by which people sign in and are found; they change together, in a step of their own. */
const names = new Set(['cn', 'name', 'samaccountname', 'userprincipalname', 'mail']);

const attributesOf: Partial<Record<Fact, (person: Person) => Record<string, string | null | undefined>>> = {
	name: ({ name, firstName, lastName }) => ({ displayName: name, givenName: firstName, sn: lastName }),
	title: ({ title }) => ({ title }),
	department: ({ department }) => ({ department }),
	location: ({ location }) => ({ l: location }),
	workerType: ({ workerType }) => ({ employeeType: workerType }),
};

const filled = (attributes: Record<string, string | null | undefined>): Record<string, string> =>
	Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));

/** What the account is to show; an HR field that is empty is not in it. Attributes named by hand win. */
export const attributesFor = ({ person, facts, attributes }: Pick<AdWish, 'person' | 'facts' | 'attributes'>): Record<string, string> => ({
	...Object.assign({}, ...facts.map((fact) => filled(attributesOf[fact]?.(person) ?? {}))),
	...filled(Object.fromEntries(Object.entries(attributes).filter(([attribute]) => !names.has(attribute.toLowerCase())))),
});
