import type { Clock } from '../clock';
import { people, personById } from '../company';
import type { Person } from '../company';
import { gatherNews } from './news';
import type { BambooSettings, BambooState, Employee } from './state';
import { defaultSettings, nextId } from './state';
import { todayAt } from './values';

const DAY = 86_400_000;

/** Never needed for joiners, movers and leavers, and never shown to the integration's user. */
const SENSITIVE = ['payRate', 'ssn', 'dateOfBirth'];

const dayFrom = (today: string, offset: number) => new Date(Date.parse(`${today}T00:00:00Z`) + offset * DAY).toISOString().slice(0, 10);

function employ(state: BambooState, person: Person, today: string, start: number): Employee {
	const { id, firstName, lastName, workEmail, department, jobTitle, location, managerId, kind, hiredOn, leftOn } = person;
	const hireDate = dayFrom(today, hiredOn);
	const manager = managerId === undefined ? undefined : personById(managerId);
	const row = (date: string, columns: Record<string, string>) => ({ id: nextId(state), employeeId: id, date, columns });
	const edited = start + Math.min(hiredOn, leftOn ?? -2, -2) * DAY;
	const left = leftOn === undefined ? [] : [row(dayFrom(today, leftOn), { employmentStatus: 'Terminated', comment: '', terminationTypeId: 'Resignation (Voluntary)', terminationReasonId: 'Other employment', terminationRehireId: 'Yes' })];
	return {
		id,
		fields: {
			employeeNumber: `K-${1000 + Number(id)}`,
			firstName,
			lastName,
			middleName: null,
			preferredName: null,
			workEmail,
			homeEmail: `${firstName}.${lastName}@home.example`.toLowerCase(),
			mobilePhone: null,
			hireDate,
			originalHireDate: hireDate,
			country: null,
			city: location,
			customLaptopAssetTag: `KST-${id.padStart(4, '0')}`,
			customContractEnd: kind === 'Contractor' ? dayFrom(today, 120) : null,
			payRate: '1.00 USD',
			ssn: '000-00-0000',
			dateOfBirth: '1990-01-01',
		},
		tables: {
			employmentStatus: [...left, row(hireDate, { employmentStatus: kind, comment: 'New Hire' })],
			jobInfo: [{ ...row(hireDate, { location, department, division: '', jobTitle, reportsTo: manager === undefined ? '' : `${manager.firstName} ${manager.lastName}` }), ...(managerId === undefined ? {} : { reportsToId: managerId }) }],
		},
		insertedAt: edited,
		changedAt: edited,
	};
}

const apiKey = (key: string, userId: string, employeeId: string) => ({
	key,
	userId,
	employeeId,
	email: personById(employeeId).workEmail,
	enabled: true,
	hiddenFields: [...SENSITIVE],
	hiddenEmployees: [],
});

export const API_KEY = 'sandbox0bamboo0key0kestrel0000001';
/** A second user of the same company, to show that webhooks belong to whoever made them. */
export const OTHER_API_KEY = 'sandbox0bamboo0key0kestrel0000002';

export function foundCompany(clock: Clock, settings: Partial<BambooSettings>, staff: readonly Person[] = people): BambooState {
	const state: BambooState = {
		sequence: 100,
		employees: new Map(),
		deleted: new Map(),
		webhooks: new Map(),
		webhookLog: [],
		outbox: [],
		known: new Map(),
		apiKeys: new Map([apiKey(API_KEY, '2401', '6'), apiKey(OTHER_API_KEY, '2402', '67')].map((key) => [key.key, key])),
		badKeys: { inARow: 0, lockedUntilElapsed: 0 },
		settings: { ...defaultSettings, ...settings },
	};
	const today = todayAt(state, clock.now());
	for (const person of staff) state.employees.set(person.id, employ(state, person, today, clock.now()));
	gatherNews({ state, clock });
	state.outbox = [];
	return state;
}
