import type { Json } from '../../ledger/types';
import type { Finding } from '../../lifecycle/system';
import { asProblem } from '../../lifecycle/problem';
import { path } from '../http/path';
import type { Okta } from './client';
import { getUser, parseUser, textOf, type OktaUser } from './user';

export interface OktaAccount {
	id: string;
	label: string;
}

export const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;
const account = (user: OktaUser): OktaAccount => ({ id: user.id, label: user.login });
const names = (users: OktaUser[]) => users.map((user) => `${user.login} (${user.id}, ${user.status})`).join(', ');

/**
 * By the HR id first; by the work e-mail only for accounts that carry no HR id at all. An account that
 * carries somebody else's HR id is somebody else's, whatever its address says.
 */
export const findAccount = async (okta: Okta, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<OktaAccount>> => {
	const { hrIdAttribute, matchByEmail } = okta.settings;
	const hrIdOf = (user: OktaUser): string | null => textOf(user.profile[hrIdAttribute]);
	if (person.id === '') {
		const why = 'The item carries no HR id, so nobody was looked for in Okta. Check that the node gets the person from the trigger.';
		return { kind: 'none', why, inTheWay: why };
	}

	const [byId, byEmail, fresh] = await Promise.all([
		okta.list('/api/v1/users', { search: `profile.${hrIdAttribute} eq ${quoted(person.id)}`, limit: 200 }),
		person.workEmail ? userByLogin(okta, person.workEmail) : null,
		isMade(made) ? getUser(okta, made.id) : null,
	]);
	// The search index lags behind, and some servers ignore a search: only what reading the account itself shows counts.
	const claimed = byId.map(parseUser).filter((user) => hrIdOf(user) === person.id);
	const read = await Promise.all(claimed.map(async (user) => (user.id === byEmail?.id ? byEmail : getUser(okta, user.id))));
	const owned = read.filter((user) => hrIdOf(user) === person.id);
	for (const user of [byEmail, fresh]) {
		if (user && hrIdOf(user) === person.id && !owned.some(({ id }) => id === user.id)) owned.push(user);
	}
	const unclaimed = byEmail && hrIdOf(byEmail) === null ? byEmail : null;

	const several = (users: OktaUser[], because: string): Finding<OktaAccount> => ({
		kind: 'several',
		accounts: users.map(account),
		why: `Several Okta accounts could belong to HR id ${person.id}: ${names(users)}. ${because} Nothing was changed; correct ${hrIdAttribute} in Okta so that exactly one carries it, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in ${hrIdAttribute}.`);
	if (owned.length === 1 && unclaimed) return several([owned[0]!, unclaimed], `The first carries it in ${hrIdAttribute}, the second has the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (unclaimed && matchByEmail) return { kind: 'one', account: account(unclaimed) };

	const otherOwner = byEmail && hrIdOf(byEmail);
	const hint = unclaimed
		? `${person.workEmail} exists but carries no HR id, and matching by e-mail is switched off in the node.`
		: otherOwner
			? `${person.workEmail} exists but carries HR id ${otherOwner}, so it is somebody else's.`
			: `Neither ${hrIdAttribute} nor the work e-mail ${person.workEmail ?? '(HR has none)'} matches.`;
	const why = `No Okta account was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise put the HR id into ${hrIdAttribute} in Okta and run the case again.`;
	if (byEmail === null) return { kind: 'none', why };
	return { kind: 'none', why, inTheWay: `${hint} Okta gives no address away twice, so no account was made. If it is this person's, put HR id ${person.id} into ${hrIdAttribute} of ${names([byEmail])}; otherwise give them another work e-mail in HR. Then run the case again.` };
};

/** What making an account handed back. */
export type Made = { id: string };
const isMade = (made: Json | undefined): made is Made => typeof made === 'object' && made !== null && 'id' in made;

export const userByLogin = async (okta: Okta, login: string): Promise<OktaUser | null> => {
	try {
		const user = await getUser(okta, login);
		// Okta also takes short names and ids here; only the address itself counts.
		const same = (value: unknown) => typeof value === 'string' && value.toLowerCase() === login.toLowerCase();
		return same(user.login) || same(user.profile['email']) ? user : null;
	} catch (error) {
		if (asProblem(error).code === 'not_found') return null;
		throw error;
	}
};

export const usersPath = (id: string) => path`/api/v1/users/${id}`;
