import type { Json } from '../../ledger/types';
import { asProblem } from '../../lifecycle/problem';
import type { Finding } from '../../lifecycle/system';
import type { Google } from './client';
import { getUser, hrIdsOf, parseUser, type GoogleUser } from './user';

export interface GoogleAccount {
	id: string;
	label: string;
	/** Of the person the account was looked for. */
	hrId: string;
}

const quoted = (value: string) => (/^[\w.-]+$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`);
const names = (users: readonly GoogleUser[]) => users.map((user) => `${user.email} (${user.id}${user.suspended ? ', suspended' : ''})`).join(', ');

/**
 * By the HR id first; by the primary address only for accounts that carry no HR id at all. An account that carries
 * somebody else's HR id is somebody else's, whatever its address says; an alias says nothing.
 */
export const findAccount = async (google: Google, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<GoogleAccount>> => {
	const { hrIdType, matchByEmail } = google.settings;
	if (person.id === '') return { kind: 'none', why: 'The item carries no HR id, so nobody was looked for in Google. Check that the node gets the person from the trigger.' };
	const address = person.workEmail?.toLowerCase() ?? null;
	const carries = (user: GoogleUser) => hrIdsOf(user, hrIdType).includes(person.id);

	const rows = await google.directory.list('/admin/directory/v1/users', 'users', { customer: 'my_customer', query: `externalId=${quoted(person.id)}`, maxResults: 500 });
	const [byAddress, justMade] = await Promise.all([address === null ? null : userByAddress(google, address), userMade(google, made)]);
	// The search index lags behind: only what reading the account itself shows counts.
	const claimed = rows.map(parseUser).filter(carries);
	const read = await Promise.all(claimed.map(({ id }) => (id === byAddress?.id ? byAddress : getUser(google, id))));
	const owned = unique([...read, ...[byAddress, justMade].filter((user) => user !== null)].filter(carries));
	const primary = byAddress?.email === address ? byAddress : null;
	const unclaimed = primary && hrIdsOf(primary, hrIdType).length === 0 ? primary : null;

	const account = ({ id, email }: GoogleUser): GoogleAccount => ({ id, label: email, hrId: person.id });
	const several = (users: GoogleUser[], because: string): Finding<GoogleAccount> => ({
		kind: 'several',
		accounts: users.map(account),
		why: `Several Google accounts could belong to HR id ${person.id}: ${names(users)}. ${because} Nothing was changed; correct the employee ID in the Admin console so that exactly one carries it, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, 'They all carry it.');
	if (owned.length === 1 && unclaimed) return several([owned[0]!, unclaimed], 'The first carries it, the second has the work e-mail and no HR id.');
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (unclaimed && matchByEmail) return { kind: 'one', account: account(unclaimed) };

	const hint = missing(byAddress, person.workEmail, hrIdType, unclaimed !== null);
	return {
		kind: 'none',
		why: `No Google account was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise put the HR id into the employee ID of the account and run the case again.`,
		...(byAddress === null ? {} : { inTheWay: `No Google account can be made for HR id ${person.id}. ${hint} Correct the address in HR, or give the account in the Admin console the employee ID ${person.id} if it is theirs.` }),
	};
};

const missing = (byAddress: GoogleUser | null, workEmail: string | null, hrIdType: string, unclaimed: boolean): string => {
	if (byAddress === null) return `Neither the employee ID nor the work e-mail ${workEmail ?? '(HR has none)'} matches.`;
	if (unclaimed) return `${workEmail} exists but carries no HR id, and matching by e-mail is switched off in the node.`;
	const [other] = hrIdsOf(byAddress, hrIdType);
	if (byAddress.email !== workEmail?.toLowerCase()) return `${workEmail} is only an alias of ${byAddress.email}${other === undefined ? '' : `, who carries HR id ${other}`}.`;
	return `${workEmail} exists but carries HR id ${other}, so it is somebody else's.`;
};

const unique = (users: GoogleUser[]): GoogleUser[] => [...new Map(users.map((user) => [user.id, user])).values()];

const userByAddress = async (google: Google, address: string): Promise<GoogleUser | null> => {
	try {
		const user = await getUser(google, address);
		// Google also takes ids here; only the address itself counts.
		return user.email === address || user.aliases.includes(address) ? user : null;
	} catch (error) {
		const { code } = asProblem(error);
		// Outside the domain Google answers as if permission were lacking; that it is not, the search just showed.
		if (code === 'not_found' || code === 'forbidden') return null;
		throw error;
	}
};

const userMade = async (google: Google, made: Json | undefined): Promise<GoogleUser | null> => {
	const id = (made as { id?: unknown } | null | undefined)?.id;
	return typeof id === 'string' ? getUser(google, id) : null;
};
