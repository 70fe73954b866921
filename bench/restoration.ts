import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../ledger';
import { systemClock } from '../lifecycle/clock';
import { cutAccess } from '../lifecycle/cut';
import type { StepResult } from '../lifecycle/outcome';
import { defaultPatience } from '../lifecycle/readBack';
import { restoreAccess } from '../lifecycle/restore';
import type { System } from '../lifecycle/system';
import { startSandbox, type Sandbox } from '../sandbox';
import type { Figure } from './figures';
import { assertCut, hireLeavers, type Leaver } from './leavers';
import { openAt } from './ledger/databases';
import { summarise } from './statistics';
import { labelOf, systemNames, systems, type SystemName } from './systems';

/** What is not as before, and how much of that nobody is told of. */
interface Difference {
	counted: string[];
	unlisted: string[];
}

/** A leaver with everything is cut by the default steps in every system, and given back what the snapshots hold. */
export const restoreFigures = async (say: (line: string) => void): Promise<Figure[]> => {
	// Devices and dynamic groups do at once what they do sooner or later.
	const sandbox = await startSandbox({ settings: { google: { deviceSyncMs: 0, transferMs: 0 }, entra: { ruleLagMs: 0 }, aws: { asyncMs: 0, userStatusWritable: true }, github: { revocationMs: 0 } } });
	const directory = mkdtempSync(join(tmpdir(), 'jml-bench-restore-'));
	const ledger = await openAt({ kind: 'SQLite', directory });
	try {
		const leaver = hireLeavers(sandbox, 1, systemNames).next();
		const before = Object.fromEntries(systemNames.map((name) => [name, counts(sandbox, name, leaver)]));
		const connected = systemNames.map((name) => ({ name, system: systems[name].connect(sandbox) }));
		for (const { system } of connected) await cutAccess(system, personOf(leaver), { steps: ticked(system), missingAccountIsFine: false }, workOn(ledger, leaver, system));
		assertCut(sandbox, leaver);

		const figures: Figure[] = [];
		for (const { name, system } of connected) {
			const results = await restoreAccess(system, personOf(leaver), workOn(ledger, leaver, system));
			const { counted, unlisted } = differenceOf(name, system, before[name]!, counts(sandbox, name, leaver), results);
			say(`${system.label}: not as before ${counted.join(', ') || 'nothing'}; nobody told of ${unlisted.join(', ') || 'nothing'}`);
			figures.push(
				{ name: `restoreDifference${labelOf(name)}`, unit: '', summary: summarise([counted.length]) },
				{ name: `restoreUnlisted${labelOf(name)}`, unit: '', aim: 0, summary: summarise([unlisted.length]) },
			);
		}
		return figures;
	} finally {
		await ledger.close();
		rmSync(directory, { recursive: true, force: true });
		await sandbox.stop();
	}
};

const counts = (sandbox: Sandbox, name: SystemName, { accounts }: Leaver) => ({ ...systems[name].accessOf(sandbox, accounts[name]!) });

const personOf = ({ employeeId, workEmail }: Leaver) => ({ id: employeeId, workEmail });

const ticked = ({ steps }: System): string[] => steps.filter(({ optional }) => !optional).map(({ id }) => id);

const workOn = (ledger: Ledger, { employeeId }: Leaver, { label }: System) => ({
	ledger,
	clock: systemClock,
	patience: defaultPatience,
	caseId: `hr_event_20261120_${employeeId}`,
	run: 'bench',
	node: label,
	dryRun: false,
	worker: 'bench',
});

/** What a step names where it is ticked as what comes by itself, or what no list shows whether it was made again. */
const comesFromThePerson = /comes? by signing in|the person makes again/;

const differenceOf = (name: SystemName, { steps }: System, before: Record<string, unknown>, after: Record<string, unknown>, results: readonly StepResult[]): Difference => {
	const { spokenForBy } = systems[name];
	const isListed = (what: string): boolean => {
		const step = steps.find(({ id }) => id === spokenForBy[what]);
		return (step !== undefined && comesFromThePerson.test(step.givenBack)) || results.some((result) => result.step === step?.id && result.outcome === 'pending');
	};
	const counted = Object.keys(before).filter((what) => before[what] !== after[what]);
	return { counted, unlisted: counted.filter((what) => !isListed(what)) };
};
