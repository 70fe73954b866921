import { Problem } from '../../../lifecycle/problem';
import { isSafeAddress } from '../address';
import type { Scope } from './sign';

/** A part of AWS that knows nothing of the others: own addresses, own accounts, own names of everything. */
export interface Partition {
	id: 'aws' | 'aws-cn' | 'aws-us-gov';
	suffix: string;
	/** IAM is one for the whole partition. */
	iam: { host: string; region: string };
}

const partitions: readonly (Partition & { regions: RegExp })[] = [
	{ id: 'aws-cn', regions: /^cn-[a-z]+-\d$/, suffix: 'amazonaws.com.cn', iam: { host: 'iam.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' } },
	{ id: 'aws-us-gov', regions: /^us-gov-[a-z]+-\d$/, suffix: 'amazonaws.com', iam: { host: 'iam.us-gov.amazonaws.com', region: 'us-gov-west-1' } },
	{ id: 'aws', regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d$/, suffix: 'amazonaws.com', iam: { host: 'iam.amazonaws.com', region: 'us-east-1' } },
];

export const partitionOf = (region: string): Partition => {
	const found = partitions.find(({ regions }) => regions.test(region));
	if (found) return found;
	throw new Problem('misconfigured', `"${region.slice(0, 40)}" is no region of AWS, of AWS in China or of AWS GovCloud (US). Enter one like eu-central-1 in the AWS credential.`);
};

export interface Endpoint extends Scope {
	/** Without a trailing slash. */
	baseUrl: string;
}

/** Where a service is asked, and what its requests are signed for. */
export const endpointOf = (service: string, region: string, instead = ''): Endpoint => {
	const partition = partitionOf(region);
	const scope = { service, region: service === 'iam' ? partition.iam.region : region };
	if (instead.trim() !== '') return { ...scope, baseUrl: overridden(instead.trim().replaceAll('{service}', service)) };
	return { ...scope, baseUrl: `https://${service === 'iam' ? partition.iam.host : `${service}.${region}.${partition.suffix}`}` };
};

const overridden = (address: string): string => {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (url === null || !isSafeAddress(url) || url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', 'The endpoint address in the AWS credential cannot be used. Leave it empty, or enter one like https://{service}.vpce.example.com: with https, and without a path.');
	}
	return url.origin;
};
