import { cast, type Sandbox } from '../sandbox';
import { systems, type Hired, type SystemName } from './systems';

export interface Leaver extends Hired {
	/** The ids of their accounts, in the systems they were hired into. */
	accounts: Readonly<Partial<Record<SystemName, string>>>;
}

export interface LeaverSupply {
	/** The next one, with the same things to lose as all others. */
	next(): Leaver;
}

/**
 * Hires so many people, and gives each, when their turn comes, what the demo's leaver has in these systems. Hired before any
 * workflow is published: new employees make webhooks too. Equipped late: an API token of everybody would lengthen everybody's list.
 */
export const hireLeavers = (sandbox: Sandbox, count: number, names: readonly SystemName[]): LeaverSupply => {
	const equip = names.map((name) => ({ name, give: systems[name].equipment(sandbox) }));
	const hired = Array.from({ length: count }, (_, index): Hired => {
		const number = String(index + 1).padStart(3, '0');
		const workEmail = `bench.leaver${number}@kestrel.example`;
		const { department, jobTitle, location, managerId } = cast.leaver;
		const { id } = sandbox.bamboohr.hire({ firstName: 'Bench', lastName: `Leaver ${number}`, workEmail, hireDate: '2024-01-15', department, jobTitle, location, ...(managerId ? { managerId } : {}) });
		return { employeeId: id, workEmail };
	});
	return {
		next: () => {
			const person = hired.shift();
			if (!person) throw new Error(`All ${count} leavers have left`);
			return { ...person, accounts: Object.fromEntries(equip.map(({ name, give }) => [name, give(person)])) };
		},
	};
};

/** Where somebody's cut left anything, it was none: what is fast because it did less must not count. */
export const assertCut = (sandbox: Sandbox, { workEmail, accounts }: Leaver): void => {
	for (const [name, account] of Object.entries(accounts) as [SystemName, string][]) {
		const left = Object.entries(systems[name].left(sandbox, account)).filter(([, count]) => count !== 0);
		if (left.length > 0) throw new Error(`${workEmail} still has in ${name}: ${left.map(([what, count]) => `${what} ${count}`).join(', ')}`);
	}
};
