import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAt } from './databases';

/** Milliseconds of single appends, each durable before the next, in the folder where the bench's n8n has its data. */
export const ledgerAppends = async (count: number): Promise<number[]> => {
	const directory = mkdtempSync(join(tmpdir(), 'jml-bench-ledger-'));
	const ledger = await openAt({ kind: 'SQLite', directory });
	try {
		const took: number[] = [];
		for (let index = 0; index < count; index++) {
			const begun = performance.now();
			await ledger.append({
				kind: 'step.intended',
				caseId: 'hr_event_20261120_30_110',
				subject: 'okta/00u1',
				content: { operation: 'cut', system: 'okta', step: 'blockSignIn', account: { id: '00u1', label: 'mateo.rivas@kestrel.example' }, what: 'ACTIVE → SUSPENDED', before: { status: 'ACTIVE', transitioningTo: null, statusChanged: null } },
			});
			took.push(performance.now() - begun);
		}
		return took;
	} finally {
		await ledger.close();
		rmSync(directory, { recursive: true, force: true });
	}
};
