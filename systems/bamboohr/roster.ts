import type { Standing } from '../../lifecycle/known';
import type { Person } from '../../lifecycle/person';
import { asProblem, Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse, type BambooHr } from './client';
import { employeeFields, toPerson } from './employee';
import { classify, type Reading, type Sight } from './read';
import { day, text } from './rows';
import type { Rules } from './rules';

/** Everything here is about absence, from which nothing may be inferred: it is believed, or it is suspect. */
const suspect = (why: string): Problem => new Problem('bad_answer', `${why} Nothing was concluded from it.`);

export interface Changes {
	/** From where to ask next time. */
	latest: string;
	employeeIds: string[];
}

const overlapMs = 2 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** Who was edited since, in any way: whom to look at, and nothing else. */
export const readChanges = async (bamboo: BambooHr, since: string, now: Date): Promise<Changes> => {
	const from = new Date(Date.parse(since) - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z');
	const answer = await bamboo.changed(from);
	const latest = text(answer['latest']);
	if (latest === null) throw suspect('BambooHR listed changed employees without saying up to when ("latest").');
	const at = Date.parse(latest);
	// Beyond this moment nothing would ever be seen again, and before it everything again and again.
	if (Number.isNaN(at) || at > now.getTime() + dayMs || at < Date.parse(from) - dayMs) throw suspect('BambooHR listed changed employees up to a moment ("latest") that cannot be meant.');
	const { employees } = answer;
	if (Array.isArray(employees) && employees.length === 0) return { latest, employeeIds: [] };
	const employeeIds = Object.entries(parse.object(employees, 'employees/changed')).map(([id, entry]) => idOf(parse.object(entry, 'employees/changed.employee')['id'] ?? id, 'employees/changed.id'));
	return { latest, employeeIds };
};

/** 0 and `all` would mean somebody else. */
const idOf = (raw: unknown, where: string): string => {
	const id = text(raw);
	return id !== null && /^[1-9]\d*$/.test(id) ? id : parse.refuse(where, 'an employee id');
};

export interface Headcount {
	headcount: number;
	people: number;
}

const read = async (bamboo: BambooHr, fields: readonly string[]): Promise<Dictionary[]> => {
	const answer = await bamboo.everybody(fields);
	const employees = parse.array(answer['employees'], 'report.employees').map((row) => parse.object(row, 'report.employees'));
	if (employees.length === 0) throw suspect('BambooHR answered as if nobody had ever worked there.');
	// A report leaves out what may not be seen, without a word.
	if (employees.some((employee) => text(employee['status']) === null)) throw suspect('BambooHR left out the field "status" of employees. Give the user behind the API key access to it.');
	return employees;
};

const isActive = (employee: Dictionary): boolean => text(employee['status'])!.toLowerCase() === 'active';

const count = (employees: readonly Dictionary[]): Headcount => ({ headcount: employees.filter(isActive).length, people: new Set(employees.map(({ id }) => text(id))).size });

/** Who leaves is still listed, so that a list that shrinks is one that is not whole. */
const believed = (now: Headcount, before: Headcount | undefined, shrinkPercent: number): Headcount => {
	if (now.headcount === 0) throw suspect('BambooHR answered as if nobody worked there any more.');
	const missing = before === undefined ? 0 : before.people - now.people;
	if (missing > 1 && missing * 100 > before!.people * shrinkPercent) {
		throw suspect(`BambooHR shows ${now.people} people where it showed ${before!.people} before. Look whether the user behind the API key may still see everybody; if so many records were deleted on purpose, raise "Suspicious Shrinking (%)" in the trigger until it has read them once.`);
	}
	return now;
};

export const countPeople = async (bamboo: BambooHr, before: Headcount | undefined, shrinkPercent: number): Promise<Headcount> => believed(count(await read(bamboo, ['status'])), before, shrinkPercent);

export interface Roster extends Headcount {
	readings: Reading[];
	/** Whose answers cannot be believed: each to be asked about by themselves. */
	unread: string[];
}

/** Everybody at once, in three questions: what is known of a company before its first change. */
export const readEverybody = async (bamboo: BambooHr, company: string, rules: Rules, sightOf: (employeeId: string) => Sight, now: Date): Promise<Roster> => {
	const [employees, employmentStatus, jobInfo] = await Promise.all([
		read(bamboo, employeeFields.filter((field) => field !== 'id')),
		bamboo.table('all', 'employmentStatus').then(byEmployee),
		bamboo.table('all', 'jobInfo').then(byEmployee, () => null),
	]);
	const counted = believed(count(employees), undefined, 100);
	if (employmentStatus.size === 0) throw suspect('BambooHR answered as if nobody had an employment status history. Give the user behind the API key access to it.');
	const readings: Reading[] = [];
	const unread: string[] = [];
	for (const employee of employees) {
		const id = idOf(employee['id'], 'report.id');
		const answers = { employee: { ...employee, id }, employmentStatus: employmentStatus.get(id) ?? [], jobInfo: jobInfo && (jobInfo.get(id) ?? []) };
		try {
			readings.push(classify(answers, company, id, rules, sightOf(id), now));
		} catch (error) {
			if (asProblem(error).code !== 'bad_answer') throw error;
			unread.push(id);
		}
	}
	return { ...counted, readings, unread };
};

const byEmployee = (rows: readonly Dictionary[]): Map<string, Dictionary[]> => {
	const grouped = new Map<string, Dictionary[]>();
	for (const row of rows) {
		const id = idOf(row['employeeId'], 'tables.employeeId');
		const own = grouped.get(id) ?? [];
		own.push(row);
		grouped.set(id, own);
	}
	return grouped;
};

export interface Listed {
	person: Person;
	standing: Standing;
}

/** Everybody as HR lists them now, to be compared with accounts: asked anew, because what a trigger has missed is just what is looked for. */
export const listPeople = async (bamboo: BambooHr, zone: string, today: string): Promise<Listed[]> => {
	const employees = await read(bamboo, employeeFields.filter((field) => field !== 'id'));
	believed(count(employees), undefined, 100);
	return employees.map((employee) => {
		const id = idOf(employee['id'], 'report.id');
		const startDate = day(employee['hireDate']);
		const standing = startDate !== null && startDate > today ? 'ahead' : isActive(employee) ? 'working' : 'gone';
		return { person: toPerson({ ...employee, id }, id, { zone, gates: [], clearanceField: null }), standing };
	});
};
