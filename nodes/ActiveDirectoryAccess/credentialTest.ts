import { systemClock } from '../../lifecycle/clock';
import { checkActiveDirectory } from '../../systems/activeDirectory/check';
import { connectionTo } from '../../systems/activeDirectory/connection';
import { serverOf } from '../../systems/activeDirectory/server';
import { createBudget } from '../../systems/http/budget';
import { testBy, type CredentialCheck } from '../shared/credentialTest';

export const checkAccount: CredentialCheck = async (_asking, data) => {
	const connection = connectionTo(serverOf(data), { clock: systemClock, budget: createBudget(4) });
	try {
		return await checkActiveDirectory(connection);
	} finally {
		await connection.close();
	}
};

export const testActiveDirectory = testBy(checkAccount);
