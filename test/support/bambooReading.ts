import { eventKinds } from '../../lifecycle/event';
import type { Known } from '../../lifecycle/known';
import { classify, type Reading, type Sight } from '../../systems/bamboohr/read';
import type { Meaning, Rules } from '../../systems/bamboohr/rules';

export type RawRow = { [column: string]: unknown };

export interface Said {
	employee?: RawRow;
	employmentStatus?: RawRow[];
	jobInfo?: RawRow[] | null;
}

const labels: [string, Meaning][] = [
	['full-time', 'employee'],
	['part-time', 'employee'],
	['contractor', 'contractor'],
	['parental leave', 'onLeave'],
	['pre-hire', 'notStarted'],
	['contract over', 'contractEnded'],
	['terminated', 'terminated'],
];

export const rules: Rules = {
	zone: 'Europe/Berlin',
	zones: new Map(),
	meaning: 'firstDayGone',
	atTime: '00:00',
	labels: new Map(labels),
	privileged: [],
	privilegedMinutes: 0,
	confidentialTypes: [],
	confidentialEmployees: [],
	gates: [],
	clearanceField: null,
	lookBackDays: 30,
	kinds: new Set(eventKinds),
};

export const now = new Date('2026-11-20T12:00:00.000Z');
export const status = (id: string, date: string, employmentStatus: string, more: RawRow = {}): RawRow => ({ id, employeeId: '42', date, employmentStatus, ...more });
export const job = (id: string, date: string, more: RawRow = {}): RawRow => ({ id, employeeId: '42', date, jobTitle: 'Engineer', department: 'Research', location: 'Berlin', reportsTo: 'Ada Byron', ...more });

export const employee = (more: RawRow = {}): RawRow => ({
	id: '42',
	employeeNumber: 'K-42',
	firstName: 'Jamie',
	lastName: 'Lee',
	workEmail: 'j.lee2@acme.test',
	jobTitle: 'Engineer',
	department: 'Research',
	location: 'Berlin',
	supervisor: 'Byron, Ada',
	supervisorEId: '7',
	supervisorEmail: 'ada@acme.test',
	hireDate: '2020-01-01',
	terminationDate: '0000-00-00',
	status: 'Active',
	employmentHistoryStatus: 'Full-Time',
	...more,
});

export const hired = status('1', '2020-01-01', 'Full-Time');
export const firstJob = job('1', '2020-01-01');

export interface Looking {
	known?: Known;
	baselined?: boolean;
	when?: Date;
	by?: Partial<Rules>;
	sharing?: Sight['sharing'];
}

/** One look at employee 42. */
export const look = ({ employee: record = employee(), employmentStatus = [hired], jobInfo = [firstJob] }: Said, { known, baselined = true, when = now, by = {}, sharing = () => [] }: Looking = {}): Reading =>
	classify({ employee: record, employmentStatus, jobInfo }, 'acme', '42', { ...rules, ...by }, { known, baselined, sharing }, when);

export const readIn = (reading: Reading): Extract<Reading, { kind: 'read' }> => {
	if (reading.kind !== 'read') throw new Error(reading.problem);
	return reading;
};

export const kindsIn = (reading: Reading): string[] => readIn(reading).news.map(({ event }) => event.kind);

/** What is known of somebody after a look that found nothing remarkable. */
export const knownAfter = (said: Said, looking: Looking = {}): Known => readIn(look(said, { baselined: false, ...looking })).known;
