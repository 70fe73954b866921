import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../../../scripts/stage';

const patienceMs = 60_000;

/** Resolves when the trigger of a published workflow has seen everybody who is there: of what is so at first sight, much is no news. */
export const everybodyMet = async (stage: Stage, workflowId: string): Promise<void> => {
	const hasMet = async (): Promise<boolean> => {
		const ledger = await stage.openLedger();
		const reads = await ledger.records({ kinds: ['source.read'] }).finally(() => ledger.close());
		return reads.some(({ content }) => content?.['workflow'] === workflowId);
	};
	for (const until = Date.now() + patienceMs; !(await hasMet()); await pause(250)) if (Date.now() > until) throw new Error(`Workflow ${workflowId} has not read BambooHR within ${patienceMs / 1000} s`);
};
