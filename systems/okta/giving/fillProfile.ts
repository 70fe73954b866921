import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { userByLogin, usersPath } from '../find';
import { getUser, textOf } from '../user';
import { isOktaFact, wishedProfile, type Profile } from './profile';
import { oktaGiving, type OktaWish } from './wish';

type State = {
	status: string;
	hrIdAttribute: string;
	/** As it is, of every attribute that is wished for. */
	profile: { [attribute: string]: string | null };
	/** Whether people sign in with the e-mail of this account, so that a new one is a new login. */
	loginIsEmail: boolean;
	/** Who else has the login it is to get. */
	loginTakenBy: string | null;
	masteredBy: string | null;
	/** What Okta said when it refused a profile that another system masters. */
	refusal: string | null;
};
type Refusal = { refusal: string };

const addresses = new Set(['login', 'email']);
const same = (attribute: string, one: string | null | undefined, other: string): boolean => (addresses.has(attribute) ? one?.toLowerCase() === other.toLowerCase() : one === other);

const wished = ({ hrIdAttribute, loginIsEmail }: Pick<State, 'hrIdAttribute' | 'loginIsEmail'>, wish: OktaWish): Profile => {
	const { login, ...profile } = wishedProfile(wish);
	const renames = login !== undefined && (loginIsEmail || 'login' in wish.attributes);
	return { ...profile, ...(renames ? { login } : {}), [hrIdAttribute]: wish.person.id };
};

const missing = (state: State, wish: OktaWish): Profile => Object.fromEntries(Object.entries(wished(state, wish)).filter(([attribute, value]) => !same(attribute, state.profile[attribute], value)));

const left = ({ loginIsEmail }: State, wish: OktaWish): Left[] => [
	...(wish.facts.includes('workEmail') && !loginIsEmail && !('login' in wish.attributes)
		? [{ what: 'login', why: 'it was not the e-mail of the account, so it does not follow a new one. Name login under further attributes if it is to change' }]
		: []),
	...wish.facts.filter((fact) => !isOktaFact(fact)).map((fact) => ({ what: fact, why: 'the profile in Okta has no attribute for it. Name one under further attributes' })),
];

export const fillProfile = oktaGiving<State>({
	id: 'fillProfile',
	label: 'Fill In Profile',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'profile of the account',
	// Okta takes no change to the profile of a deactivated account.
	after: ['signIn'],

	asked: ({ facts, attributes }) => facts.length > 0 || Object.keys(attributes).length > 0,

	read: async (okta, { id }, wish, receipt) => {
		const { hrIdAttribute } = okta.settings;
		const user = await getUser(okta, id);
		const loginIsEmail = same('login', textOf(user.profile['email']), user.login);
		const profile = wished({ hrIdAttribute, loginIsEmail }, wish);
		const { login } = profile;
		const owner = login === undefined || same('login', user.login, login) ? null : await userByLogin(okta, login);
		return {
			status: user.status,
			hrIdAttribute,
			profile: Object.fromEntries(Object.keys(profile).map((attribute) => [attribute, textOf(user.profile[attribute])])),
			loginIsEmail,
			loginTakenBy: owner === null || owner.id === id || !same('login', owner.login, login!) ? null : `${owner.login} (${owner.id}, ${owner.status}, HR id ${textOf(owner.profile[hrIdAttribute]) ?? 'none'})`,
			masteredBy: user.masteredBy,
			refusal: receipt === undefined ? null : (receipt as Refusal).refusal,
		};
	},

	plan: (state, wish) => {
		const lacking = missing(state, wish);
		const attributes = Object.keys(lacking);
		if (attributes.length === 0) return satisfied('The profile is as HR has it', left(state, wish));
		if (state.status === 'DEPROVISIONED') return impossible(`${attributes.join(', ')}: Okta takes no change to the profile of a deactivated account. It is filled in when the person is let in again; run the case then`, 'pending');
		if (state.loginTakenBy !== null) return impossible(`The login ${lacking['login']} is taken by ${state.loginTakenBy}. Nothing was changed; give one of the two another address, then run the case again`);
		if (state.refusal !== null) return impossible(`${attributes.join(', ')}: mastered by ${state.masteredBy ?? 'another system'}, so change it there. ${state.refusal}`, 'not_removable_here');
		return change(Object.entries(lacking).map(([attribute, value]) => `${attribute} ${state.profile[attribute] ?? 'empty'} → ${value}`).join('; '), left(state, wish));
	},

	apply: async (okta, { id }, state, wish): Promise<Refusal | void> => {
		try {
			await okta.send('POST', usersPath(id), { body: { profile: missing(state, wish) } });
		} catch (error) {
			const problem = asProblem(error);
			if (state.masteredBy === null || (problem.code !== 'rejected' && problem.code !== 'forbidden')) throw problem;
			return { refusal: problem.message };
		}
	},
});
