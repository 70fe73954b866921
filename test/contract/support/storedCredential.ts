import './environment';
import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** One credential as n8n's server keeps it, over memory instead of an encrypted table. */
export class StoredCredential extends ICredentialsHelper {
	constructor(
		private readonly type: ICredentialType,
		private data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return structuredClone(this.data);
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, name: string, request: IHttpRequestOptions | IRequestOptionsSimplified): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error(`${name} authenticates by an expression, which only n8n's server can evaluate.`);
		return authenticate(credentials, request as IHttpRequestOptions);
	}

	async preAuthentication(helpers: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject, _name: string, _node: INode, expired: boolean): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.type.properties.find(({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true)?.name;
		if (expirable === undefined || !this.type.preAuthentication || (credentials[expirable] && !expired)) return undefined;
		const renewed = await this.type.preAuthentication.call(helpers, credentials);
		this.data = { ...this.data, ...(renewed as ICredentialDataDecryptedObject) };
		return renewed as ICredentialDataDecryptedObject;
	}

	async runPreAuthentication(): Promise<undefined> {}

	async updateCredentials(_details: INodeCredentialsDetails, _name: string, data: ICredentialDataDecryptedObject): Promise<void> {
		this.data = structuredClone(data);
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Nothing in the pack asks for raw credentials.');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('Nothing in the pack uses OAuth tokens.');
	}
}

export const partsOfN8n = (credentialsHelper: ICredentialsHelper): IWorkflowExecuteAdditionalData => ({ credentialsHelper, variables: {}, currentNodeExecutionIndex: 0 }) as unknown as IWorkflowExecuteAdditionalData;
