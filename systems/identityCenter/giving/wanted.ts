import type { Wish } from '../../../lifecycle/giving';
import type { IdentityCenterUser } from '../user';

type Profile = { [attribute: string]: string };

/** Plain attributes of a user, by the path AWS changes them at, and as a user shows them. */
const further: { [path: string]: string } = { nickName: 'NickName', profileUrl: 'ProfileUrl', userType: 'UserType', preferredLanguage: 'PreferredLanguage', locale: 'Locale', timezone: 'Timezone' };

/** Both names, also where HR has only one text for them: AWS takes no user without. */
export const namesOf = ({ person }: Wish): { given: string; family: string; display: string } => {
	const display = person.name.trim();
	const words = display.split(/\s+/);
	return { given: person.firstName?.trim() || words[0]!, family: person.lastName?.trim() || words.slice(1).join(' ') || words[0]!, display };
};

/** What a wish says about the user, by the paths AWS changes it at. Pure; what HR leaves empty changes nothing. */
export const wantedProfile = (wish: Wish): Profile => {
	const { facts, person, attributes } = wish;
	const { given, family, display } = namesOf(wish);
	const named: Profile = facts.includes('name') && display !== '' ? { displayName: display, 'name.givenName': given, 'name.familyName': family } : {};
	const title: Profile = facts.includes('title') && person.title ? { title: person.title } : {};
	return { ...named, ...title, ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== '')) };
};

export const unknownIn = ({ attributes }: Wish): string[] => Object.keys(attributes).filter((name) => !(name in further));

export const shown = (user: IdentityCenterUser): Profile => ({
	displayName: user.displayName ?? '',
	'name.givenName': user.givenName ?? '',
	'name.familyName': user.familyName ?? '',
	title: user.title ?? '',
	...Object.fromEntries(Object.entries(further).map(([path, field]) => [path, typeof user.row[field] === 'string' ? user.row[field] : ''])),
});

/** As the API names them when a user is made: `nickName` is `NickName`. */
export const furtherInWords = ({ attributes }: Wish): Profile => Object.fromEntries(Object.entries(attributes).flatMap(([path, value]) => (further[path] === undefined || value === '' ? [] : [[further[path], value]])));
