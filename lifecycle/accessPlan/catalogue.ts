import { keyOf, rightNamed, shownRight, systemNamed, systemsInWords, type KnownSystem, type Named } from './named';
import { alike } from './values';

/** What a row may ask of a person; the first four have to be known where the catalogue asks for them. */
export const conditions = ['department', 'location', 'worker_type', 'clearance', 'title'] as const;
export type Condition = (typeof conditions)[number];

const columns = [...conditions, 'system', 'right_name', 'privileged', 'approver', 'needs_first', 'conflicts_with', 'overlap_days', 'days_before_start'] as const;
type Column = (typeof columns)[number];

/** One row that is in order. */
export interface Role {
	/** `row 7`, as the Data Table counts it. */
	row: string;
	/** Empty means any. */
	where: Readonly<Record<Condition, string>>;
	/** null where the row only says that its values are known. */
	gives: Named | null;
	privileged: boolean;
	/** `manager`, or e-mail addresses. */
	approvers: readonly string[];
	/** What has to be held before this is added. */
	needsFirst: readonly Named[];
	conflictsWith: readonly Named[];
	/** How long somebody who moved keeps it. */
	overlapDays: number;
	/** How many days before the start it is given; null: with the account. */
	daysBeforeStart: number | null;
}

export interface Catalogue {
	roles: readonly Role[];
}

export type ReadCatalogue = { catalogue: Catalogue; faults?: undefined } | { faults: readonly string[]; catalogue?: undefined };

/** Every Data Table has them. */
const ofN8n: readonly string[] = ['id', 'createdAt', 'updatedAt'];

type Row = { readonly [column: string]: unknown };

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '');
const isBlank = (row: Row): boolean => columns.every((column) => textOf(row[column]) === '');

/** A Data Table node that runs once for each person hands each row out as often. */
const withoutRepeated = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row, index) => [textOf(row['id']) === '' ? `at ${index}` : JSON.stringify(row), row])).values()];

const rowName = (row: Row, index: number): string => `row ${textOf(row['id']) || index + 1}`;

const nothingIsPlanned = 'Nothing is planned for anybody until that is done';

/** All rows or none: a catalogue with a hole takes away what the missing row would have given. */
export const readCatalogue = (given: readonly Row[], known: readonly KnownSystem[]): ReadCatalogue => {
	const rows = withoutRepeated(given).filter((row) => !isBlank(row));
	if (rows.length === 0) return { faults: [`The role catalogue is empty. Connect a Data Table node with Get Rows and Return All to the input Role Catalogue, and fill the table. ${nothingIsPlanned}.`] };
	const faults: string[] = misnamedColumns(rows);
	const roles = rows.map((row, index) => roleIn(row, rowName(row, index), known, (column, why, write) => void faults.push(`The role catalogue is not in order: ${rowName(row, index)}, column ${column}: ${why}. ${write}. ${nothingIsPlanned}.`)));
	if (faults.length === 0 && roles.every(({ gives }) => gives === null)) faults.push(`No row of the role catalogue gives anything: the columns system and right_name are empty or missing. Fill them in. ${nothingIsPlanned}.`);
	if (faults.length === 0) faults.push(...circles(roles).map((circle) => `The role catalogue is not in order: ${circle}, so that none of them could ever be added. Correct needs_first in one of the rows. ${nothingIsPlanned}.`));
	return faults.length > 0 ? { faults } : { catalogue: { roles } };
};

/** A column that is not read means "any" in every row, and gives to everybody. */
const misnamedColumns = (rows: readonly Row[]): string[] => {
	const found = new Set(rows.flatMap((row) => Object.keys(row)));
	return [...found].flatMap((name) => {
		if (ofN8n.includes(name) || (columns as readonly string[]).includes(name)) return [];
		const meant = alike(name, columns.filter((column) => !found.has(column)));
		return meant === null ? [] : [`The role catalogue has a column "${name}" that nothing reads, and no column ${meant}. Rename it to ${meant}. ${nothingIsPlanned}.`];
	});
};

type Complain = (column: Column, why: string, write: string) => void;

