import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsDouble } from '..';

export interface Credentials {
	accessKeyId: string;
	secretAccessKey: string;
	sessionToken?: string;
}

export interface Choice {
	region?: string;
	maxAttempts?: number;
	systemClockOffset?: number;
}

/** AWS's own SDK is the judge: what it can do at the real thing, it can do here. */
export const clientsOf = ({ connection }: AwsDouble, credentials: Credentials = connection, { region = 'us-east-1', maxAttempts = 1, systemClockOffset = 0 }: Choice = {}) => {
	const { accessKeyId, secretAccessKey, sessionToken } = credentials;
	const common = { region, endpoint: connection.endpointUrl, credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }, maxAttempts, systemClockOffset };
	const home = { ...common, region: connection.identityCenter.region };
	return { iam: new IAMClient(common), sts: new STSClient(common), store: new IdentitystoreClient(home), sso: new SSOAdminClient(home) };
};

/** How a call failed: its name, its HTTP status and what it said. */
export const failureOf = async (call: Promise<unknown>): Promise<{ name: string; status: number; message: string }> => {
	try {
		await call;
	} catch (error) {
		const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
		return { name, status: $metadata?.httpStatusCode ?? 0, message };
	}
	throw new Error('It did not fail');
};
