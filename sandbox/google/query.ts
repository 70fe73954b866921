import { invalid } from './errors';
import type { GoogleUser } from './state';

const entries = (user: GoogleUser, list: string, field: string): string[] =>
	((user.profile[list] ?? []) as Record<string, unknown>[]).flatMap((entry) => (typeof entry[field] === 'string' ? [entry[field]] : []));

/** Fields `query` knows, and what a user has in them. */
const FIELDS: Record<string, (user: GoogleUser) => string[]> = {
	externalId: (user) => entries(user, 'externalIds', 'value'),
	email: (user) => [user.primaryEmail, ...user.aliases],
	givenName: ({ name }) => [name.givenName],
	familyName: ({ name }) => [name.familyName],
	name: ({ name }) => [name.givenName, name.familyName, `${name.givenName} ${name.familyName}`],
	orgUnitPath: ({ orgUnitPath }) => [orgUnitPath],
	orgDepartment: (user) => entries(user, 'organizations', 'department'),
	orgTitle: (user) => entries(user, 'organizations', 'title'),
	manager: (user) => entries(user, 'relations', 'value'),
	isSuspended: ({ suspended }) => [String(suspended)],
	isArchived: ({ archived }) => [String(archived)],
};

const CLAUSE = /^\s*(\w+)([=:])(?:'([^']*)'|"([^"]*)"|(\S+))/;

type Fits = (user: GoogleUser) => boolean;

/** Clauses with blanks between them, of which all must hold: `=` is equal, `:` contains, and starts with where a * ends it. */
export function matcherOf(text: string): Fits {
	const clauses: Fits[] = [];
	for (let rest = text.trim(); rest !== ''; ) {
		const [whole, field = '', operator, ...values] = CLAUSE.exec(rest) ?? [];
		const read = FIELDS[field];
		if (whole === undefined || read === undefined) throw invalid('Invalid Input: query');
		const wanted = (values.find((value) => value !== undefined) ?? '').toLowerCase();
		const fits = (value: string) => {
			if (operator === '=') return value === wanted;
			return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value.includes(wanted);
		};
		clauses.push((user) => read(user).some((value) => fits(value.toLowerCase())));
		rest = rest.slice(whole.length).trim();
	}
	return (user) => clauses.every((fits) => fits(user));
}
