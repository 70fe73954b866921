import { DOMAIN, personById, type Location, type Person } from './people';

const FIRST_NAMES = ['Aaron', 'Bianca', 'Cyril', 'Daria', 'Edwin', 'Farah', 'Gustav', 'Helena', 'Ismail', 'Judith', 'Kofi', 'Livia', 'Magnus', 'Nadja', 'Oliver', 'Perla', 'Quentin', 'Ramona', 'Sergio', 'Tamsin'];
const LAST_NAMES = ['Abara', 'Brennan', 'Calloway', 'Dominik', 'Eklund', 'Farrow', 'Gallo', 'Hedberg', 'Ivanov', 'Jansen', 'Kimura', 'Lachance', 'Moss', 'Nieminen', 'Oduya', 'Pereira', 'Quist', 'Romano', 'Sato', 'Tanner'];

/** Whom they report to among the seventy-five. Every other one is an engineer, and so on GitHub as well. */
const POSTS: readonly (readonly [department: string, jobTitle: string, managerId: string])[] = [
	['Engineering', 'Engineer', '13'],
	['Sales', 'Account Executive', '37'],
	['Engineering', 'Engineer', '14'],
	['Support', 'Support Engineer', '60'],
];
const LOCATIONS: readonly Location[] = ['London', 'New York', 'Berlin', 'Singapore'];

/** Far from the ids that BambooHR gives to whoever is hired later. */
const FIRST_ID = 10_001;

/** So many people more than the seventy-five, the same ones each time. All are ordinary: employed for a while, active everywhere. */
export const recruits = (count: number): readonly Person[] => {
	if (count > FIRST_NAMES.length * LAST_NAMES.length) throw new Error(`There are names for ${FIRST_NAMES.length * LAST_NAMES.length} more people, and not for ${count}`);
	return Array.from({ length: count }, (_, index) => {
		const firstName = FIRST_NAMES[index % FIRST_NAMES.length]!;
		const lastName = LAST_NAMES[Math.floor(index / FIRST_NAMES.length)]!;
		const [department, jobTitle, managerId] = POSTS[index % POSTS.length]!;
		const manager = personById(managerId);
		return Object.freeze<Person>({
			id: String(FIRST_ID + index),
			firstName,
			lastName,
			workEmail: `${firstName}.${lastName}@${DOMAIN}`.toLowerCase(),
			department,
			jobTitle,
			location: LOCATIONS[index % LOCATIONS.length]!,
			managerId: manager.id,
			kind: index % 10 === 9 ? 'Contractor' : 'Full-Time',
			hiredOn: -200 - index,
		});
	});
};
