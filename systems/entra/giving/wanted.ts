import type { EntraWish } from './_entra';

/** What a wish says about the user, in Graph's names. Pure; what HR leaves empty changes nothing. */
export const wantedProfile = (wish: EntraWish): { [property: string]: string } => {
	const { person, facts } = wish;
	const from: { [fact in EntraWish['facts'][number]]?: { [property: string]: string | null } } = {
		name: { displayName: person.name.trim(), givenName: person.firstName ?? null, surname: person.lastName ?? null },
		title: { jobTitle: person.title },
		department: { department: person.department },
		location: { officeLocation: person.location },
		workerType: { employeeType: person.workerType },
		startDate: { employeeHireDate: person.startDate === null ? null : instant(person.startDate) },
	};
	const entries = [...facts.flatMap((fact) => Object.entries(from[fact] ?? {})), ...Object.entries(wish.attributes), ['usageLocation', wish.usageLocation] as const];
	return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''));
};

/** Graph keeps hire dates as instants of whole seconds. */
const instant = (date: string): string => (/^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T00:00:00Z` : date);

export const wantedName = ({ userPrincipalName, person }: EntraWish): string | null => userPrincipalName ?? person.workEmail;

/** Of the name before the @, what an alias of a mailbox may hold. */
export const nicknameOf = (upn: string): string => upn.split('@')[0]!.normalize('NFKD').replace(/[^A-Za-z0-9._-]/g, '').slice(0, 64) || 'user';

/** What is not to be said as a mere attribute, because a step of its own sees to it or it opens the account. */
const reserved = new Set(['id', 'accountEnabled', 'passwordProfile', 'passwordPolicies', 'userPrincipalName', 'mailNickname', 'userType', 'onPremisesImmutableId', 'identities', 'manager', 'assignedLicenses']);

export const reservedIn = ({ attributes }: EntraWish): string[] => Object.keys(attributes).filter((name) => reserved.has(name) || !/^[A-Za-z]\w*(\/[A-Za-z]\w*)?$/.test(name));

/** `a/b` is a property of a property. */
export const asBody = (properties: { [property: string]: string }): { [property: string]: unknown } => {
	const body: { [property: string]: unknown } = {};
	for (const [name, value] of Object.entries(properties)) {
		const [outer, inner] = name.split('/') as [string, string?];
		body[outer] = inner === undefined ? value : { ...(body[outer] as object | undefined), [inner]: value };
	}
	return body;
};
