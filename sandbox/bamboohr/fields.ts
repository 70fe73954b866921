import type { TableName } from './state';

export interface Field {
	id: string;
	name: string;
	alias: string;
	type: string;
	/** History table the value comes from. */
	table?: TableName;
	/** Offered by webhooks/monitor_fields. */
	monitored: boolean;
	/** Monitorable by id only: the vendor shows no alias. */
	withoutAlias?: boolean;
}

type Line = [id: string, name: string, alias: string, type: string, monitored?: boolean, table?: TableName];

const LINES: readonly Line[] = [
	['1', 'First Name', 'firstName', 'text', true],
	['2', 'Last Name', 'lastName', 'text', true],
	['5', 'Middle Name', 'middleName', 'text', true],
	['1349', 'Employee #', 'employeeNumber', 'employee_number', true],
	['1350', 'Preferred Name', 'preferredName', 'text', true],
	['1391', 'Display Name', 'displayName', 'text'],
	['1360', 'Work Email', 'workEmail', 'email', true],
	['1361', 'Home Email', 'homeEmail', 'email'],
	['1362', 'Best Email', 'bestEmail', 'email'],
	['9', 'Mobile Phone', 'mobilePhone', 'phone', true],
	['17', 'Job Title', 'jobTitle', 'list', true, 'jobInfo'],
	['4', 'Department', 'department', 'list', true, 'jobInfo'],
	['1355', 'Division', 'division', 'list', true, 'jobInfo'],
	['18', 'Location', 'location', 'list', true, 'jobInfo'],
	['91', 'Reporting to', 'supervisor', 'employee', true, 'jobInfo'],
	['91.1', 'Supervisor ID', 'supervisorId', 'int'],
	['91.2', 'Supervisor EID', 'supervisorEId', 'int'],
	['91.3', 'Supervisor Email', 'supervisorEmail', 'email'],
	['3', 'Hire Date', 'hireDate', 'date', true],
	['1401', 'Original Hire Date', 'originalHireDate', 'date', true],
	['4314', 'Termination Date', 'terminationDate', 'date', true, 'employmentStatus'],
	['16', 'Status', 'status', 'status', true],
	['1936', 'Employment Status', 'employmentHistoryStatus', 'list', true, 'employmentStatus'],
	['1937', 'Employment Status (old)', 'employmentStatus', 'text'],
	['240', 'Last changed', 'lastChanged', 'timestamp'],
	['241', 'Created By', 'createdByUserId', 'int'],
	['3991', 'Country', 'country', 'country'],
	['10', 'City', 'city', 'text'],
	['19', 'Pay rate', 'payRate', 'currency'],
	['7', 'SSN', 'ssn', 'ssn'],
	['6', 'Birth Date', 'dateOfBirth', 'date'],
	['4478', 'Laptop Asset Tag', 'customLaptopAssetTag', 'text', true],
	['4480', 'Contract End', 'customContractEnd', 'date', true],
];

export const fields: readonly Field[] = LINES.map(([id, name, alias, type, monitored = false, table], index) => ({
	id,
	name,
	alias,
	type,
	monitored,
	...(table === undefined ? {} : { table }),
	...(index === LINES.length - 1 ? { withoutAlias: true } : {}),
}));

export const isCustom = (alias: string) => alias.startsWith('custom');

export const fieldBy = (key: string) => fields.find(({ id, alias, withoutAlias }) => id === key || (alias === key && withoutAlias !== true));

export const aliasOf = (key: string) => fieldBy(key)?.alias ?? fields.find(({ alias }) => alias === key)?.alias;
