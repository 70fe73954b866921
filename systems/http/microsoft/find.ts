import type { Json } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import type { Finding } from '../../../lifecycle/system';
import { unlessGone } from '../gone';
import { reader } from '../parse';
import { getUser, parseUser, userFields, type Directory, type EntraUser } from './user';

const parse = reader('Entra ID');

export interface Sought<Account> {
	/** What of the user is kept. */
	as(user: EntraUser): Account;
	/** The option of the node that lets a person have none. */
	option: string;
	/** What creating the account returned, because the search lags behind. */
	made?: Json | undefined;
}

/** As a text of OData. */
export const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

const names = (users: readonly EntraUser[]) => users.map((user) => `${user.upn} (${user.id}, ${user.guest ? 'guest, ' : ''}${user.enabled ? 'enabled' : 'blocked'})`).join(', ');
const same = (one: string | null, other: string) => one?.toLowerCase() === other.toLowerCase();

/**
 * By the HR id first; by the work e-mail only for accounts that carry no HR id at all. An account that carries somebody
 * else's HR id is somebody else's, whatever its address says; a guest's address belongs to another company.
 */
export const findUser = async <Account>(directory: Directory, person: { id: string; workEmail: string | null }, { as, option, made }: Sought<Account>): Promise<Finding<Account>> => {
	const { hrIdAttribute, matchByEmail } = directory.settings;
	if (person.id === '') return { kind: 'none', why: 'The item carries no HR id, so nobody was looked for in Entra ID. Check that the node gets the person from the trigger.' };

	const [byId, byEmail] = await Promise.all([carrying(directory, person.id, made), person.workEmail ? usersByAddress(directory, person.workEmail) : []]);
	const owned = [...byId, ...byEmail.filter((user) => user.hrId === person.id && !byId.some(({ id }) => id === user.id))];
	const unclaimed = byEmail.filter((user) => user.hrId === null && !user.guest);

	const several = (users: EntraUser[], because: string): Finding<Account> => ({
		kind: 'several',
		accounts: users.map(as),
		why: `Several Entra ID accounts could belong to HR id ${person.id}: ${names(users)}. ${because} Nothing was changed; correct ${hrIdAttribute} so that exactly one carries it, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in ${hrIdAttribute}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([owned[0]!, ...unclaimed], `The first carries it in ${hrIdAttribute}, the others have the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: as(owned[0]!) };
	if (unclaimed.length > 1 && matchByEmail) return several(unclaimed, 'They all have the work e-mail, and none carries an HR id.');
	if (unclaimed.length === 1 && matchByEmail) return { kind: 'one', account: as(unclaimed[0]!) };
	return nobody(person, hrIdAttribute, byEmail, option);
};

const nobody = (person: { id: string; workEmail: string | null }, hrIdAttribute: string, byEmail: readonly EntraUser[], option: string): Extract<Finding<never>, { kind: 'none' }> => {
	const holder = byEmail.find(({ guest }) => !guest);
	const guest = byEmail.find((user) => user.guest);
	const hint = holder
		? holder.hrId === null
			? `${person.workEmail} exists but carries no HR id, and matching by e-mail is switched off in the node.`
			: `${person.workEmail} exists but carries HR id ${holder.hrId}, so it is somebody else's.`
		: guest
			? `Only the guest ${guest.upn} has that address, and guests are found by their HR id alone.`
			: `Neither ${hrIdAttribute} nor the work e-mail ${person.workEmail ?? '(HR has none)'} matches.`;
	return {
		kind: 'none',
		why: `No Entra ID account was found for HR id ${person.id}. ${hint} If the person never had one, tick "${option}" in the node; otherwise put the HR id into ${hrIdAttribute} and run the case again.`,
		...(holder ? { inTheWay: `${hint} Nothing was made: give that account its owner's HR id, or the person another work e-mail, then run the case again` } : {}),
	};
};

/** The search lags behind and some servers ignore a filter: only what reading the account itself shows counts. */
const carrying = async (directory: Directory, hrId: string, made: Json | undefined): Promise<EntraUser[]> => {
	const { hrIdAttribute } = directory.settings;
	if (!/^[A-Za-z]\w*(\/[A-Za-z]\w*)?$/.test(hrIdAttribute)) throw new Problem('misconfigured', `"${hrIdAttribute}" is no property of an Entra ID user. Correct HR ID Attribute in the node.`);
	const hits = (await directory.list('/v1.0/users', byHrId(hrIdAttribute, hrId))).map((row) => parseUser(row, hrIdAttribute)).filter((user) => user.hrId === hrId);
	const ids = new Set([...hits.map(({ id }) => id), ...idsIn(made)]);
	const read = await Promise.all([...ids].map((id) => unlessGone(() => getUser(directory, id))));
	return read.filter((user): user is EntraUser => user?.hrId === hrId);
};

/** Most other properties are searched in an index only, such as extension attributes; all of them can be. */
export const byHrId = (attribute: string, hrId: string): Record<string, string> => ({
	$filter: `${attribute} eq ${quoted(hrId)}`,
	$select: userFields(attribute),
	...(attribute === 'employeeId' ? {} : { $count: 'true' }),
});

const idsIn = (made: Json | undefined): string[] => (typeof made === 'object' && made !== null && 'id' in made ? [String(made['id'])] : []);

/** By the name people sign in with, or else by the address of the mailbox. */
const usersByAddress = async (directory: Directory, address: string): Promise<EntraUser[]> => {
	const { hrIdAttribute } = directory.settings;
	const byName = await unlessGone(() => getUser(directory, address));
	// Graph takes ids here as well; only the address itself counts.
	if (byName && same(byName.upn, address)) return [byName];
	const rows = await directory.list('/v1.0/users', { $filter: `mail eq ${quoted(address)}`, $select: userFields(hrIdAttribute) });
	const hits = rows.map((row) => parse.text(row['id'], 'user.id'));
	const read = await Promise.all(hits.map((id) => unlessGone(() => getUser(directory, id))));
	return read.filter((user): user is EntraUser => user !== null && same(user.mail, address));
};
