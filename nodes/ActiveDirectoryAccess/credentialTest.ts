import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { asProblem } from '../../lifecycle/problem';
import { checkActiveDirectory } from '../../systems/activeDirectory/check';
import { connectionTo } from '../../systems/activeDirectory/connection';
import { serverOf } from '../../systems/activeDirectory/server';
import { createBudget } from '../../systems/http/budget';

export async function testActiveDirectory(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		const connection = connectionTo(serverOf(credential.data ?? {}), { clock: systemClock, budget: createBudget(4) });
		try {
			const { ok, message } = await checkActiveDirectory(connection);
			return { status: ok ? 'OK' : 'Error', message };
		} finally {
			await connection.close();
		}
	} catch (error) {
		return { status: 'Error', message: asProblem(error).message };
	}
}
