import { today } from '../../lifecycle/calendar';
import { endsAccess } from '../../lifecycle/event';
import type { Known, KnownPerson } from '../../lifecycle/known';
import type { Dictionary } from '../http/parse';
import { isActive, statusIn } from './employee';
import type { Employment } from './employment';
import { day, isNoDate } from './rows';

export const dayMs = 24 * 60 * 60_000;

export interface Case {
	employee: Dictionary;
	employment: Employment;
	known: Known | undefined;
	alike: readonly KnownPerson[];
	zone: string;
	lookBackDays: number;
	now: Date;
}

const isHere = (standing: Known['standing'] | undefined): boolean => standing === 'working' || standing === 'onLeave';

/** Why nothing can be told of somebody: where BambooHR contradicts itself, or uses a word nobody mapped. Ends without a full stop. */
export const whyUnclear = ({ employee, employment, known, zone, lookBackDays, now }: Case): string | null => {
	const { row, label, meaning, undecided, standing, current } = employment;
	const active = isActive(employee);
	if (undecided !== null) {
		return undecided.label === ''
			? `the row of ${undecided.date} in the employment status history names no status; enter one in BambooHR`
			: `BambooHR calls the employee ${statusIn(employee)}, and nobody has said what the employment status "${undecided.label}" means. If it is right, add it to "Status Labels" of the trigger; if not, correct it in BambooHR`;
	}
	if (standing === 'gone') {
		const since = current.presence!.date;
		// BambooHR turns the page by its own clock, which may be a day behind the person's.
		return active && since < today(new Date(now.getTime() - dayMs), zone)
			? `the employment status says "${label}" since ${since}, but BambooHR still calls the employee Active; make the two agree in BambooHR`
			: null;
	}
	if (active || meaning === 'notStarted' || employment.ahead.some(({ kind }) => kind === 'start')) return null;
	const withoutHistory = 'BambooHR calls the employee Inactive but shows no employment status history; the user behind the API key may lack access to it';
	if (current.presence === null) return withoutHistory;
	const awaited = known?.standing === 'ahead' || (known?.standing === 'gone' && current.presence.kind === 'rehire' && !known.rows.employmentStatus.includes(current.presence.row ?? ''));
	const recent = now.getTime() - current.presence.at.getTime() <= lookBackDays * dayMs;
	if (awaited || ((known?.standing ?? null) === null && recent)) return null;
	return row === null ? withoutHistory : `BambooHR calls the employee Inactive, but the employment status "${label}" means that they work; if they have left, enter that in BambooHR, and if "${label}" means that they are gone, say so in "Status Labels" of the trigger`;
};

/** What is odd, though it can be told what it would mean. Sentences without their ends. */
export const doubts = ({ employee, employment, known, lookBackDays, now }: Case): string[] => {
	const found: string[] = [];
	for (const [field, name] of [['hireDate', 'hire date'], ['terminationDate', 'termination date']] as const) {
		if (!isNoDate(employee[field]) && day(employee[field]) === null) found.push(`the ${name} in BambooHR cannot be meant; correct it`);
	}
	const hired = day(employee['hireDate']);
	const { current, ahead, row, meaning, standing } = employment;

	const begun = isHere(known?.standing) || (row !== null && meaning !== 'notStarted' && now.getTime() - Date.parse(row.date) > lookBackDays * dayMs);
	if (standing === 'ahead' && current.presence === null && begun) {
		found.push(`they work already, but BambooHR now has their first day${hired === null ? '' : ` on ${hired}`} ahead. Their access was left as it is; correct the hire date in BambooHR, or enter a termination if they stop until then`);
	}

	const lastPresence = [current.presence, ...ahead.filter(({ track }) => track === 'presence')].findLast((turn) => turn !== null);
	// Whatever is said of a confidential termination would give it away.
	if (lastPresence && endsAccess(lastPresence) && lastPresence.confidential !== true && hired !== null && hired > lastPresence.date) {
		found.push(`the hire date ${hired} lies after the termination date ${lastPresence.date}; correct one of them in BambooHR, or add the row with which they come back`);
	}
	return found;
};

/** Two people under one address: what is meant for one of them would reach the other. */
export const sameAddress = ({ alike }: Case, workEmail: string | null): string | null => {
	const other = workEmail === null ? undefined : alike.find(({ known }) => known.standing !== 'gone' && known.workEmail?.toLowerCase() === workEmail.toLowerCase());
	return other ? `employee ${other.employeeId} (${other.known.name}) has the same work e-mail address; give each their own in BambooHR, or remove the record that is there twice` : null;
};

export const sameNumber = ({ alike }: Case, employeeNumber: string | null): string | null => {
	const other = employeeNumber === null ? undefined : alike.find(({ known }) => known.employeeNumber === employeeNumber);
	return other ? `Employee ${other.employeeId} (${other.known.name}) has the same employee number. Nothing is held up by that; look whether it is the same person with two records.` : null;
};
