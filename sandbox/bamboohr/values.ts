import { dayIn, isoWithOffset } from './dates';
import type { BambooState, Employee, Row } from './state';

const NO_DATE = '0000-00-00';
const INTERNAL_ID_OFFSET = 50_000;

const byDate = (a: Row, b: Row) => a.date.localeCompare(b.date) || Number(a.id) - Number(b.id);

export const sorted = (rows: readonly Row[]) => [...rows].sort(byDate);

const rowOn = (rows: readonly Row[], day: string) => sorted(rows).findLast(({ date }) => date <= day);

const isTerminated = (row: Row | undefined) => row?.columns.employmentStatus === 'Terminated';

export const todayAt = ({ settings }: BambooState, now: number) => dayIn(settings.timeZone, now);

function supervisorFields(state: BambooState, job: Row | undefined): Record<string, string | null> {
	const id = job?.reportsToId;
	const manager = id === undefined ? undefined : state.employees.get(id);
	if (id === undefined || manager === undefined) return { supervisor: null, supervisorId: null, supervisorEId: null, supervisorEmail: null };
	const { firstName, lastName, workEmail } = manager.fields;
	return {
		supervisor: `${lastName}, ${firstName}`,
		supervisorId: String(Number(id) + INTERNAL_ID_OFFSET),
		supervisorEId: id,
		supervisorEmail: workEmail ?? null,
	};
}

/**
 * All field values of one employee. `onlyCurrent` false shows the latest row of each history table even if it lies
 * in the future; `status` always tells today's truth.
 */
export function valuesOf(state: BambooState, { id, fields, tables, changedAt }: Employee, now: number, onlyCurrent = true): Record<string, string | null> {
	const today = todayAt(state, now);
	const horizon = onlyCurrent ? today : '9999-12-31';
	const job = rowOn(tables.jobInfo, horizon);
	const employment = rowOn(tables.employmentStatus, horizon);
	const employmentToday = rowOn(tables.employmentStatus, today);
	const started = (fields.hireDate ?? NO_DATE) <= today;
	const active = employmentToday !== undefined && !isTerminated(employmentToday) && started;
	const { firstName, lastName, preferredName, workEmail, homeEmail } = fields;
	return {
		...fields,
		id,
		displayName: `${preferredName ?? firstName} ${lastName}`,
		bestEmail: workEmail ?? homeEmail ?? null,
		jobTitle: job?.columns.jobTitle ?? null,
		department: job?.columns.department ?? null,
		division: job?.columns.division ?? null,
		location: job?.columns.location ?? null,
		...supervisorFields(state, job),
		terminationDate: isTerminated(employment) ? (employment?.date ?? NO_DATE) : NO_DATE,
		status: active ? 'Active' : 'Inactive',
		employmentHistoryStatus: employment?.columns.employmentStatus ?? null,
		employmentStatus: employment?.columns.employmentStatus ?? null,
		lastChanged: isoWithOffset(changedAt),
		createdByUserId: '2400',
	};
}
