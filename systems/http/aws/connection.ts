import type { Http } from '../types';
import { isThrottled } from './errors';
import { endpointOf } from './places';
import { queryClient, type Query, type QueryService } from './query';
import { assumedRole, type Role } from './role';
import type { AwsKeys } from './sign';
import { signing, type KeySource, type Observe } from './signing';

/** Ways to the services of AWS, with the keys of the credential or of a role. */
export interface AwsConnection {
	region: string;
	/** The keys of the credential. */
	own: KeySource;
	/** Those of a role, where there is one; `sessionName` is what CloudTrail shows. */
	as(role: Role | null, sessionName: string): KeySource;
	/** Signed and patient; for the clients of the services. `throttled` where a service says "not now" in yet another way. */
	http(service: string, keys: KeySource, throttled?: typeof isThrottled): Http;
	sts(keys: KeySource, observe: Observe): Query;
}

export interface AwsTerms {
	region: string;
	/** Instead of AWS's own addresses; `{service}` in it stands for the name of the service. */
	endpointUrl: string;
	keys: AwsKeys;
	now(): Date;
	/** Sends as it is told, headers and body untouched. */
	send(baseUrl: string): Http;
	/** Waits and repeats; what it repeats is signed anew. */
	patient(http: Http, throttled: typeof isThrottled): Http;
}

const stsService: QueryService = { system: 'AWS STS', service: 'sts', version: '2011-06-15' };

export const awsConnection = ({ region, endpointUrl, keys, now, send, patient }: AwsTerms): AwsConnection => {
	const own: KeySource = async () => keys;
	const connection: AwsConnection = {
		region,
		own,
		as: (role, sessionName) => (role === null ? own : assumedRole(connection.sts(own, () => {}), role, sessionName, now)),
		http: (service, source, throttled = isThrottled) => {
			const endpoint = endpointOf(service, region, endpointUrl);
			return patient(signing(send(endpoint.baseUrl), { endpoint, keys: source, now }), throttled);
		},
		sts: (source, observe) => queryClient(connection.http('sts', source), stsService, observe),
	};
	return connection;
};
