import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { credentialTypeOf, packageName } from './pack';

export type Stored = { [credentialType: string]: ICredentialDataDecryptedObject };

const text = (name: string): INodeProperties => ({ displayName: name, name, type: 'string', default: '' });

/** Types of n8n's own that ours extend, as far as an administrator fills them in. */
const ofParent: { [type: string]: INodeProperties[] } = { oAuth2Api: [text('clientId'), text('clientSecret')] };

/** What n8n's server does with credentials, over a plain object instead of an encrypted table; after `credentials-helper` of n8n 2.41. */
export class HarnessCredentials extends ICredentialsHelper {
	constructor(
		private readonly pack: PackageDirectoryLoader,
		/** As the database holds them: what a renewal stores is here. */
		readonly stored: Stored,
	) {
		super();
	}

	getParentTypes(type: string): string[] {
		return credentialTypeOf(this.pack, type).extends ?? [];
	}

	isCredentialUsableByNode(type: string, nodeType: string): boolean {
		const { restrictToSupportedNodes } = credentialTypeOf(this.pack, type);
		return !restrictToSupportedNodes || (this.pack.known.credentials[type]?.supportedNodes ?? []).some((name) => `${packageName}.${name}` === nodeType);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return [...this.getParentTypes(type).flatMap((parent) => ofParent[parent] ?? []), ...credentialTypeOf(this.pack, type).properties];
	}

	async getDecrypted(_: IWorkflowExecuteAdditionalData, __: INodeCredentialsDetails, type: string): Promise<ICredentialDataDecryptedObject> {
		const data = this.stored[type];
		if (!data) throw new Error(`The test gave no credential ${type}.`);
		const { oauthTokenData } = data;
		const entered = NodeHelpers.getNodeParameters(this.getCredentialsProperties(type), structuredClone(data) as never, true, false, null, null) as ICredentialDataDecryptedObject;
		return oauthTokenData === undefined ? entered : { ...entered, oauthTokenData };
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, type: string, request: IHttpRequestOptions | IRequestOptionsSimplified, workflow?: Workflow, node?: INode): Promise<IHttpRequestOptions> {
		const { authenticate } = credentialTypeOf(this.pack, type);
		if (typeof authenticate === 'function') return await authenticate(credentials, request as IHttpRequestOptions);
		const resolve = (text: string) =>
			text.startsWith('=') ? String(workflow!.expression.getSimpleParameterValue(node!, text, 'internal', { $credentials: credentials } as never, undefined, '')) : text;
		const options = request as unknown as { [part: string]: { [key: string]: string } };
		options['headers'] ??= {};
		for (const [part, values] of Object.entries(authenticate?.properties ?? {})) {
			const into = (options[part] ??= {});
			for (const [key, value] of Object.entries(values as { [key: string]: string })) into[resolve(key)] = resolve(value);
		}
		return request as IHttpRequestOptions;
	}

	async preAuthentication(helpers: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject, type: string, node: INode, expired: boolean): Promise<ICredentialDataDecryptedObject | undefined> {
		const { properties, preAuthentication } = credentialTypeOf(this.pack, type);
		const expirable = properties.find((property) => property.type === 'hidden' && property.typeOptions?.expirable === true)?.name;
		if (expirable === undefined || !preAuthentication || !(credentials[expirable] === '' || expired)) return undefined;
		const output = await preAuthentication.call(helpers, credentials);
		if ((output as ICredentialDataDecryptedObject)[expirable] === undefined || !node.credentials) return undefined;
		await this.updateCredentials(node.credentials[type]!, type, { ...this.stored[type], ...(output as ICredentialDataDecryptedObject) });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {}

	async updateCredentials(_: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		this.stored[type] = structuredClone(data);
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Nothing in the pack asks for raw credentials.');
	}

	async updateCredentialsOauthTokenData(_: INodeCredentialsDetails, type: string, { oauthTokenData }: ICredentialDataDecryptedObject): Promise<void> {
		this.stored[type] = { ...this.stored[type], oauthTokenData: structuredClone(oauthTokenData!) };
	}
}
