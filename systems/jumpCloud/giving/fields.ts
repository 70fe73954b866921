import type { Fact } from '../../../lifecycle/giving';
import type { Person } from '../../../lifecycle/person';
import { jumpCloudFacts, type JumpCloudWish } from './wish';

export type Fields = { [field: string]: string };

type JumpCloudFact = (typeof jumpCloudFacts)[number];

export const isJumpCloudFact = (fact: Fact): fact is JumpCloudFact => (jumpCloudFacts as readonly Fact[]).includes(fact);

/** The manager is another user's id, which has to be looked up. */
const fieldsOf: Record<Exclude<JumpCloudFact, 'manager'>, (person: Person) => Record<string, string | null | undefined>> = {
	name: ({ name, firstName, lastName }) => ({ firstname: firstName, lastname: lastName, displayname: name }),
	workEmail: ({ workEmail }) => ({ email: workEmail }),
	title: ({ title }) => ({ jobTitle: title }),
	department: ({ department }) => ({ department }),
	location: ({ location }) => ({ location }),
	workerType: ({ workerType }) => ({ employeeType: workerType }),
};

/** What lets somebody in, gives rights or is a secret is no attribute: steps of their own do that. */
const noAttribute = /^_?id$|state|suspend|activated|lock|sudo|password|key|mfa|totp|factor|ldap|samba|external|authority|restricted/i;

export const isAttribute = (name: string): boolean => !noAttribute.test(name);

const filled = (fields: Record<string, string | null | undefined>): Fields => Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));

/** What the user is to show; an HR field that is empty is not in it. Attributes named by hand win. */
export const wishedFields = ({ person, facts, attributes }: Pick<JumpCloudWish, 'person' | 'facts' | 'attributes'>): Fields => ({
	...Object.assign({}, ...facts.filter(isJumpCloudFact).flatMap((fact) => (fact === 'manager' ? [] : [filled(fieldsOf[fact](person))]))),
	...Object.fromEntries(Object.entries(filled(attributes)).filter(([name]) => isAttribute(name))),
});
