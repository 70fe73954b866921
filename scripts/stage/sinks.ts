import type { Sandbox } from '../../sandbox';
import type { NodeJson, RunningN8n } from '../n8n';

/** Credential ids of the company's sinks, by the node that has to choose among several of a type, and else by type. */
export type SinkCredentialIds = Readonly<Record<'aws' | 'Send to Sentinel' | 'Send to Splunk' | 'Send to Elastic', string>>;

/** What an administrator types into the credential dialogs. */
export const createSinkCredentials = async ({ api }: RunningN8n, { connections }: Sandbox): Promise<SinkCredentialIds> => {
	const { s3, splunk, elastic, sentinel } = connections;
	return {
		aws: await api.createCredential('aws', 'AWS for evidence', { region: s3.region, accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey, customEndpoints: true, s3Endpoint: s3.endpoint }),
		'Send to Sentinel': await api.createCredential('oAuth2Api', 'Azure Monitor ingestion', { grantType: 'clientCredentials', accessTokenUrl: sentinel.tokenUrl, clientId: sentinel.clientId, clientSecret: sentinel.clientSecret, scope: sentinel.scope, authentication: 'body' }),
		'Send to Splunk': await api.createCredential('httpHeaderAuth', 'Splunk HEC', { name: 'Authorization', value: `Splunk ${splunk.token}` }),
		'Send to Elastic': await api.createCredential('httpHeaderAuth', 'Elastic API key', { name: 'Authorization', value: `ApiKey ${elastic.apiKey}` }),
	};
};

/** What an administrator enters in the templates that ship evidence: the company's bucket and addresses. */
export const pointAtSinks = ({ connections }: Sandbox, ids: SinkCredentialIds, node: NodeJson): void => {
	const { s3, splunk, elastic, sentinel } = connections;
	const addresses: Record<string, string> = { 'Send to Splunk': splunk.collector, 'Send to Elastic': elastic.bulk, 'Send to Sentinel': sentinel.ingestion };
	if (addresses[node.name] !== undefined) node.parameters['url'] = addresses[node.name];
	if (node.name === 'Where It Goes') {
		const entered: Record<string, unknown> = { bucket: s3.bucket, region: s3.region };
		const { assignments } = node.parameters['assignments'] as { assignments: { name: string; value: unknown }[] };
		for (const one of assignments) one.value = entered[one.name] ?? one.value;
	}
	// On this machine S3 has another address, and that does not tell n8n that it is S3: a query parameter does.
	if (node.name === 'Is It There?' || node.name === 'Read Back') {
		Object.assign(node.parameters, {
			url: `=${s3.endpoint}/{{ $('Where It Goes').first().json.bucket }}/{{ $('List Unshipped').item.json.key }}`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'service', value: 's3' }] },
		});
	}
	const known: Readonly<Record<string, string>> = ids;
	for (const type of Object.keys(node.credentials ?? {})) {
		const id = known[node.name] ?? known[type];
		if (id !== undefined) node.credentials![type] = { id, name: type };
	}
};
