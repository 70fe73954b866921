import { failedCheck, type Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import { parse, type BambooHr } from './client';
import { employeeFields } from './employee';
import { text } from './rows';

const tables = ['employmentStatus', 'jobInfo'] as const;

/** BambooHR leaves out what its user may not see, without a word: a key has no permissions of its own to ask for. */
export const checkBambooHr = async (bamboo: BambooHr): Promise<Check> => {
	try {
		const missing: string[] = [];
		const orMissing = async <T>(permission: string, read: () => Promise<T>): Promise<T | undefined> =>
			read().catch((error: unknown) => {
				if (asProblem(error).code !== 'forbidden') throw error;
				missing.push(permission);
				return undefined;
			});

		await orMissing('managing webhooks', () => bamboo.webhooks());
		const [first] = parse.array((await bamboo.everybody(['status']))['employees'], 'report.employees').map((row) => text(parse.object(row, 'report.employees')['id']));
		if (first === null || first === undefined) return { ok: false, message: 'Connected to BambooHR, but it shows nobody at all to the user behind the API key. Give that user access to all employees, and check again.', missing: ['all employees'] };

		const employee = await orMissing('all employees', () => bamboo.employee(first, employeeFields));
		if (employee !== undefined) missing.push(...employeeFields.filter((field) => employee[field] === undefined).map((field) => `field ${field}`));
		for (const table of tables) {
			const rows = await orMissing(`table ${table}`, () => bamboo.table('all', table));
			if (rows?.length === 0) missing.push(`table ${table}`);
		}
		if (missing.length > 0) return { ok: false, message: `Connected to BambooHR, but the user behind the API key lacks access to ${missing.join(', ')}. Give it to the access level of that user in BambooHR under Settings, Access Levels, and check again.`, missing };
		return { ok: true, message: 'Connected to BambooHR, and webhooks can be managed and everything that is needed of employees can be read. Whether the user sees every employee, BambooHR does not tell: compare the number of people' };
	} catch (error) {
		return failedCheck(error);
	}
};
