import type { Clock } from '../clock';
import { dayOf } from './seed';
import type { Employment, PersonRecord } from './state';

export const HOST = 'api.personio.de';

export const statusOf = ({ start, end, onLeave }: Employment, clock: Clock): 'ONBOARDING' | 'ACTIVE' | 'LEAVE' | 'INACTIVE' => {
	const today = dayOf(clock.now());
	if (end !== null && end < today) return 'INACTIVE';
	if (today < start) return 'ONBOARDING';
	return onLeave ? 'LEAVE' : 'ACTIVE';
};

/** Of persons there are but two: leave and onboarding count as active. */
export const activityOf = ({ employments }: PersonRecord, clock: Clock): 'ACTIVE' | 'INACTIVE' => (employments.some((one) => statusOf(one, clock) !== 'INACTIVE') ? 'ACTIVE' : 'INACTIVE');

const ticked = (shown: Record<string, unknown>, attributes: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(shown).filter(([name]) => attributes.includes(name)));

export const personShown = (person: PersonRecord, attributes: readonly string[], clock: Clock): object => ({
	id: person.id,
	...ticked({ email: person.email, first_name: person.firstName, last_name: person.lastName, preferred_name: null, status: activityOf(person, clock) }, attributes),
	_meta: { links: { self: { href: `https://${HOST}/v2/persons/${person.id}` } } },
});

export const employmentShown = ({ id: personId }: PersonRecord, employment: Employment, attributes: readonly string[], clock: Clock): object => {
	const { id, start, end, external, title, department, office, supervisorId, termination } = employment;
	const shown = {
		employment_start_date: start,
		employment_end_date: end,
		type: external ? 'EXTERNAL' : 'INTERNAL',
		position: { title },
		org_units: [{ type: 'department', id: department.toLowerCase(), name: department }],
		office: { id: office.toLowerCase(), name: office },
		supervisor: supervisorId === null ? null : { id: supervisorId },
		termination,
	};
	const supervisor = supervisorId === null || !attributes.includes('supervisor') ? {} : { supervisor: { href: `https://${HOST}/v2/persons/${supervisorId}` } };
	return { id, person: { id: personId }, status: statusOf(employment, clock), ...ticked(shown, attributes), _meta: { links: { self: { href: `https://${HOST}/v2/persons/${personId}/employments/${id}` }, ...supervisor } } };
};
