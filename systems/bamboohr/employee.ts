import type { Person } from '../../lifecycle/person';
import type { Dictionary } from '../http/parse';
import { Problem } from '../../lifecycle/problem';

/** What a case needs of an employee, and nothing that it does not. */
export const employeeFields = [
	'id',
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

const value = (employee: Dictionary, field: string): string | null => {
	const raw = employee[field];
	return raw === undefined || raw === null || String(raw).trim() === '' ? null : String(raw).trim();
};

/** BambooHR writes "no date" in three ways. */
export const date = (raw: unknown): string | null => (typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}/.test(raw) && !raw.startsWith('0000') ? raw.slice(0, 10) : null);

export const statusOf = (employee: Dictionary): string => {
	const status = value(employee, 'status');
	if (status === null) {
		throw new Problem('forbidden', 'BambooHR does not show the field "status" to the user behind the API key, so nobody can be told to have left. Give that user access to it in BambooHR.');
	}
	return status;
};

export const toPerson = (employee: Dictionary, asked: string, timeZone: string): Person => {
	const id = value(employee, 'id');
	if (id !== asked) throw new Problem('bad_answer', `BambooHR was asked for employee ${asked} and answered with another one. Nothing was concluded from it.`);
	const name = [value(employee, 'preferredName') ?? value(employee, 'firstName'), value(employee, 'lastName')].filter((part) => part !== null).join(' ');
	const managerId = value(employee, 'supervisorEId');
	return {
		id,
		name: name || `Employee ${id}`,
		workEmail: value(employee, 'workEmail'),
		title: value(employee, 'jobTitle'),
		department: value(employee, 'department'),
		location: value(employee, 'location'),
		timeZone,
		manager: managerId === null ? null : { id: managerId, name: value(employee, 'supervisor'), email: value(employee, 'supervisorEmail') },
		startDate: date(employee['hireDate']),
		lastDay: date(employee['terminationDate']),
		workerType: value(employee, 'employmentHistoryStatus'),
		clearance: null,
	};
};
