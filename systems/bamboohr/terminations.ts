import type { HrEvent } from '../../lifecycle/event';
import type { Person } from '../../lifecycle/person';
import { asProblem } from '../../lifecycle/problem';
import type { BambooHr } from './client';
import { employeeFields, toPerson } from './employee';
import { readEmployment, type Rules } from './employment';

export type Reading =
	| { kind: 'nothing' }
	| { kind: 'event'; person: Person; event: HrEvent }
	| { kind: 'problem'; employeeId: string; problem: string };

/** What is true of one employee now, whatever brought us to ask. Throws when BambooHR could not be asked. */
export const readTermination = async (bamboo: BambooHr, company: string, employeeId: string, rules: Rules, now: Date): Promise<Reading> => {
	const problem = (why: string): Reading => ({ kind: 'problem', employeeId, problem: why });
	try {
		const [employee, rows] = await Promise.all([bamboo.employee(employeeId, employeeFields), bamboo.table(employeeId, 'employmentStatus')]);
		const person = toPerson(employee, employeeId, rules.cutOff.zone);
		const employment = readEmployment(employee, rows, rules, now);
		if (employment.kind === 'staying') return { kind: 'nothing' };
		if (employment.kind === 'unclear') {
			return problem(`${person.name} (employee ${employeeId}) was not acted upon: ${employment.why}.`);
		}
		const event: HrEvent = {
			kind: 'terminate',
			key: ['bamboohr', company, employeeId, 'terminate', employment.date, employment.rowId].join('/'),
			source: 'bamboohr',
			effectiveAt: employment.effectiveAt.toISOString(),
			receivedAt: now.toISOString(),
		};
		return { kind: 'event', person, event };
	} catch (error) {
		const found = asProblem(error);
		// Whatever somebody can mend and ask again is asked again, or a leaver would be lost to an expired key.
		if (found.code !== 'not_found') throw found;
		return problem(`BambooHR announced a change of employee ${employeeId} but does not know that employee. Nobody was cut. If the record was deleted although the person has left, start the leaver by hand.`);
	}
};
