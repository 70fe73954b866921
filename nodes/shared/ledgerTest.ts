import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { openPostgresLedger } from '../../ledger';
import { redact } from '../../ledger/secrets';
import { systemClock } from '../../lifecycle/clock';
import { asProblem } from '../../lifecycle/problem';
import { postgresLedgerOf } from './postgresLedger';

/** Creates the ledger where there is none yet: that it could be created is what the test is about. */
export async function testLedger(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		const ledger = await openPostgresLedger({ ...postgresLedgerOf(credential.data ?? {}), now: systemClock.now });
		try {
			const { size } = await ledger.head();
			return { status: 'OK', message: `The ledger ${ledger.origin} has ${size} records. Give the auditor its key once: ${await ledger.vkey()}` };
		} finally {
			await ledger.close();
		}
	} catch (error) {
		return { status: 'Error', message: redact(asProblem(error).message) };
	}
}
