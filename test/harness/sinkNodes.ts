import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { NodeConnectionTypes, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData, type INodeType } from 'n8n-workflow';
import { signedHeaders, type AwsKey } from '../support/signAws';
import { described } from './described';

/**
 * n8n's own nodes, as far as the templates for shipping and for Personio use them and as n8n-nodes-base 2.40 has them:
 * what they send, what they put out, and how they fail. The real ones run end to end.
 */

export interface SinkAccess {
	/** Where every `….s3.….amazonaws.com` really is. */
	s3Port: number;
	aws: AwsKey;
	/** Values of the Authorization header by credential id. */
	headers: { [credentialId: string]: string };
	oauth: { tokenUrl: string; clientId: string; clientSecret: string; scope: string };
}

let access: SinkAccess | undefined;
let token: string | undefined;

export const giveSinkAccess = (given: SinkAccess): void => {
	access = given;
	token = undefined;
};

interface Answer {
	statusCode: number;
	headers: IDataObject;
	bytes: Buffer;
}

const send = (method: string, url: string, headers: { [name: string]: string }, body: string | Buffer = ''): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const { hostname, port, pathname, search, host } = new URL(url);
		const atAws = hostname.endsWith('.amazonaws.com');
		const outgoing = request(
			{ method, host: atAws ? '127.0.0.1' : hostname, port: atAws ? access!.s3Port : port, path: pathname + search, agent: false, headers: { ...headers, host, 'content-length': Buffer.byteLength(body) } },
			(answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.once('end', () => resolve({ statusCode: answer.statusCode!, headers: answer.headers as IDataObject, bytes: Buffer.concat(chunks) }));
				answer.once('error', reject);
			},
		);
		outgoing.once('error', reject);
		outgoing.end(body);
	});

const signed = (method: string, url: string, headers: { [name: string]: string } = {}, body: string | Buffer = '') => send(method, url, signedHeaders(access!.aws, { method, url, headers, body }), body);

const authorization = async (node: INode): Promise<string> => {
	const type = Object.keys(node.credentials ?? {})[0]!;
	if (type === 'httpHeaderAuth') return access!.headers[node.credentials![type]!.id!]!;
	const { tokenUrl, clientId, clientSecret, scope } = access!.oauth;
	const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope });
	token ??= String((JSON.parse((await send('POST', tokenUrl, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString())).bytes.toString('utf8')) as IDataObject)['access_token']);
	return `Bearer ${token}`;
};

/** A token that has lapsed is asked for again, once. */
const withFreshToken = async (work: () => Promise<Answer>): Promise<Answer> => {
	const answer = await work();
	if (answer.statusCode !== 401 || token === undefined) return answer;
	token = undefined;
	return await work();
};

interface HttpOptions {
	response: { response: { responseFormat?: string; outputPropertyName?: string; fullResponse: boolean; neverError: boolean } };
}

const httpOnce = async (context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> => {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '') as string;
	const { response } = (context.getNodeParameter('options', itemIndex) as unknown as HttpOptions).response;
	const method = parameter('method');
	const given = (context.getNodeParameter('headerParameters', itemIndex, {}) as { parameters?: { name: string; value: string }[] }).parameters ?? [];
	const headers = { ...Object.fromEntries(given.map(({ name, value }) => [name, value])), ...(parameter('rawContentType') === '' ? {} : { 'content-type': parameter('rawContentType') }) };
	const authorized = async () => send(method, parameter('url'), { ...headers, authorization: await authorization(context.getNode()) }, asAxiosSends(parameter('body'), headers['content-type']));
	const answer = parameter('nodeCredentialType') === 'aws' ? await signed(method, parameter('url'), headers) : await withFreshToken(authorized);
	const { statusCode, headers: answered, bytes } = answer;
	const full = { headers: answered, statusCode, statusMessage: '' };
	if (response.responseFormat === 'file') {
		return { json: full, binary: { ...context.getInputData()[itemIndex]!.binary, [response.outputPropertyName!]: await context.helpers.prepareBinaryData(bytes, undefined, String(answered['content-type'] ?? 'application/octet-stream')) }, pairedItem: { item: itemIndex } };
	}
	const text = bytes.toString('utf8');
	if (!response.neverError && statusCode >= 300) throw new Error(failures[statusCode] ?? 'The service was not able to process your request');
	if (response.responseFormat === 'text') return { json: { [response.outputPropertyName!]: text, ...full }, pairedItem: { item: itemIndex } };
	if (!response.fullResponse) return { json: jsonOrFail(text), pairedItem: { item: itemIndex } };
	if (!String(answered['content-type'] ?? '').includes('application/json')) return { json: { data: text, ...full }, pairedItem: { item: itemIndex } };
	return { json: { body: parsed(text), ...full }, pairedItem: { item: itemIndex } };
};

