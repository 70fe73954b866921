import type { Json } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import type { Finding } from '../../lifecycle/system';
import type { ActiveDirectory } from './client';
import type { Entry } from './entry';
import { all, any, is, people } from './filter';
import { isDisabled, idOf, labelOf } from './user';

export interface AdAccount {
	/** objectGUID: it stays when the account is renamed or moved. */
	id: string;
	label: string;
}

/** What making an account handed back. */
type Made = { id: string };
const isMade = (made: Json | undefined): made is Made => typeof made === 'object' && made !== null && 'id' in made;

const account = (entry: Entry): AdAccount => ({ id: idOf(entry), label: labelOf(entry) });
const names = (entries: Entry[]) => entries.map((entry) => `${labelOf(entry)} (${entry.dn}, ${isDisabled(entry.number('userAccountControl')) ? 'disabled' : 'enabled'})`).join('; ');
const same = (one: string | null, other: string) => one?.toLowerCase() === other.toLowerCase();

/**
 * By the HR id first; by the work e-mail only for accounts that carry no HR id at all. An account that
 * carries somebody else's HR id is somebody else's, whatever its address says.
 */
export const findAccount = async (ad: ActiveDirectory, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<AdAccount>> => {
	const { hrIdAttribute, matchByEmail, searchBase } = ad.settings;
	if (person.id === '') {
		const why = 'The item carries no HR id, so nobody was looked for in Active Directory. Check that the node gets the person from the trigger.';
		return { kind: 'none', why, inTheWay: why };
	}
	const shown = ['objectGUID', 'sAMAccountName', 'userPrincipalName', 'mail', 'userAccountControl', hrIdAttribute];
	const hrIdOf = (entry: Entry): string | null => entry.text(hrIdAttribute);

	const email = person.workEmail;
	const found = await ad.list(all(people, any(is(hrIdAttribute, person.id), ...(email ? [is('mail', email), is('userPrincipalName', email)] : []))), shown, searchBase);
	// The directory compares without case, and some servers ignore a filter: only what the account itself shows counts.
	const owned = found.filter((entry) => hrIdOf(entry) === person.id);
	// Made outside the part that is searched, it is still theirs.
	const fresh = isMade(made) ? await ad.get(made.id, shown) : null;
	if (isMade(made) && fresh && hrIdOf(fresh) === person.id && !owned.some((entry) => idOf(entry) === made.id)) owned.push(fresh);
	const addressed = email ? found.filter((entry) => same(entry.text('mail'), email) || same(entry.text('userPrincipalName'), email)) : [];
	const unclaimed = addressed.filter((entry) => hrIdOf(entry) === null);

	const several = (entries: Entry[], because: string): Finding<AdAccount> => ({
		kind: 'several',
		accounts: entries.map(account),
		why: `Several Active Directory accounts could belong to HR id ${person.id}: ${names(entries)}. ${because} Nothing was changed; correct ${hrIdAttribute} in Active Directory so that exactly one carries it, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in ${hrIdAttribute}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([owned[0]!, ...unclaimed], `The first carries it in ${hrIdAttribute}, the others have the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (unclaimed.length > 1) return several(unclaimed, `They all have the work e-mail and no HR id.`);
	if (unclaimed.length === 1 && matchByEmail) {
		await mustKnow(ad, idOf(unclaimed[0]!), hrIdAttribute);
		return { kind: 'one', account: account(unclaimed[0]!) };
	}

	const otherOwner = addressed.map(hrIdOf).find((id) => id !== null);
	const hint =
		unclaimed.length > 0
			? `${email} exists but carries no HR id, and matching by e-mail is switched off in the node.`
			: otherOwner
				? `${email} exists but carries HR id ${otherOwner}, so it is somebody else's.`
				: `Neither ${hrIdAttribute} nor the work e-mail ${email ?? '(HR has none)'} matches.`;
	return {
		kind: 'none',
		why: `No Active Directory account was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise put the HR id into ${hrIdAttribute} in Active Directory and run the case again.`,
		...(addressed.length > 0 ? { inTheWay: `No account was made: ${hint} Correct ${hrIdAttribute} or the address in Active Directory, then run the case again.` } : {}),
	};
};

/** A search for an attribute that the schema does not have finds nobody and says nothing. */
const mustKnow = async (ad: ActiveDirectory, id: string, attribute: string): Promise<void> => {
	const entry = await ad.get(id, ['allowedAttributes']);
	const allowed = entry?.texts('allowedAttributes') ?? [];
	if (allowed.length > 0 && !allowed.some((name) => same(name, attribute))) {
		throw new Problem('misconfigured', `Active Directory has no attribute "${attribute}" on accounts, so nobody can be told by their HR id and nothing was changed. Correct HR ID Attribute in the options of the node.`);
	}
};
