import type { Clock } from '../clock';
import { dayOf } from './seed';
import type { Employment, EventName, PersonioState, PersonRecord } from './state';

/** What an HR administrator does in Personio's own screens. People by Personio's ID; days are YYYY-MM-DD. */
export interface PersonioDesk {
	today(): string;
	/** Their employment ends with this day, today unless said. */
	terminate(personId: string, day?: string, more?: { lastWorkingDay?: string }): void;
	takeBack(personId: string): void;
	/** A new employment beside those there are. */
	rehire(personId: string, day?: string): void;
	change(personId: string, change: Partial<Pick<Employment, 'title' | 'department' | 'office' | 'start' | 'onLeave'>>): void;
}

interface Frame {
	state: PersonioState;
	clock: Clock;
	before(): void;
	send(event: EventName, personId: string, payload: object): void;
}

export function createDesk({ state, clock, before, send }: Frame): PersonioDesk {
	const today = () => dayOf(clock.now());

	const currentOf = (personId: string): { person: PersonRecord; employment: Employment } => {
		const person = state.persons.get(personId);
		const [employment] = person?.employments ?? [];
		if (person === undefined || employment === undefined) throw new Error(`Personio knows nobody with the ID ${personId}`);
		return { person, employment };
	};

	const tell = (event: EventName, personId: string, employmentId: string) => send(event, personId, { id: employmentId, person: { id: personId } });

	const edit = (personId: string, change: Partial<Employment>): Employment => {
		const { person, employment } = currentOf(personId);
		before();
		Object.assign(employment, change);
		person.updatedAt = clock.now();
		tell('employment.updated', personId, employment.id);
		return employment;
	};

	/** Driven by the date, and only if it is still so then. */
	const sayOnTheDay = (event: EventName, personId: string, day: string, isStillSo: () => boolean) => {
		const employmentId = currentOf(personId).employment.id;
		const due = Date.parse(`${day}T00:00:00Z`);
		const say = () => isStillSo() && tell(event, personId, employmentId);
		if (due <= clock.now()) say();
		else clock.schedule(due, say);
	};

	return {
		today,
		terminate: (personId, day = today(), { lastWorkingDay } = {}) => {
			const termination = { terminated_at: today(), termination_date: day, last_working_day: lastWorkingDay ?? null, type: 'EMPLOYEE', reason: null };
			const employment = edit(personId, { end: day, termination });
			sayOnTheDay('employment.terminated', personId, day, () => employment.termination === termination);
		},
		takeBack: (personId) => void edit(personId, { end: null, termination: null }),
		change: (personId, change) => void edit(personId, change),
		rehire: (personId, day = today()) => {
			const { person, employment } = currentOf(personId);
			before();
			const again: Employment = { ...employment, id: `99${String((state.sequence += 1)).padStart(3, '0')}`, start: day, end: null, termination: null };
			person.employments.unshift(again);
			person.updatedAt = clock.now();
			tell('employment.created', personId, again.id);
			sayOnTheDay('employment.started', personId, day, () => person.employments[0] === again);
		},
	};
}
