import type { Json } from '../../ledger/types';
import { asProblem, type Problem } from '../../lifecycle/problem';
import type { Finding } from '../../lifecycle/system';
import type { Scim } from './client';
import { equals } from './filter';
import { enterprise, parseUser, readUser, textOf, userById, type ScimAccount, type ScimUser } from './user';

/** Names are compared as the standard compares them: whoever signs in does not mind the case of letters. */
export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const account = ({ id, userName }: ScimUser): ScimAccount => ({ id, label: userName });
const standing = (active: boolean | null) => (active === null ? 'not said whether active' : active ? 'active' : 'inactive');
const names = (users: readonly ScimUser[]) => users.map((user) => `${user.userName} (${user.id}, ${standing(user.active)})`).join(', ');

type Whom = { id: string; workEmail: string | null };

interface Search {
	filter: string;
	fits(user: ScimUser): boolean;
}

const hrIdPath = { externalId: 'externalId', employeeNumber: `${enterprise}:employeeNumber` } as const;

/** Applications that mind the case of letters are asked both ways. */
const asWritten = (address: string): string[] => [...new Set([address, address.toLowerCase()])];

const searchesFor = ({ application: { searches, settings } }: Scim, { id, workEmail }: Whom): Search[] => [
	...(settings.hrIdAttribute !== null && (settings.hrIdAttribute === 'employeeNumber' || searches.includes('externalId'))
		? [{ filter: equals(hrIdPath[settings.hrIdAttribute], id), fits: (user: ScimUser) => user.hrId === id }]
		: []),
	...(workEmail === null
		? []
		: asWritten(workEmail).flatMap((address) => [
				...(searches.includes('userName') ? [{ filter: equals('userName', address), fits: (user: ScimUser) => sameName(user.userName, address) }] : []),
				...(searches.includes('emails.value') ? [{ filter: equals('emails.value', address), fits: (user: ScimUser) => user.emails.some((email) => sameName(email, address)) }] : []),
			])),
];

type Looked = { hits: ScimAccount[]; refused: null } | { hits: []; refused: Problem };

/**
 * Some applications ignore a filter they do not know and give everybody. What comes back therefore counts only where it
 * is what was asked for, on whichever page it stands.
 */
const look = async (scim: Scim, { filter, fits }: Search): Promise<Looked> => {
	const hits: ScimAccount[] = [];
	try {
		for await (const rows of scim.pages('/Users', { filter })) {
			for (const row of rows) {
				if (textOf(row['id']) === null || textOf(row['userName']) === null) continue;
				const user = parseUser(scim, row);
				if (fits(user)) hits.push(account(user));
			}
		}
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code !== 'rejected') throw problem;
		return { hits: [], refused: problem };
	}
	return { hits, refused: null };
};

/** Lists lag behind: only what reading the account itself shows counts. */
const candidates = async (scim: Scim, person: Whom, more: readonly string[]): Promise<ScimUser[]> => {
	const searches = searchesFor(scim, person);
	const looked = await Promise.all(searches.map((search) => look(scim, search)));
	const [refused] = looked.flatMap((one) => one.refused ?? []);
	if (refused && looked.every((one) => one.refused !== null)) throw refused;
	const hits = new Map(looked.flatMap(({ hits: some }) => some.map((hit) => [hit.id, hit] as const)));
	const read = await Promise.all([...[...hits.values()].map((hit) => readUser(scim, hit)), ...more.filter((id) => !hits.has(id)).map((id) => userById(scim, id))]);
	return read.filter((user) => user !== null);
};

const isOneOf = (addresses: readonly (string | null)[], address: string | null): boolean => address !== null && addresses.some((one) => one !== null && sameName(one, address));
const isTheirs = ({ userName, email }: ScimUser, address: string | null): boolean => isOneOf([userName, email], address);

/**
 * By the HR id first; by the work e-mail only for accounts that carry no HR id at all. An account that carries somebody
 * else's HR id is somebody else's, whatever its address says; a further address beside their own says nothing.
 */
export const findAccount = async (scim: Scim, person: Whom, made?: Json): Promise<Finding<ScimAccount>> => {
	const { label, settings } = scim.application;
	if (person.id === '') {
		const why = `The item carries no HR id, so nobody was looked for in ${label}. Check that the node gets the person from the trigger.`;
		return { kind: 'none', why, inTheWay: why };
	}
	const users = await candidates(scim, person, idsIn(made));
	const owned = users.filter(({ hrId }) => hrId === person.id);
	const addressed = users.filter(({ userName, emails }) => isOneOf([userName, ...emails], person.workEmail));
	const unclaimed = addressed.filter((user) => user.hrId === null && isTheirs(user, person.workEmail));
	const attribute = settings.hrIdAttribute;

	const several = (found: readonly ScimUser[], because: string): Finding<ScimAccount> => ({
		kind: 'several',
		accounts: found.map(account),
		why: `Several ${label} accounts could belong to HR id ${person.id}: ${names(found)}. ${because} Nothing was changed; ${attribute === null ? 'correct the addresses there so that exactly one has the work e-mail' : `correct ${attribute} there so that exactly one carries it`}, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in ${attribute}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([...owned, ...unclaimed], `The first carries it in ${attribute}, the others have the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (settings.matchByEmail && unclaimed.length > 1) return several(unclaimed, 'They all have the work e-mail, and none carries an HR id.');
	if (settings.matchByEmail && unclaimed.length === 1) return { kind: 'one', account: account(unclaimed[0]!) };

	const [other] = addressed;
	const hint = other
		? other.hrId !== null
			? `${person.workEmail} exists but carries HR id ${other.hrId}, so it is somebody else's.`
			: isTheirs(other, person.workEmail)
				? `${person.workEmail} exists but carries no HR id, and matching by e-mail is switched off in the node.`
				: `${person.workEmail} is only a further address of ${other.userName} (${other.id}).`
		: `Neither ${attribute === null ? 'anything else' : attribute} nor the work e-mail ${person.workEmail ?? '(HR has none)'} matches. An application that hides deactivated accounts from its lists shows them to nobody who does not know their id.`;
	return {
		kind: 'none',
		why: `No ${label} account was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise correct the account there and run the case again.`,
		...(other ? { inTheWay: `${hint} No account was made: correct that account, or give the person another work e-mail in HR, then run the case again.` } : {}),
	};
};

const idsIn = (made: Json | undefined): string[] => (typeof made === 'object' && made !== null && 'id' in made ? [String(made['id'])] : []);

/** Whom this case has worked on: renamed or hidden from lists since, deleted since, or given to somebody else by now. */
export const revisit = async (scim: Scim, person: Whom, known: ScimAccount): Promise<ScimAccount | null> => {
	const user = await userById(scim, known.id);
	if (user === null) return known;
	const theirs = user.hrId === null ? sameName(user.userName, known.label) || isTheirs(user, person.workEmail) : user.hrId === person.id;
	return theirs ? account(user) : null;
};