/** Text that is called JSON and is none gets quoted. */
const asAxiosSends = (body: string, contentType: string | undefined): string => {
	if (contentType !== 'application/json') return body;
	try {
		JSON.parse(body);
		return body.trim();
	} catch {
		return JSON.stringify(body);
	}
};

const parsed = (text: string): IDataObject => {
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		return {};
	}
};

const jsonOrFail = (text: string): IDataObject => {
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		throw new Error('Response body is not valid JSON. Change "Response Format" to "Text"');
	}
};

/** n8n's words, with nothing in them of what S3 said. */
const failures: { [status: number]: string } = { 400: 'Bad request - please check your parameters', 403: 'Forbidden - perhaps check your credentials?' };

const uploadOnce = async (context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> => {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex) as string;
	const { lockMode, lockRetainUntilDate } = context.getNodeParameter('additionalFields', itemIndex) as { lockMode: string; lockRetainUntilDate: string };
	const bucket = `https://${parameter('bucketName')}.s3.${access!.aws.region}.amazonaws.com`;
	const url = `${bucket}/${parameter('fileName')}`;
	const must = async (answer: Promise<Answer>): Promise<string> => {
		const { statusCode, bytes } = await answer;
		if (statusCode >= 300) throw new Error(failures[statusCode] ?? 'The service was not able to process your request');
		return bytes.toString('utf8');
	};
	const within = (text: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(text)![1]!;
	await must(signed('GET', `${bucket}/?location=`));
	const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, parameter('binaryPropertyName'));
	const lock = { 'x-amz-object-lock-mode': lockMode.toUpperCase(), 'x-amz-object-lock-retain-until-date': lockRetainUntilDate };
	const id = within(await must(signed('POST', `${url}?uploads=`, { 'content-type': 'application/json', ...lock })), 'UploadId');
	await must(signed('PUT', `${url}?partNumber=1&uploadId=${id}`, { 'content-md5': createHash('md5').update(bytes).digest('base64') }, bytes));
	const etag = within(await must(signed('GET', `${url}?max-parts=900&part-number-marker=0&uploadId=${id}`)), 'ETag');
	const done = await must(signed('POST', `${url}?uploadId=${id}`, {}, `<CompleteMultipartUpload><Part><ETag>${etag}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>`));
	return { json: { Location: url, Key: parameter('fileName'), ETag: within(done, 'ETag') }, pairedItem: { item: itemIndex } };
};

