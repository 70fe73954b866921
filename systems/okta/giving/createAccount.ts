import type { Giving } from '../../../lifecycle/giving';
import { change, impossible, type Plan } from '../../../lifecycle/step';
import { parse, type Okta } from '../client';
import type { Made, OktaAccount } from '../find';
import { wishedProfile, type Profile } from './profile';
import type { OktaWish } from './wish';

const longest = { firstName: 50, lastName: 50, email: 100, login: 100 } as const;
const required = Object.keys(longest) as (keyof typeof longest)[];

const named: Record<keyof typeof longest, string> = { firstName: 'first name', lastName: 'last name', email: 'work e-mail', login: 'login' };

/** Okta makes nobody without a name and an address, whether or not they are ticked. */
const profileOf = (wish: OktaWish): Profile => wishedProfile({ ...wish, facts: [...new Set([...wish.facts, 'name', 'workEmail'] as const)] });

const planToMake = (wish: OktaWish): Plan => {
	const profile = profileOf(wish);
	const { name, id } = wish.person;
	const missing = required.filter((attribute) => profile[attribute] === undefined && (attribute !== 'login' || profile['email'] !== undefined));
	if (missing.length > 0) {
		return impossible(`HR has no ${missing.map((attribute) => named[attribute]).join(' and no ')} for ${name} (HR id ${id}), and Okta makes no account without. Fill it in in HR, or under further attributes as ${missing.join(', ')}; then run the case again. Nothing was made`);
	}
	const tooLong = required.filter((attribute) => profile[attribute]!.length > longest[attribute]);
	if (tooLong.length > 0) {
		return impossible(`The ${tooLong.map((attribute) => `${named[attribute]} (at most ${longest[attribute]} letters)`).join(' and the ')} of ${name} is too long for Okta. Shorten it in HR, then run the case again. Nothing was made`);
	}
	return change(`Make a staged account ${profile['login']}, with which nobody can sign in yet`);
};

/** Always staged: what lets the person in is a step of its own, taken when everything they need is known. */
export const createAccount: Giving<Okta, OktaAccount, OktaWish>['create'] = {
	needs: ['okta.users.read', 'okta.users.manage'],
	plan: planToMake,
	apply: async (okta, wish): Promise<Made> => {
		const profile = { ...profileOf(wish), [okta.settings.hrIdAttribute]: wish.person.id };
		const user = await okta.make('/api/v1/users', { query: { activate: false }, body: { profile } });
		return { id: parse.text(user['id'], 'user.id') };
	},
};
