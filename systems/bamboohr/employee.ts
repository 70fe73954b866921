import { asName, type Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { day, text } from './rows';
import type { Rules } from './rules';

/** What a case needs of an employee, and nothing that it does not. */
export const employeeFields = [
	'id',
	'employeeNumber',
	'firstName',
	'lastName',
	'preferredName',
	'workEmail',
	'jobTitle',
	'department',
	'location',
	'supervisor',
	'supervisorEId',
	'supervisorEmail',
	'hireDate',
	'terminationDate',
	'status',
	'employmentHistoryStatus',
] as const;

export const managerFields = ['supervisor', 'supervisorEId', 'supervisorEmail'] as const;

/** Whether BambooHR itself calls somebody active, by its own clock. */
export const isActive = (employee: Dictionary): boolean => {
	const status = text(employee['status']);
	if (status === null) {
		throw new Problem('bad_answer', 'BambooHR does not show the field "status" to the user behind the API key, so nobody can be told to have left. Give that user access to it in BambooHR.');
	}
	return status.toLowerCase() === 'active';
};

export const statusIn = (employee: Dictionary): string => (isActive(employee) ? 'Active' : 'Inactive');

/** A report may spell the ID otherwise. */
export const managerIn = (employee: Dictionary): Person['manager'] => {
	const id = text(employee['supervisorEId'] ?? employee['supervisorEid']);
	return id === null ? null : { id, name: text(employee['supervisor']), email: text(employee['supervisorEmail']) };
};

const gatesOf = (employee: Dictionary, { gates }: Pick<Rules, 'gates'>): Pick<Person, 'gates'> => {
	if (gates.length === 0) return {};
	const passed = ({ field, passed: wanted }: Rules['gates'][number]) => (employee[field] === undefined ? null : asName(text(employee[field]) ?? '') === asName(wanted));
	return { gates: Object.fromEntries(gates.map((gate) => [gate.name, passed(gate)])) };
};

export const toPerson = (employee: Dictionary, asked: string, rules: Pick<Rules, 'zone' | 'gates' | 'clearanceField'>): Person => {
	const id = text(employee['id']);
	if (id !== asked) throw new Problem('bad_answer', `BambooHR was asked for employee ${asked} and answered with another one. Nothing was concluded from it.`);
	const firstName = text(employee['preferredName']) ?? text(employee['firstName']);
	const lastName = text(employee['lastName']);
	const name = [firstName, lastName].filter((part) => part !== null).join(' ');
	return {
		id,
		name: name || `Employee ${id}`,
		firstName,
		lastName,
		workEmail: text(employee['workEmail']),
		title: text(employee['jobTitle']),
		department: text(employee['department']),
		location: text(employee['location']),
		timeZone: rules.zone,
		manager: managerIn(employee),
		startDate: day(employee['hireDate']),
		lastDay: day(employee['terminationDate']),
		workerType: text(employee['employmentHistoryStatus']),
		clearance: rules.clearanceField === null ? null : text(employee[rules.clearanceField]),
		...gatesOf(employee, rules),
	};
};

/** By id, by e-mail address, by job title, or by what a field of BambooHR says. */
export const isPrivileged = (employee: Dictionary, { id, workEmail, title }: Person, { privileged }: Rules): boolean => {
	const names = [id, workEmail, title].filter((name) => name !== null).map(asName);
	return privileged.some((who) => {
		const [field, ...value] = who.split('=');
		if (value.length === 0) return names.includes(asName(who));
		const found = Object.entries(employee).find(([name]) => asName(name) === asName(field!));
		return found !== undefined && asName(text(found[1]) ?? '') === asName(value.join('='));
	});
};