/** Each item by itself; what fails becomes an item that says so, where the node is set to go on. */
export const eachItem = (work: (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData>): INodeType['execute'] =>
	async function (this: IExecuteFunctions) {
		const results: INodeExecutionData[] = [];
		for (const itemIndex of this.getInputData().keys()) {
			try {
				results.push(await work(this, itemIndex));
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				results.push({ json: { error: (error as Error).message }, pairedItem: { item: itemIndex } });
			}
		}
		return [results];
	};

export const nodeType = (name: string, parameters: readonly string[], outputs: number, execute: INodeType['execute']): INodeType => ({
	description: described(name, {
		outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
		// As they are: none of n8n's own rules about them matter here.
		properties: parameters.map((parameter) => ({ displayName: parameter, name: parameter, type: 'json', default: '' })),
	}),
	execute,
});

export interface Condition {
	conditions: { leftValue: unknown; rightValue: unknown; operator?: { type: string; operation: string } }[];
}

/** Of n8n's operators those that templates use. */
export const holds = ({ leftValue, rightValue, operator }: Condition['conditions'][number]): boolean => (operator?.type === 'boolean' && operator.operation === 'true' ? leftValue === true : leftValue === rightValue);

const seen = new Set<string>();

/** Of each key one item, ever. */
const firstOnly: INodeType['execute'] = async function (this: IExecuteFunctions) {
	const fresh = this.getInputData().filter((_, itemIndex) => {
		const key = String(this.getNodeParameter('dedupeValue', itemIndex));
		return !seen.has(key) && Boolean(seen.add(key));
	});
	return [fresh];
};

export const forgetMails = (): void => seen.clear();

/** A dot in a name is a field of a field, as in n8n. */
const withField = (json: IDataObject, { name, value }: { name: string; value: string | number }): IDataObject => {
	const [first, ...rest] = name.split('.');
	if (rest.length === 0) return { ...json, [name]: value };
	return { ...json, [first!]: withField((json[first!] ?? {}) as IDataObject, { name: rest.join('.'), value }) };
};

export const sinkNodes: { [fullName: string]: INodeType } = {
	'harness.httpRequest': nodeType('httpRequest', ['method', 'url', 'authentication', 'genericAuthType', 'nodeCredentialType', 'sendHeaders', 'headerParameters', 'sendBody', 'contentType', 'rawContentType', 'body', 'options'], 1, eachItem(httpOnce)),
	'harness.awsS3': nodeType('awsS3', ['resource', 'operation', 'bucketName', 'fileName', 'binaryData', 'binaryPropertyName', 'additionalFields', 'tagsUi'], 1, eachItem(uploadOnce)),
	'harness.if': nodeType('if', ['conditions', 'looseTypeValidation', 'options'], 2, async function (this: IExecuteFunctions) {
		const passes = (_: unknown, itemIndex: number) => (this.getNodeParameter('conditions', itemIndex) as unknown as Condition).conditions.every(holds);
		const items = this.getInputData();
		return [items.filter(passes), items.filter((item, itemIndex) => !passes(item, itemIndex))];
	}),
	'harness.set': nodeType('set', ['mode', 'jsonOutput', 'assignments', 'includeOtherFields', 'options'], 1, eachItem(async (context, itemIndex) => {
		const { binary } = context.getInputData()[itemIndex]!;
		const files = binary === undefined ? {} : { binary };
		if (context.getNodeParameter('mode', itemIndex, '') === 'raw') return { json: context.getNodeParameter('jsonOutput', itemIndex) as IDataObject, ...files, pairedItem: { item: itemIndex } };
		const { assignments } = context.getNodeParameter('assignments', itemIndex) as { assignments: { name: string; value: string | number }[] };
		const others = context.getNodeParameter('includeOtherFields', itemIndex, false) === true ? context.getInputData()[itemIndex]!.json : {};
		return { json: assignments.reduce(withField, others), ...files, pairedItem: { item: itemIndex } };
	})),
	'harness.splitOut': nodeType('splitOut', ['fieldToSplitOut', 'include', 'options'], 1, async function (this: IExecuteFunctions) {
		const listOf = (json: IDataObject, itemIndex: number) => (json[this.getNodeParameter('fieldToSplitOut', itemIndex) as string] ?? []) as IDataObject[];
		return [this.getInputData().flatMap(({ json }, item) => listOf(json, item).map((one) => ({ json: one, pairedItem: { item } })))];
	}),
	'harness.respondToWebhook': nodeType('respondToWebhook', ['respondWith', 'responseBody', 'options'], 1, eachItem(async (context, itemIndex) => {
		const { responseCode } = context.getNodeParameter('options', itemIndex) as { responseCode: number };
		return { json: { responseCode, responseBody: context.getNodeParameter('responseBody', itemIndex) as IDataObject }, pairedItem: { item: itemIndex } };
	})),
	'harness.removeDuplicates': nodeType('removeDuplicates', ['operation', 'logic', 'dedupeValue', 'options'], 1, firstOnly),
	'harness.scheduleTrigger': { ...nodeType('scheduleTrigger', ['rule'], 1, undefined), trigger: async () => ({}) },
	'harness.emailSend': nodeType('emailSend', ['subject', 'text'], 1, eachItem(async (context, itemIndex) => ({ json: { subject: context.getNodeParameter('subject', itemIndex) as string, text: context.getNodeParameter('text', itemIndex) as string }, pairedItem: { item: itemIndex } }))),
};
