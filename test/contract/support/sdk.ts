import './environment';
import { Client, DefaultRequestExecutor } from '@okta/okta-sdk-nodejs';
import type { OktaConnection } from '../../../sandbox/okta';
import type { ServiceApp } from '../../../systems/okta/session';

export type Sdk = Client;

/** What is left out is taken from ~/.okta/okta.yaml, ./okta.yaml and OKTA_CLIENT_*, so nothing is. */
const nothing = { token: '', clientId: '', scopes: [] as string[], privateKey: '', keyId: '' };

const client = (fields: typeof nothing & { orgUrl: string; authorizationMode: string }): Sdk =>
	new Client({
		...fields,
		// The default one answers from memory, for ever.
		cacheMiddleware: null,
		requestExecutor: new DefaultRequestExecutor({ maxRetries: 0, requestTimeout: 10_000 }),
	} as ConstructorParameters<typeof Client>[0]);

export const sdkOverApiToken = ({ orgUrl, apiToken }: Pick<OktaConnection, 'orgUrl' | 'apiToken'>): Sdk =>
	client({ ...nothing, orgUrl, authorizationMode: 'SSWS', token: apiToken });

export const sdkOverServiceApp = ({ orgUrl, clientId, privateKey, keyId, scopes }: ServiceApp): Sdk =>
	client({ ...nothing, orgUrl, authorizationMode: 'PrivateKey', clientId, privateKey, keyId, scopes: [...scopes] });

/** The SDK asks for a page only when somebody wants an item of it. */
export const everyItem = async <T>(collection: Promise<{ each(work: (item: T) => void): Promise<unknown> }>): Promise<T[]> => {
	const items: T[] = [];
	await (await collection).each((item) => void items.push(item));
	return items;
};
