import type { Json } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import type { Finding } from '../../lifecycle/system';
import { unlessGone } from '../http/gone';
import type { JumpCloud } from './client';
import { getUser, parseUser, textOf, type JumpCloudUser } from './user';

export interface JumpCloudAccount {
	id: string;
	label: string;
}

/** What making an account handed back. */
export type Made = { id: string };
const isMade = (made: Json | undefined): made is Made => typeof made === 'object' && made !== null && 'id' in made;

export const sameAddress = (one: string | null, other: string | null): boolean => one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();

/** As HR writes it, and in the small letters of most directories: whether a filter minds the difference is not documented. */
const usersWithAddress = async (jumpCloud: JumpCloud, address: string): Promise<JumpCloudUser[]> => {
	const spellings = [...new Set([address, address.toLowerCase()])];
	return (await Promise.all(spellings.map((spelling) => usersWhere(jumpCloud, 'email', spelling, ({ email }) => sameAddress(email, address))))).flat();
};

const account = ({ id, email, username }: JumpCloudUser): JumpCloudAccount => ({ id, label: email ?? username });
const names = (users: JumpCloudUser[]) => users.map((user) => `${account(user).label} (${user.id}, ${user.state})`).join(', ');

/** Users whose field has this value. Some servers ignore a filter: what came back is compared. */
export const usersWhere = async (jumpCloud: JumpCloud, field: string, value: string, fits: (user: JumpCloudUser) => boolean): Promise<JumpCloudUser[]> => {
	const found: JumpCloudUser[] = [];
	for await (const page of jumpCloud.pages('/api/systemusers', { filter: `${field}:$eq:${value}` })) found.push(...page.map(parseUser).filter(fits));
	return found;
};

/**
 * By the HR id first; by the work e-mail only for users who carry no HR id at all. Whoever carries somebody else's HR id
 * is somebody else, whatever their address says.
 */
export const findAccount = async (jumpCloud: JumpCloud, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<JumpCloudAccount>> => {
	const { hrIdAttribute, matchByEmail } = jumpCloud.settings;
	if (!/^\w+$/.test(hrIdAttribute)) throw new Problem('misconfigured', `"${hrIdAttribute}" is no field of a JumpCloud user, so nobody was looked for. Correct HR ID Attribute in the node.`);
	if (person.id === '') {
		const why = 'The item carries no HR id, so nobody was looked for in JumpCloud. Check that the node gets the person from the trigger.';
		return { kind: 'none', why, inTheWay: why };
	}
	const hrIdOf = (user: JumpCloudUser) => textOf(user.fields[hrIdAttribute]);
	const isOwned = (user: JumpCloudUser) => hrIdOf(user) === person.id;
	const hasAddress = (user: JumpCloudUser) => sameAddress(user.email, person.workEmail);

	const [byId, byEmail, fresh] = await Promise.all([
		usersWhere(jumpCloud, hrIdAttribute, person.id, isOwned),
		person.workEmail === null ? [] : usersWithAddress(jumpCloud, person.workEmail),
		isMade(made) ? unlessGone(() => getUser(jumpCloud, made.id)) : null,
	]);
	const candidates = [...new Set([...byId, ...byEmail, ...(fresh ? [fresh] : [])].map(({ id }) => id))];
	const read = (await Promise.all(candidates.map((id) => unlessGone(() => getUser(jumpCloud, id))))).filter((user) => user !== null);
	const owned = read.filter(isOwned);
	const withAddress = read.filter(hasAddress);
	const unclaimed = withAddress.filter((user) => hrIdOf(user) === null);

	const several = (users: JumpCloudUser[], because: string): Finding<JumpCloudAccount> => ({
		kind: 'several',
		accounts: users.map(account),
		why: `Several JumpCloud users could belong to HR id ${person.id}: ${names(users)}. ${because} Nothing was changed; correct ${hrIdAttribute} in JumpCloud so that exactly one carries it, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in ${hrIdAttribute}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([...owned, ...unclaimed], `The first carries it in ${hrIdAttribute}, another has the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (unclaimed.length > 1) return several(unclaimed, 'They have the same work e-mail, and no HR id.');
	if (unclaimed.length === 1 && matchByEmail) return { kind: 'one', account: account(unclaimed[0]!) };

	const [other] = withAddress;
	const hint =
		other === undefined
			? `Neither ${hrIdAttribute} nor the work e-mail ${person.workEmail ?? '(HR has none)'} matches.`
			: hrIdOf(other) === null
				? `${person.workEmail} exists but carries no HR id, and matching by e-mail is switched off in the node.`
				: `${person.workEmail} exists but carries HR id ${hrIdOf(other)}, so it is somebody else's.`;
	const why = `No JumpCloud user was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise put the HR id into ${hrIdAttribute} in JumpCloud and run the case again.`;
	if (other === undefined) return { kind: 'none', why };
	return { kind: 'none', why, inTheWay: `${hint} JumpCloud gives no address away twice, so no user was made. If it is this person's, put HR id ${person.id} into ${hrIdAttribute} of ${names([other])}; otherwise give them another work e-mail in HR. Then run the case again.` };
};
