import type { ListedAccount } from '../accounts';
import { asName } from '../person';
import { grouped, isGone, type Roster, type Rostered } from './roster';

/** Somebody to ask first, and nothing that may be acted upon. */
export interface OwnerGuess {
	person: { id: string; name: string };
	/** As it follows on `Maybe it is <name>'s: `. */
	why: string;
}

type Named = Pick<ListedAccount, 'label' | 'email' | 'name'>;

const letters = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

const localPart = (address: string): string => letters(address.split('@')[0]!);

/** How people are commonly made a login of. */
const loginsOf = ({ name }: Rostered): string[] => {
	const words = name.split(/\s+/).map(letters).filter((word) => word !== '');
	const [first, last] = [words[0], words.at(-1)];
	if (first === undefined || last === undefined || words.length < 2) return [];
	return [first + last, last + first, first[0]! + last, first + last[0]!, last + first[0]!];
};

/** Made once for a list, because a list may be long. */
export const guesserFor = ({ people }: Roster): ((account: Named) => OwnerGuess | null) => {
	const byName = grouped(people, ({ name }) => [asName(name)]);
	const byAddress = grouped(people, ({ workEmail }) => (workEmail === null ? [] : [localPart(workEmail)]));
	const byLogin = grouped(people, (person) => [...new Set(loginsOf(person))]);

	return ({ label, email, name }) => {
		const logins = [label, email].flatMap((text) => (text === null || text === '' ? [] : [localPart(text)]));
		const ways: [readonly (Rostered[] | undefined)[], string][] = [
			[[byName.get(asName(name ?? ''))], 'it is shown under the same name'],
			[logins.map((login) => byAddress.get(login)), 'their work email begins with the same word'],
			[logins.map((login) => byLogin.get(login)), 'the login looks like their name'],
		];
		for (const [found, why] of ways) {
			const person = onlyOne(found.flatMap((one) => one ?? []));
			if (person !== null) return { person: { id: person.id, name: person.name }, why };
		}
		return null;
	};
};

/** Of two who fit, a guess would be wrong every other time. */
const onlyOne = (people: readonly Rostered[]): Rostered | null => {
	const found = [...new Set(people)];
	const present = found.filter((one) => !isGone(one));
	const [only, ...others] = present.length > 0 ? present : found;
	return only !== undefined && others.length === 0 ? only : null;
};
