import { today } from '../../lifecycle/calendar';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import type { BambooHr } from './client';
import { isActive, managerFields, managerIn } from './employee';
import { day } from './rows';

/** More than any company of ours has between somebody and its head; HR may have made a circle. */
const highest = 10;

const isGone = (employee: Dictionary, now: Date, zone: string): boolean => {
	const left = day(employee['terminationDate']);
	return !isActive(employee) || (left !== null && left <= today(now, zone));
};

/**
 * Who takes over from somebody who leaves has to be there: where the manager has left as well, the next one up. Nothing
 * waits for that; who cannot be asked about stays who they are.
 */
export const presentManager = async (bamboo: BambooHr, { id, manager: named }: Person, now: Date, zone: string): Promise<Person['manager']> => {
	const asked = new Set([id]);
	let manager = named;
	while (manager !== null && !asked.has(manager.id) && asked.size <= highest) {
		asked.add(manager.id);
		try {
			const employee = await bamboo.employee(manager.id, ['status', 'terminationDate', ...managerFields]);
			if (!isGone(employee, now, zone)) return manager;
			manager = managerIn(employee);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return manager;
		}
	}
	return null;
};
