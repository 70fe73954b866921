import { toHex, utf8 } from '../../ledger/verify/bytes';
import { sha256 } from '../../ledger/verify/primitives';
import type { Bundle } from '../../ledger/types';
import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import type { HrEvent } from '../../lifecycle/event';
import { startCompany, usualSteps, type Company } from './leaverCase';

const shown = 'Cut all access of Mateo Rivas (employee 30) in Okta at the end of his last day.';

export interface Example {
	bundle: Bundle;
	/** Signed before the case was closed. */
	held: string;
	vkey: string;
}

export interface Wishes {
	/** A step that Okta refuses, so that the case ends incomplete. */
	refused?: RegExp;
	/** Somebody tries a copy of the workflow afterwards. */
	dryRunAfterwards?: boolean;
	/** The bundle connects its checkpoint with `held`. */
	connected?: boolean;
	/** What HR calls the person. */
	name?: string;
}

/** A leaver of the simulated company, cut by the real steps, as the ledger exports them. */
export const exampleCase = async ({ refused, dryRunAfterwards = false, connected = false, name }: Wishes = {}): Promise<Example> => {
	const company = await startCompany({ latencyMs: 40 });
	try {
		const { ledger, sandbox } = company;
		if (refused) sandbox.faults.okta.add({ path: refused, effect: { kind: 'forbidden' } });
		const caseId = await workOn(company, { run: 'run-1', dryRun: false, name });
		const held = await ledger.checkpoint();
		await closeCase(ledger, caseId, 'run-1');
		if (dryRunAfterwards) {
			await workOn(company, { run: 'run-2', dryRun: true, name });
			await closeCase(ledger, caseId, 'run-2');
		}
		return { bundle: await ledger.exportCase(caseId, connected ? held : undefined), held, vkey: await ledger.vkey() };
	} finally {
		await company.stop();
	}
};

const workOn = async ({ ledger, sandbox, clock, cut }: Company, { run, dryRun, name }: { run: string; dryRun: boolean; name: string | undefined }): Promise<string> => {
	const { leaver, leaverManager } = sandbox.cast;
	const now = clock.now().getTime();
	const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
	const event: HrEvent = { kind: 'terminate', key: 'bamboohr/kestrel/30/terminate/254', source: 'bamboohr', receivedAt: at(-385), effectiveAt: at(0) };
	const manager = { id: leaverManager.id, name: `${leaverManager.firstName} ${leaverManager.lastName}`, email: leaverManager.workEmail };
	const person = {
		id: leaver.id, name: name ?? `${leaver.firstName} ${leaver.lastName}`, workEmail: leaver.workEmail, title: 'Senior Engineer', department: 'Engineering', location: 'New York',
		timeZone: 'America/New_York', manager, startDate: '2021-03-01', lastDay: at(0).slice(0, 10), workerType: 'Full-Time', clearance: null,
	};
	const { id } = await openCase(ledger, person, event, { dryRun, deadlineMinutes: 15, run, workflow: 'leaver' });
	if (!dryRun) {
		await ledger.append({
			kind: 'decision.recorded',
			caseId: id,
			content: { decision: 'approved', by: { id: '9f1c', name: manager.name, email: manager.email ?? '' }, requestedBy: null, reason: 'Last day confirmed with HR', what: shown, shownHash: toHex(sha256(utf8(shown))) },
		});
	}
	await cut({ id: leaver.id, workEmail: leaver.workEmail }, { options: { steps: usualSteps }, work: { caseId: id, run, dryRun } });
	return id;
};
