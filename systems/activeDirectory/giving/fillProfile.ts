import { change, satisfied, type Left } from '../../../lifecycle/step';
import { replace } from '../client';
import { right } from '../steps/_activeDirectory';
import { getUser } from '../user';
import { attributesFor } from './profile';
import { adFacts, adGiving, type AdWish } from './wish';

type State = { hrIdAttribute: string; profile: { [attribute: string]: string | null } };

const wished = (hrIdAttribute: string, wish: AdWish): Record<string, string> => ({ ...attributesFor(wish), [hrIdAttribute]: wish.person.id });

const missing = ({ hrIdAttribute, profile }: State, wish: AdWish) => Object.entries(wished(hrIdAttribute, wish)).filter(([attribute, value]) => profile[attribute] !== value);

const left = ({ facts }: AdWish): Left[] =>
	facts.filter((fact) => !(adFacts as readonly string[]).includes(fact)).map((fact) => ({ what: fact, why: 'accounts in Active Directory have no attribute for it. Name one under further attributes' }));

export const fillProfile = adGiving<State>({
	id: 'fillProfile',
	label: 'Fill In Profile',
	needs: ['displayName', 'givenName', 'sn', 'title', 'department', 'l', 'employeeType', 'employeeID'].map((attribute) => right.write(attribute)),
	readBackFrom: 'attributes of the account',

	asked: ({ facts, attributes }) => facts.length > 0 || Object.keys(attributes).length > 0,

	read: async (ad, { id }, wish) => {
		const { hrIdAttribute } = ad.settings;
		const attributes = Object.keys(wished(hrIdAttribute, wish));
		const user = await getUser(ad, id, attributes);
		return { hrIdAttribute, profile: Object.fromEntries(attributes.map((attribute) => [attribute, user.text(attribute)])) };
	},
	plan: (state, wish) => {
		const lacking = missing(state, wish);
		if (lacking.length === 0) return satisfied('The profile is as HR has it', left(wish));
		return change(lacking.map(([attribute, value]) => `${attribute} ${state.profile[attribute] ?? 'empty'} → ${value}`).join('; '), left(wish));
	},
	apply: (ad, { id }, state, wish) => ad.modify(id, ...missing(state, wish).map(([attribute, value]) => replace(attribute, value))),
});
