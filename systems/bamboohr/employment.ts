import { cutInstant, today, type CutOff } from '../../lifecycle/calendar';
import type { Dictionary } from '../http/parse';
import { date, statusOf } from './employee';

export type Employment =
	/** Nothing says that this person leaves or has left. */
	| { kind: 'staying' }
	| { kind: 'leaving'; rowId: string; date: string; effectiveAt: Date }
	/** HR contradicts itself or uses words nobody mapped: never a reason to act, always a reason to tell. */
	| { kind: 'unclear'; why: string };

export interface Rules {
	cutOff: CutOff;
	/** The employment status labels that mean somebody is gone, as this company writes them. */
	terminatedLabels: readonly string[];
}

interface Row {
	id: string;
	date: string;
	label: string;
}

const unclear = (why: string): Employment => ({ kind: 'unclear', why });

/** From the history rows, not from which field changed, and cross-checked with the status BambooHR itself derives. */
export const readEmployment = (employee: Dictionary, table: readonly Dictionary[], rules: Rules, now: Date): Employment => {
	const status = statusOf(employee);
	const rows: Row[] = [];
	for (const raw of table) {
		const day = date(raw['date']);
		if (day === null) return unclear('the employment status history holds a row without a date; give it one in BambooHR');
		rows.push({ id: String(raw['id'] ?? ''), date: day, label: String(raw['employmentStatus'] ?? '').trim() });
	}
	rows.sort((a, b) => a.date.localeCompare(b.date) || Number(a.id) - Number(b.id));

	const terminated = new Set(rules.terminatedLabels.map((label) => label.trim().toLowerCase()));
	const isGone = (row: Row) => terminated.has(row.label.toLowerCase());
	const day = today(now, rules.cutOff.zone);
	const current = rows.filter((row) => row.date <= day).at(-1);
	const leaving = (row: Row): Employment => {
		const effectiveAt = cutInstant(row.date, rules.cutOff);
		return effectiveAt === null ? unclear(`the termination date ${row.date} is no date; correct it in BambooHR`) : { kind: 'leaving', rowId: row.id, date: row.date, effectiveAt };
	};

	if (current && isGone(current)) {
		const past = current.date < day;
		return status === 'Active' && past
			? unclear(`the employment status says "${current.label}" since ${current.date}, but BambooHR still calls the employee Active; make the two agree in BambooHR`)
			: leaving(current);
	}
	const upcoming = rows.find((row) => row.date > day && isGone(row));
	if (upcoming) return leaving(upcoming);
	if (status === 'Active') return { kind: 'staying' };

	const hired = date(employee['hireDate']);
	if (hired !== null && hired > day) return { kind: 'staying' };
	return unclear(
		current
			? `BambooHR calls the employee ${status}, and the employment status "${current.label}" is not among the labels that mean "terminated" in the trigger; add it there if it does, or correct it in BambooHR`
			: `BambooHR calls the employee ${status} but shows no employment status history; the user behind the API key may lack access to it`,
	);
};
