import type { Dialect } from './kinds';

/** What an administrator chooses from in the node, and what Probe names: one wording for both. */
export const choices = {
	inactive: { field: 'What Active: False Does', names: { deletes: 'Deletes the Account', disables: 'Disables the Account' } },
	patch: {
		field: 'Active Is Said By',
		names: { path: 'Replace With a Path', capital: 'Replace With a Path, Capital Letters', value: 'Replace Without a Path', text: 'Replace With a Path, "True" or "False" as Text', put: 'The Whole Resource (PUT)' },
	},
	removeMember: { field: 'Remove Member', names: { filter: 'By Filter', value: 'By Value' } },
	memberships: { field: 'Groups Found By', names: { everyGroup: 'Every Group', filter: 'A Filter', user: 'The Account', none: 'No Groups' } },
	searches: { field: 'Looked Up By', names: { 'emails.value': 'Email', externalId: 'External ID', userName: 'User Name' } },
	contentType: { field: 'Content Type', names: { 'application/json': 'Plain JSON', 'application/scim+json': 'SCIM JSON' } },
} as const satisfies { [Name in keyof Dialect]?: { field: string; names: Record<string, string> } };

type Chosen = { [Name in keyof typeof choices]?: Dialect[Name] };

/** As an administrator finds it in the node. */
export const asChosen = (dialect: Chosen): Record<string, string> =>
	Object.fromEntries(
		Object.entries(dialect).flatMap(([name, value]) => {
			const { field, names } = choices[name as keyof typeof choices] as { field: string; names: Record<string, string> };
			return value === null ? [] : [[field, [value].flat().map((one) => names[one as string] ?? one).join(', ')]];
		}),
	);
