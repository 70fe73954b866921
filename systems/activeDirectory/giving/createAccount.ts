import { Problem } from '../../../lifecycle/problem';
import type { Giving } from '../../../lifecycle/giving';
import { change, impossible } from '../../../lifecycle/step';
import type { ActiveDirectory } from '../client';
import { rdnValue } from '../dn';
import type { AdAccount } from '../find';
import { any, is } from '../filter';
import { randomPassword } from '../password';
import { right } from '../steps/_activeDirectory';
import { idOf } from '../user';
import { commonNames, samFor } from './names';
import { attributesFor } from './profile';
import type { AdWish } from './wish';

/** An ordinary account (512) that is disabled (2). */
const normalDisabled = '514';

const loginsOf = ({ person, attributes }: AdWish) => {
	const upn = attributes['userPrincipalName'] ?? person.workEmail;
	return { upn, sam: attributes['sAMAccountName'] ?? (upn ? samFor(upn) : '') };
};

const freeName = async (ad: ActiveDirectory, { person }: AdWish, ou: string): Promise<string> => {
	const [first, second] = commonNames(person.name, person.id);
	return (await ad.get(`CN=${rdnValue(first)},${ou}`, ['1.1'])) === null ? first : second;
};

/** Always disabled, with a password nobody knows: what lets the person in is a step of its own. */
export const createAccount: Giving<ActiveDirectory, AdAccount, AdWish>['create'] = {
	needs: [right.createUsers, right.reset],
	plan: (wish) => {
		const { person, ou } = wish;
		const { upn, sam } = loginsOf(wish);
		if (ou === null) return impossible('The node does not say in which unit new accounts are made. Enter one in New Accounts OU in its options, such as OU=People,DC=corp,DC=example; then run the case again. Nothing was made');
		const missing = [...(person.name === '' ? ['name'] : []), ...(upn && sam !== '' ? [] : ['work e-mail'])];
		if (missing.length > 0) return impossible(`HR has no ${missing.join(' and no ')} for HR id ${person.id}, and no account is made without. Fill it in in HR, or under further attributes as userPrincipalName and sAMAccountName; then run the case again. Nothing was made`);
		return change(`Make a disabled account ${upn} (${sam}) in ${ou}, with a random password that must be changed`);
	},
	apply: async (ad, wish) => {
		const { person } = wish;
		const { upn, sam } = loginsOf(wish);
		const [taken] = await ad.list(any(is('sAMAccountName', sam), is('userPrincipalName', upn!)), ['sAMAccountName', 'userPrincipalName']);
		if (taken) throw new Problem('rejected', `The name ${sam} or ${upn} is taken by ${taken.dn}, so no account was made. Name another one under further attributes (sAMAccountName, userPrincipalName), then run the case again.`);
		const name = await freeName(ad, wish, wish.ou!);
		const profile = attributesFor({ ...wish, facts: [...new Set([...wish.facts, 'name'] as const)] });
		const dn = `CN=${rdnValue(name)},${wish.ou!}`;
		await ad.add(dn, {
			objectClass: ['top', 'person', 'organizationalPerson', 'user'],
			...Object.fromEntries(Object.entries(profile).map(([attribute, value]) => [attribute, [value]])),
			cn: [name],
			sAMAccountName: [sam],
			userPrincipalName: [upn!],
			...(person.workEmail ? { mail: [person.workEmail] } : {}),
			[ad.settings.hrIdAttribute]: [person.id],
			unicodePwd: [randomPassword()],
			userAccountControl: [normalDisabled],
			pwdLastSet: ['0'],
		});
		const made = await ad.get(dn, ['objectGUID']);
		return made ? { id: idOf(made) } : undefined;
	},
};