const roleIn = (row: Row, name: string, known: readonly KnownSystem[], complain: Complain): Role => {
	const text = (column: Column): string => {
		const value = row[column];
		if (value !== undefined && value !== null && textOf(value) === '' && value !== '' && typeof value !== 'string') complain(column, 'it is neither text nor number', 'Make it a column of texts');
		return textOf(value);
	};
	const gives = givenIn(text('system'), text('right_name'), known, complain);
	const privileged = yesOrNo(text('privileged'), complain);
	const approvers = approversIn(text('approver'), complain);
	if (privileged && approvers.length === 0 && gives !== null) complain('approver', 'the right is privileged, and nobody is named who approves it', 'Write manager, or e-mail addresses separated by commas');
	const list = (column: 'needs_first' | 'conflicts_with'): Named[] => rightsIn(column, text(column), gives, known, complain);
	return {
		row: name,
		where: Object.fromEntries(conditions.map((condition) => [condition, text(condition)])) as Role['where'],
		gives,
		privileged,
		approvers,
		needsFirst: list('needs_first'),
		conflictsWith: list('conflicts_with'),
		overlapDays: daysIn('overlap_days', text('overlap_days'), complain) ?? 0,
		daysBeforeStart: daysIn('days_before_start', text('days_before_start'), complain),
	};
};

const givenIn = (given: string, right: string, known: readonly KnownSystem[], complain: Complain): Named | null => {
	if (given === '' && right === '') return null;
	if (given === '') complain('system', `it is empty, and right_name is "${right}"`, `Write one of: ${systemsInWords(known)}`);
	if (right === '') complain('right_name', `it is empty, and system is "${given}"`, 'Write the name or the ID of the group or role, or empty both columns where these values bring nothing');
	if (given === '' || right === '') return null;
	const system = systemNamed(given, known);
	if (system === null) complain('system', `"${given}" is no system that is known`, `Write one of: ${systemsInWords(known)}`);
	return system === null ? null : { ...system, right };
};

const yes = ['true', 'yes', '1'];
const no = ['', 'false', 'no', '0'];

const yesOrNo = (given: string, complain: Complain): boolean => {
	const word = given.toLowerCase();
	if (!yes.includes(word) && !no.includes(word)) complain('privileged', `"${given}" is neither yes nor no`, 'Write true or false');
	return yes.includes(word);
};

/** Who approves by being this person's manager, whoever that is. */
export const manager = 'manager';

const approversIn = (given: string, complain: Complain): string[] => {
	const named = given.split(/[,;\n]/).map((one) => one.trim().toLowerCase()).filter((one) => one !== '');
	for (const one of named) if (one !== manager && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(one)) complain('approver', `"${one}" is no e-mail address`, 'Write manager, or e-mail addresses separated by commas');
	return [...new Set(named)].sort();
};

const rightsIn = (column: 'needs_first' | 'conflicts_with', given: string, gives: Named | null, known: readonly KnownSystem[], complain: Complain): Named[] =>
	given.split(/[;\n]/).map((one) => one.trim()).filter((one) => one !== '').flatMap((one) => {
		const right = rightNamed(one, known);
		if (right === null) {
			complain(column, `"${one}" is no right`, `Write System: Right, several separated by semicolons, with one of these systems: ${systemsInWords(known)}`);
			return [];
		}
		if (gives !== null && keyOf(right) === keyOf(gives)) complain(column, `"${one}" is the right that the row itself gives`, 'Name another right, or leave it empty');
		return [right];
	});

const mostDays = 3_650;

const daysIn = (column: 'overlap_days' | 'days_before_start', given: string, complain: Complain): number | null => {
	if (given === '') return null;
	const days = Number(given);
	if (Number.isInteger(days) && days >= 0 && days <= mostDays) return days;
	complain(column, `"${given}" is no number of days`, `Write a whole number from 0 to ${mostDays}, or leave it empty`);
	return null;
};

/** Rights that wait for one another. */
const circles = (roles: readonly Role[]): string[] => {
	const needs = new Map<string, Named[]>();
	for (const { gives, needsFirst } of roles) if (gives !== null) needs.set(keyOf(gives), [...(needs.get(keyOf(gives)) ?? []), ...needsFirst]);
	const found = new Map<string, string>();
	const followed = new Set<string>();
	const follow = (right: Named, way: readonly Named[]): void => {
		const from = way.findIndex((one) => keyOf(one) === keyOf(right));
		if (from !== -1) {
			const circle = way.slice(from);
			const told = [...circle, right].map(shownRight).join(' needs ');
			found.set(circle.map(keyOf).sort().join(), told);
			return;
		}
		if (followed.has(keyOf(right))) return;
		for (const one of needs.get(keyOf(right)) ?? []) follow(one, [...way, right]);
		followed.add(keyOf(right));
	};
	for (const { gives } of roles) if (gives !== null) follow(gives, []);
	return [...found.values()];
};
