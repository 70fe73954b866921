import type { Fact } from '../../../lifecycle/giving';
import type { Person } from '../../../lifecycle/person';
import { oktaFacts, type OktaWish } from './wish';

export type Profile = { [attribute: string]: string };

type OktaFact = (typeof oktaFacts)[number];

export const isOktaFact = (fact: Fact): fact is OktaFact => (oktaFacts as readonly Fact[]).includes(fact);

/** Okta names the manager by whatever the org puts there; the HR id needs no look-up and survives a rename. */
const attributesOf: Record<OktaFact, (person: Person) => Record<string, string | null | undefined>> = {
	name: ({ name, firstName, lastName }) => ({ firstName, lastName, displayName: name }),
	workEmail: ({ workEmail }) => ({ email: workEmail, login: workEmail }),
	title: ({ title }) => ({ title }),
	department: ({ department }) => ({ department }),
	location: ({ location }) => ({ city: location }),
	manager: ({ manager }) => ({ manager: manager?.name, managerId: manager?.id }),
	workerType: ({ workerType }) => ({ userType: workerType }),
};

const filled = (attributes: Record<string, string | null | undefined>): Profile =>
	Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));

/** What the profile is to show; an HR field that is empty is not in it. Attributes named by hand win. */
export const wishedProfile = ({ person, facts, attributes }: Pick<OktaWish, 'person' | 'facts' | 'attributes'>): Profile => ({
	...Object.assign({}, ...facts.filter(isOktaFact).map((fact) => filled(attributesOf[fact](person)))),
	...filled(attributes),
});
