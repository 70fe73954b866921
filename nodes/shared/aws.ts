import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { awsConnection, type AwsConnection } from '../../systems/http/aws/connection';
import { keysIn } from '../../systems/http/aws/keys';
import { patientHttp } from './patientHttp';
import { authenticated, httpOver } from './transport';

export const awsCredential = 'jmlAwsApi';

/** Signed here and not by the credential, because most requests are made with the keys of a role. */
export const awsOver = async (context: IExecuteFunctions, system: string, itemIndex: number, region: string | null = null): Promise<AwsConnection> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(awsCredential, itemIndex);
	const given = keysIn(data);
	const credentialId = context.getNode().credentials?.[awsCredential]?.id ?? given.keys.accessKeyId;
	return awsConnection({
		...given,
		region: region ?? given.region,
		now: () => new Date(),
		send: (baseUrl) => httpOver({ system, baseUrl, send: authenticated(context, awsCredential, data, { renews: false }) }),
		patient: (http, isThrottled) => patientHttp(context, system, credentialId, http, itemIndex, { isThrottled }),
	});
};
