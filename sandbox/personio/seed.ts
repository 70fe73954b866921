import type { Clock } from '../clock';
import { people, type Person } from '../company';
import { defaultSettings, type PersonioSettings } from './settings';
import type { PersonioState, PersonRecord } from './state';

const DAY = 86_400_000;
/** Personio counts for itself: the ID of nearly everybody is the staff number of somebody else. */
const SHIFT = 62;

export const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Personio's ID of each person, by the id the rest of the company knows them by. */
export const idsOf = (staff: readonly Person[]): ReadonlyMap<string, string> => new Map(staff.map(({ id }, index) => [id, String(((index + SHIFT) % staff.length) + 1)]));

export const foundCompany = (clock: Clock, settings: Partial<PersonioSettings>, staff: readonly Person[] = people): PersonioState => {
	const ids = idsOf(staff);
	const today = clock.now();
	const recordOf = ({ id: staffNumber, firstName, lastName, workEmail, department, jobTitle, location, managerId, kind, hiredOn, leftOn }: Person): PersonRecord => {
		const id = ids.get(staffNumber)!;
		const left = leftOn === undefined ? null : dayOf(today + leftOn * DAY);
		const termination = left === null ? null : { terminated_at: left, termination_date: left, last_working_day: null, type: 'EMPLOYEE', reason: null };
		const employment = { id: String(88_000 + Number(id)), start: dayOf(today + hiredOn * DAY), end: left, external: kind === 'Contractor', onLeave: false, title: jobTitle, department, office: location, supervisorId: ids.get(managerId ?? '') ?? null, termination };
		return { id, firstName, lastName, email: workEmail, employments: [employment], updatedAt: today };
	};
	const persons = staff.map(recordOf).sort((a, b) => Number(a.id) - Number(b.id));
	return {
		sequence: 0,
		client: { id: 'papi-kestrel-sandbox', secret: 'papi-kestrel-sandbox-secret' },
		tokens: new Map(),
		persons: new Map(persons.map((person) => [person.id, person])),
		webhooks: new Map(),
		settings: { ...defaultSettings, ...settings },
	};
};
