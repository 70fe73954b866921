import './environment';
import { CredentialTestContext, ExecuteContext } from 'n8n-core';
import { createRunExecutionData, Workflow, type ICredentialDataDecryptedObject, type ICredentialType, type INode, type INodeCredentialTestResult } from 'n8n-workflow';
import { JmlOktaApi } from '../../../credentials/JmlOktaApi.credentials';
import { JmlOktaServiceAppApi } from '../../../credentials/JmlOktaServiceAppApi.credentials';
import { testApiToken, testServiceApp } from '../../../nodes/OktaAccess/credentialTests';
import { OktaAccess } from '../../../nodes/OktaAccess/OktaAccess.node';
import { authenticated, httpOver } from '../../../nodes/shared/transport';
import type { OktaConnection } from '../../../sandbox/okta';
import type { Http } from '../../../systems/http/types';
import { orgUrl } from '../../../systems/okta/address';
import { oktaClient, type Okta, type OktaSettings } from '../../../systems/okta/client';
import type { ServiceApp } from '../../../systems/okta/session';
import { partsOfN8n, StoredCredential } from './storedCredential';

/** Our client as the node builds it: our requests, our credential types, n8n's own request helper. */
export interface Ours {
	http: Http;
	settings: OktaSettings;
	okta: Okta;
	/** What the Test button of the credential does. */
	pressTest(): Promise<INodeCredentialTestResult>;
}

const workflowWith = (node: INode): Workflow => {
	const type = new OktaAccess();
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
	return new Workflow({ id: 'contract', nodes: [node], connections: {}, active: false, nodeTypes });
};

const contextFor = (credential: ICredentialType, authentication: string, data: ICredentialDataDecryptedObject): ExecuteContext => {
	const node: INode = {
		id: 'okta',
		name: 'Okta Access',
		type: 'oktaAccess',
		typeVersion: 1,
		position: [0, 0],
		parameters: { authentication },
		credentials: { [credential.name]: { id: '1', name: credential.displayName } },
	};
	const parts = partsOfN8n(new StoredCredential(credential, data));
	return new ExecuteContext(workflowWith(node), node, parts, 'trigger', createRunExecutionData({}), 0, [], { main: [] }, { node, data: { main: [] }, source: null }, []);
};

type Tested = typeof testApiToken;

const overCredential = (credential: ICredentialType, authentication: 'apiToken' | 'serviceApp', data: ICredentialDataDecryptedObject & { orgUrl: string }, test: Tested): Ours => {
	const context = contextFor(credential, authentication, data);
	const http = httpOver({ system: 'Okta', baseUrl: orgUrl(data.orgUrl), send: authenticated(context, credential.name, data) });
	const settings: OktaSettings = { actsAs: authentication === 'apiToken' ? 'user' : 'app', hrIdAttribute: 'employeeNumber', matchByEmail: true };
	const testContext = new CredentialTestContext(partsOfN8n(new StoredCredential(credential, data)));
	return {
		http,
		settings,
		okta: oktaClient(http, settings, () => {}),
		pressTest: () => test.call(testContext as never, { id: '1', name: 'Okta', type: credential.name, data }),
	};
};

export const oursOverApiToken = ({ orgUrl: address, apiToken }: Pick<OktaConnection, 'orgUrl' | 'apiToken'>): Ours =>
	overCredential(new JmlOktaApi(), 'apiToken', { orgUrl: address, apiToken }, testApiToken);

export const oursOverServiceApp = ({ scopes, ...app }: ServiceApp): Ours =>
	overCredential(new JmlOktaServiceAppApi(), 'serviceApp', { ...app, scopes: scopes.join(' '), sessionToken: '' }, testServiceApp);
