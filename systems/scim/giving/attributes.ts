import type { Person } from '../../../lifecycle/person';
import type { Dictionary } from '../../http/parse';
import type { ScimSettings } from '../application';
import { enterprise, partOf, textOf } from '../user';
import type { scimFacts, ScimWish } from './_scim';

/** By the path a change names it by: `title`, `name.givenName`, `urn:…:User:department`. */
export type Attributes = { [path: string]: string };

type ScimFact = (typeof scimFacts)[number];

/** The manager is another account, and looked up; the work e-mail is one of several addresses. */
const attributesOf: Record<Exclude<ScimFact, 'manager' | 'workEmail'>, (person: Person) => Record<string, string | null | undefined>> = {
	name: ({ name, firstName, lastName }) => ({ 'name.givenName': firstName, 'name.familyName': lastName, displayName: name.trim() }),
	title: ({ title }) => ({ title }),
	department: ({ department }) => ({ [`${enterprise}:department`]: department }),
	workerType: ({ workerType }) => ({ userType: workerType }),
};

export const managerPath = `${enterprise}:manager`;

const filled = (attributes: Record<string, string | null | undefined>): Attributes =>
	Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));

/** What the account is to show; an HR field that is empty is not in it. Attributes named by hand win. */
export const wishedAttributes = ({ person, facts, attributes }: Pick<ScimWish, 'person' | 'facts' | 'attributes'>): Attributes => ({
	...Object.assign({}, ...facts.flatMap((fact) => (fact in attributesOf ? [filled(attributesOf[fact as keyof typeof attributesOf](person))] : []))),
	...filled(attributes),
});

/** Where the HR id goes, so that the account is found by it ever after. */
export const hrIdAttributes = ({ hrIdAttribute }: ScimSettings, id: string): Attributes =>
	hrIdAttribute === null ? {} : { [hrIdAttribute === 'externalId' ? 'externalId' : `${enterprise}:employeeNumber`]: id };

/** What is not to be said as a mere attribute: it opens the account, or a step of its own sees to it. */
const reserved = new Set(['id', 'meta', 'schemas', 'active', 'password', 'username', 'externalid', 'emails', 'groups', 'roles', 'entitlements', 'x509certificates', managerPath.toLowerCase()]);
const path = /^(urn:[\w:.-]+:)?[A-Za-z$][\w$-]*(\.[A-Za-z$][\w$-]*)?$/;

export const reservedIn = ({ attributes }: Pick<ScimWish, 'attributes'>): string[] => Object.keys(attributes).filter((name) => reserved.has(name.split('.')[0]!.toLowerCase()) || reserved.has(name.toLowerCase()) || !path.test(name));

const partsOf = (name: string): string[] => {
	const colon = name.startsWith('urn:') ? name.lastIndexOf(':') : -1;
	return [...(colon < 0 ? [] : [name.slice(0, colon)]), ...name.slice(colon + 1).split('.')];
};

export const valueAt = (resource: Dictionary, name: string): string | null => {
	const parts = partsOf(name);
	const last = parts.pop()!;
	const value = parts.reduce<Dictionary>((part, key) => partOf(part[key]), resource)[last];
	return typeof value === 'boolean' ? String(value) : textOf(value);
};

const put = (resource: Dictionary, [key, ...rest]: string[], value: unknown): Dictionary => ({ ...resource, [key!]: rest.length === 0 ? value : put(partOf(resource[key!]), rest, value) });

/** The resource with these attributes, all else as it is. */
export const withAttributes = (resource: Dictionary, attributes: { [path: string]: unknown }): Dictionary =>
	Object.entries(attributes).reduce((made, [name, value]) => put(made, partsOf(name), value), resource);

/** The same as nested attributes alone: whole complex ones, since they replace what is there. */
export const nested = (resource: Dictionary, attributes: { [path: string]: unknown }): Dictionary => {
	const all = withAttributes(resource, attributes);
	return Object.fromEntries([...new Set(Object.keys(attributes).map((name) => partsOf(name)[0]!))].map((key) => [key, all[key]]));
};

type Email = { value?: unknown; type?: unknown; primary?: unknown };

/** The work address among the others, which stay. */
export const withWorkEmail = (emails: unknown, address: string): Dictionary[] => {
	const list = [emails ?? []].flat().filter((one): one is Email & Dictionary => typeof one === 'object' && one !== null);
	const index = list.findIndex(({ type }) => type === 'work');
	const at = index >= 0 ? index : list.findIndex(({ primary }) => primary === true);
	return at < 0 ? [...list, { value: address, type: 'work', primary: !list.some(({ primary }) => primary === true) }] : list.map((one, position) => (position === at ? { ...one, value: address } : one));
};
