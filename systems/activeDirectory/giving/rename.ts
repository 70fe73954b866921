import { change, impossible, satisfied } from '../../../lifecycle/step';
import { replace, type ActiveDirectory } from '../client';
import { rdnValue, splitDn } from '../dn';
import { all, any, is, not } from '../filter';
import { guidBytes } from '../identifiers';
import { right } from '../steps/_activeDirectory';
import { getUser } from '../user';
import { commonNames, localPart, samFor } from './names';
import { adGiving, type AdWish } from './wish';

type Names = {
	cn: string;
	mail: string | null;
	userPrincipalName: string | null;
	sAMAccountName: string;
	/** Who else has a name it is to get, in the directory and in its unit. */
	loginTakenBy: string | null;
	nameTakenBy: string | null;
};

const same = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/**
 * Whoever signs in with their address signs in with the new one. A login that never was the address is a choice of the
 * domain's and stays, and a name given by hand wins.
 */
const logins = ({ mail, userPrincipalName: upn, sAMAccountName: sam }: Pick<Names, 'mail' | 'userPrincipalName' | 'sAMAccountName'>, { facts, person, attributes }: AdWish): Record<string, string> => {
	const wanted: Record<string, string> = {};
	const email = facts.includes('workEmail') ? person.workEmail : null;
	if (email && !same(mail, email)) {
		wanted['mail'] = email;
		if (mail && upn && same(localPart(upn), localPart(mail))) wanted['userPrincipalName'] = same(upn, mail) ? email : `${localPart(email)}@${upn.split('@')[1] ?? ''}`;
		if (mail && same(sam, samFor(mail))) wanted['sAMAccountName'] = samFor(email);
	}
	for (const attribute of ['mail', 'userPrincipalName', 'sAMAccountName']) {
		const byHand = attributes[attribute];
		if (byHand !== undefined && byHand !== '') wanted[attribute] = byHand;
	}
	const now: Record<string, string | null> = { mail, userPrincipalName: upn, sAMAccountName: sam };
	return Object.fromEntries(Object.entries(wanted).filter(([attribute, value]) => !same(now[attribute] ?? null, value)));
};

const wantedName = ({ cn, nameTakenBy }: Pick<Names, 'cn' | 'nameTakenBy'>, { facts, person }: AdWish): string | null => {
	if (!facts.includes('name') || person.name === '') return null;
	const allowed = commonNames(person.name, person.id);
	return allowed.includes(cn) ? null : allowed[nameTakenBy === null ? 0 : 1];
};

/** Said with the change, because afterwards nothing shows that the login might have followed. */
const staying = (state: Names, wish: AdWish): string[] => {
	const changing = logins(state, wish);
	if (changing['mail'] === undefined) return [];
	return (['userPrincipalName', 'sAMAccountName'] as const).filter((attribute) => changing[attribute] === undefined && state[attribute] !== null).map((attribute) => `${attribute} stays ${state[attribute]}: it was not made from the e-mail; name it under further attributes if it is to change`);
};

const takenBy = async (ad: ActiveDirectory, id: string, changing: Record<string, string>): Promise<string | null> => {
	const wanted = Object.entries(changing).map(([attribute, value]) => is(attribute, value));
	if (wanted.length === 0) return null;
	const [other] = await ad.list(all(any(...wanted), not(is('objectGUID', guidBytes(id)))), ['sAMAccountName']);
	return other?.dn ?? null;
};

export const rename = adGiving<Names>({
	id: 'rename',
	label: 'Follow a New Name',
	needs: ['cn', 'name', 'mail', 'userPrincipalName', 'sAMAccountName'].map((attribute) => right.write(attribute)),
	readBackFrom: '`cn`, `mail`, `userPrincipalName`, `sAMAccountName`',

	asked: ({ facts, attributes }) => facts.includes('name') || facts.includes('workEmail') || ['mail', 'userPrincipalName', 'sAMAccountName'].some((attribute) => attribute in attributes),

	read: async (ad, { id }, wish) => {
		const user = await getUser(ad, id, ['cn', 'mail', 'userPrincipalName', 'sAMAccountName']);
		const names = { cn: user.required('cn'), mail: user.text('mail'), userPrincipalName: user.text('userPrincipalName'), sAMAccountName: user.required('sAMAccountName') };
		const name = wantedName({ ...names, nameTakenBy: null }, wish);
		const neighbour = name === null || same(name, names.cn) ? null : await ad.get(`CN=${rdnValue(name)},${splitDn(user.dn).parent}`, ['1.1']);
		return { ...names, loginTakenBy: await takenBy(ad, id, logins(names, wish)), nameTakenBy: neighbour?.dn ?? null };
	},

	plan: (state, wish) => {
		const changing = logins(state, wish);
		const name = wantedName(state, wish);
		const changes = [...(name === null ? [] : [`cn ${state.cn} → ${name}`]), ...Object.entries(changing).map(([attribute, value]) => `${attribute} ${state[attribute as 'mail'] ?? 'empty'} → ${value}`)];
		if (changes.length === 0) return satisfied(`The account is called ${state.cn}, ${state.userPrincipalName ?? state.sAMAccountName}`);
		if (state.loginTakenBy !== null) return impossible(`${Object.values(changing).join(' or ')} is taken by ${state.loginTakenBy}. Nothing was changed; give one of the two another address in HR, then run the case again`);
		return change([...changes, ...staying(state, wish)].join('; '));
	},

	apply: async (ad, { id }, state, wish) => {
		const changing = Object.entries(logins(state, wish));
		// At once, because whether a login follows is told by the address it was made from.
		if (changing.length > 0) await ad.modify(id, ...changing.map(([attribute, value]) => replace(attribute, value)));
		const name = wantedName(state, wish);
		if (name === null) return;
		const { dn } = await getUser(ad, id, ['1.1']);
		await ad.rename(id, `CN=${rdnValue(name)},${splitDn(dn).parent}`);
	},
});
