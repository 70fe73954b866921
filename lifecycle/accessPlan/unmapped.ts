import type { Person } from '../person';
import type { Catalogue, Condition, Role } from './catalogue';
import { alike, fits } from './values';

const fields: { [Name in Condition]: { of: (person: Person) => unknown; called: string } } = {
	department: { of: ({ department }) => department, called: 'department' },
	location: { of: ({ location }) => location, called: 'location' },
	worker_type: { of: ({ workerType }) => workerType, called: 'worker type' },
	clearance: { of: ({ clearance }) => clearance, called: 'clearance' },
	title: { of: ({ title }) => title, called: 'title' },
};

export const valueOf = (person: Person, condition: Condition): string => {
	const value = fields[condition].of(person);
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
};

/** Whether a row is about this person. */
export const isAbout = ({ where }: Role, person: Person): boolean => (Object.keys(fields) as Condition[]).every((condition) => where[condition] === '' || fits(where[condition], valueOf(person, condition)));

const mayBeEmpty: readonly Condition[] = ['clearance', 'title'];
const mayBeUnknown: readonly Condition[] = ['title'];

/**
 * What HR says of somebody and no row knows. A value that was mistyped, or blanked by mistake, would look like a move to
 * where nothing is given, and take away everything.
 */
export const unmapped = (person: Person, { roles }: Catalogue): string[] =>
	(Object.keys(fields) as Condition[]).flatMap((condition) => {
		const known = roles.map(({ where }) => where[condition]).filter((value) => value !== '');
		const { called } = fields[condition];
		const value = valueOf(person, condition);
		if (value === '') return mayBeEmpty.includes(condition) || (known.length === 0 && condition !== 'department') ? [] : [`HR has no ${called} for them. Fill it in in HR, and run the case again`];
		if (known.length === 0 || mayBeUnknown.includes(condition) || known.some((pattern) => fits(pattern, value))) return [];
		const near = alike(value, known.filter((one) => !one.includes('*')));
		return [`no row of the role catalogue knows the ${called} "${value}"${near === null ? '' : `; "${near}" looks alike`}. Correct it in HR, or add a row for it to the catalogue (with system and right_name empty if it brings nothing), and run the case again`];
	});

