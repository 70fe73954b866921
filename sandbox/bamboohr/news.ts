import { startOfDay } from './dates';
import { fields, isCustom } from './fields';
import type { Place } from './records';
import type { BambooState } from './state';
import { todayAt, valuesOf } from './values';

const monitored = fields.filter((field) => field.monitored).map(({ alias }) => alias);

const differences = (before: Record<string, string | null>, after: Record<string, string | null>) =>
	monitored.filter((alias) => (before[alias] ?? null) !== (after[alias] ?? null));

/** Several standard fields are merged into one event; custom fields that change with them get their own. */
const inEvents = (changed: string[]) => [changed.filter((alias) => !isCustom(alias)), changed.filter(isCustom)].filter(({ length }) => length > 0);

/**
 * Compares what is true now with what was last told. That is why a future-dated row makes no news when it is
 * entered, and does when its day comes.
 */
export function gatherNews({ state, clock }: Place): void {
	const at = clock.now();
	for (const employee of state.employees.values()) {
		const { id: employeeId } = employee;
		const values = valuesOf(state, employee, at);
		const before = state.known.get(employeeId);
		if (before === undefined) state.outbox.push({ action: 'created', employeeId, changed: [], values, at });
		for (const changed of inEvents(differences(before ?? {}, values))) state.outbox.push({ action: 'updated', employeeId, changed, values, at });
		state.known.set(employeeId, values);
	}
	for (const [employeeId, values] of state.known) {
		if (state.employees.has(employeeId)) continue;
		state.known.delete(employeeId);
		state.outbox.push({ action: 'deleted', employeeId, changed: [], values, at });
	}
}

/** When the next future-dated row or hire date takes effect: midnight in the company's time zone. */
export function nextEffect(state: BambooState, now: number): number | undefined {
	const today = todayAt(state, now);
	const days = [...state.employees.values()].flatMap(({ fields: { hireDate }, tables }) => [
		...(hireDate === null || hireDate === undefined ? [] : [hireDate]),
		...tables.employmentStatus.map(({ date }) => date),
		...tables.jobInfo.map(({ date }) => date),
	]);
	const next = days.filter((day) => day > today).sort()[0];
	return next === undefined ? undefined : startOfDay(state.settings.timeZone, next);
}
