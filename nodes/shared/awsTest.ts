import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { asProblem } from '../../lifecycle/problem';
import { checkAws } from '../../systems/aws/check';
import { awsConnection } from '../../systems/http/aws/connection';
import { keysIn } from '../../systems/http/aws/keys';
import { checkIdentityCenter } from '../../systems/identityCenter/check';
import { servicesOver } from '../../systems/identityCenter/services';
import { answerTo, sendBy } from './credentialTest';
import { httpOver } from './transport';

type Check = { ok: boolean; message: string };

const orWhatIsWrong = async (check: () => Promise<Check>): Promise<Check> => {
	try {
		return await check();
	} catch (error) {
		return { ok: false, message: asProblem(error).message };
	}
};

/**
 * n8n asks one node alone to test a credential, whichever node it is for: this one serves two. Few use both with the
 * same keys, so it is fine as soon as one of them can be used, and says of the other what is missing.
 */
export async function testAws(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const given = keysIn(credential.data ?? {});
		const connection = awsConnection({
			...given,
			now: () => new Date(),
			send: (baseUrl) => httpOver({ system: 'AWS', baseUrl, send: sendBy(this, () => ({})) }),
			// Whoever presses Test is waiting.
			patient: (http) => http,
		});
		const [iam, identityCenter] = await Promise.all([orWhatIsWrong(() => checkAws(connection)), orWhatIsWrong(() => checkIdentityCenter(servicesOver(connection, null, 'jml-test'), given.region))]);
		return { ok: iam.ok || identityCenter.ok, message: `AWS IAM: ${iam.message} AWS Identity Center: ${identityCenter.message}` };
	});
}
