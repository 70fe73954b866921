import type { Incoming } from '../server/message';
import { formBody, header } from '../server/message';
import { claimedIn } from '../server/signatureV4';

/** Services that read JSON say which operation they want in a header; its first part is not always the service's name. */
const TARGETS: Record<string, string> = { SWBExternalService: 'sso', AWSIdentityStore: 'identitystore', AWSOrganizationsV20161128: 'organizations' };

const READS = /^(Get|List|Describe|Simulate|Is)/;

/** Everything is `POST /`. Which service is meant stands in the scope of the signature; what it is asked for, in a header or in the form. */
export function operationOf(incoming: Incoming): Pick<Incoming, 'path' | 'reads'> {
	const [target = '', operation = ''] = (header(incoming, 'x-amz-target') ?? '').split('.');
	const name = operation === '' ? (formBody(incoming).get('Action') ?? '') : operation;
	const service = TARGETS[target] ?? claimedIn(incoming)?.service ?? 'iam';
	return { path: `/${service}/${name}`, reads: READS.test(name) && name !== 'GetSessionToken' && name !== 'GetFederationToken' };
}

export const serviceOf = ({ path }: Incoming) => path.split('/')[1] ?? '';
export const operationNamed = ({ path }: Incoming) => path.split('/')[2] ?? '';

export const speaksJson = (incoming: Incoming) => !['iam', 'sts'].includes(serviceOf(incoming));
