import { failedCheck } from '../../lifecycle/check';
import { checkAws } from '../../systems/aws/check';
import { awsConnection } from '../../systems/http/aws/connection';
import { keysIn } from '../../systems/http/aws/keys';
import { checkIdentityCenter } from '../../systems/identityCenter/check';
import { servicesOver } from '../../systems/identityCenter/services';
import { sendBy, testBy } from './credentialTest';
import { httpOver } from './transport';

/**
 * n8n asks one node alone to test a credential, whichever node it is for: this one serves two. Few use both with the
 * same keys, so it is fine as soon as one of them can be used, and says of the other what is missing.
 */
export const testAws = testBy(async (asking, data) => {
	const given = keysIn(data);
	const connection = awsConnection({
		...given,
		now: () => new Date(),
		send: (baseUrl) => httpOver({ system: 'AWS', baseUrl, send: sendBy(asking, () => ({})) }),
		// Whoever presses Test is waiting.
		patient: (http) => http,
	});
	const [iam, identityCenter] = await Promise.all([checkAws(connection).catch(failedCheck), checkIdentityCenter(servicesOver(connection, null, 'jml-test'), given.region).catch(failedCheck)]);
	return { ok: iam.ok || identityCenter.ok, message: `AWS IAM: ${iam.message} AWS Identity Center: ${identityCenter.message}` };
});
