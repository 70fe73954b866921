import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { githubSteps, githubSystems, type GitHubWish } from '../../systems/github';
import { apiUrl } from '../../systems/github/address';
import { organisationsIn } from '../../systems/github/organisations';
import { organisationHeader } from '../../systems/github/session';
import { isThrottled, withNamedWait } from '../../systems/github/throttling';
import type { Http } from '../../systems/http/types';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkGitHub, checkGitHubApp, testGitHub, testGitHubApp } from './credentialTest';
import { githubFields, githubOptions, type GitHubOptions } from './options';

export class GitHubAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GitHub Access',
		name: 'gitHubAccess',
		icon: { light: 'file:github.svg', dark: 'file:github.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach in organisations on GitHub, with every change read back',
		defaults: { name: 'GitHub Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlGitHubAppApi', required: true, testedBy: 'testGitHubApp', displayOptions: { show: { authentication: ['app'] } } },
			{ name: 'jmlGitHubApi', required: true, testedBy: 'testGitHub', displayOptions: { show: { authentication: ['token'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...githubFields,
			...accessFields('GitHub', githubSteps, []),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(githubOptions),
			},
		],
	};

	methods = { credentialTest: { testGitHub, testGitHubApp, testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'github', label: 'GitHub', system: githubOf, wish: githubWish, check: checkedBy({ jmlGitHubAppApi: checkGitHubApp, jmlGitHubApi: checkGitHub }, credentialOf) })];
	}
}

const credentialOf = (context: IExecuteFunctions, itemIndex: number) => (context.getNodeParameter('authentication', itemIndex) === 'app' ? 'jmlGitHubAppApi' : 'jmlGitHubApi');

const githubOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const credential = credentialOf(context, itemIndex);
	const actsAs = credential === 'jmlGitHubAppApi' ? ('app' as const) : ('user' as const);
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	const baseUrl = apiUrl(data['apiUrl']);
	const send = httpOver({ system: 'GitHub', baseUrl, send: authenticated(context, credential, data, { renews: actsAs === 'app' }) });
	const credentialId = context.getNode().credentials?.[credential]?.id ?? baseUrl;
	const login = String(context.getNodeParameter('login', itemIndex, '') ?? '').trim().replace(/^@/, '') || null;
	const organisations = organisationsIn(context.getNodeParameter('organisations', itemIndex) as string).map((organisation) => {
		const http = actsAs === 'app' ? naming(organisation, send) : send;
		return { http: patientHttp(context, 'GitHub', credentialId, withNamedWait(http), itemIndex, { isThrottled }), settings: { organisation, actsAs, login } };
	});
	return githubSystems(organisations);
};

/** An app has a token for each organisation, and the credential picks the one. */
const naming =
	(organisation: string, send: Http): Http =>
	(request) =>
		send({ ...request, headers: { ...request.headers, [organisationHeader]: organisation } });

const githubWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): GitHubWish => {
	const { role = '' } = context.getNodeParameter('options', itemIndex, {}) as GitHubOptions;
	return { ...wish, role: role === '' ? null : role };
};
