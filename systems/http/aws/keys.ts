import { Problem } from '../../../lifecycle/problem';
import type { AwsTerms } from './connection';
import { partitionOf } from './places';

/** What the credential's fields say. */
export const keysIn = (fields: { readonly [field: string]: unknown }): Pick<AwsTerms, 'keys' | 'region' | 'endpointUrl'> => {
	const text = (name: string): string => {
		const value = fields[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const accessKeyId = text('accessKeyId');
	const secretAccessKey = text('secretAccessKey');
	// Left out, other clients would look for keys of the machine they run on; this one never does.
	if (!/^\w{16,128}$/.test(accessKeyId)) throw new Problem('misconfigured', 'The AWS credential has no access key ID. Enter one like AKIAIOSFODNN7EXAMPLE and press Test there.');
	if (secretAccessKey === '' || /\s/.test(secretAccessKey)) throw new Problem('misconfigured', 'The AWS credential has no usable secret access key. It is shown only once, when the key is made; make a new one if it is lost.');
	const sessionToken = text('sessionToken');
	if (accessKeyId.startsWith('ASIA') && sessionToken === '') throw new Problem('misconfigured', 'The access key in the AWS credential is a temporary one, which works only with its session token. Enter that as well, or use the key of a user.');
	const region = text('region') || 'us-east-1';
	partitionOf(region);
	return { keys: { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) }, region, endpointUrl: text('endpointUrl') };
};
