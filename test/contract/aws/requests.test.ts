import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { cast } from '../../../sandbox';
import { awsSteps } from '../../../systems/aws';
import { checkAws, permissionsNeeded } from '../../../systems/aws/check';
import { connectionTo, otherRole, plainHttp, startAwsCase, wishFor, type AwsCase } from '../../support/awsCase';

interface Sent {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
}

const instant = new Date();
instant.setMilliseconds(0);

let company: AwsCase;
let ours: Sent[];

/** Everything this pack asks of AWS, in all it can do. */
const workThrough = async () => {
	const listening = { send: (baseUrl: string) => async (request: Parameters<ReturnType<typeof plainHttp>>[0]) => {
		const { accept: _, ...headers } = request.headers!;
		ours.push({ method: request.method, url: baseUrl + request.path, headers, body: String(request.body) });
		return plainHttp(baseUrl)(request);
	} };
	const terms = { terms: listening };
	const withAll = { ...terms, steps: awsSteps.map(({ id }) => id) };
	const name = cast.leaver.workEmail!.split('@')[0]!;
	const roles = company.aws.state.accounts.get('111122223333')!.roles;
	roles.get('deployer')!.trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::111122223333:user/staff/${name}` }, Condition: { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } } }] });
	company.aws.settings.pageSize = 20;
	await company.cut(cast.leaver, withAll);
	await company.restore(cast.leaver, terms);
	const full = company.aws.faults.add({ path: /\/AttachUserPolicy$/, times: 1, effect: company.aws.failure('LimitExceeded', 'full') });
	await company.cut(cast.former, { ...terms, settings: { userNames: () => [cast.leaverManager.workEmail!.split('@')[0]!] }, work: { caseId: 'other' }, steps: ['denyEverything'] });
	await company.cut(cast.leaverManager, { ...terms, steps: ['denyEverything'] });
	await company.restore(cast.leaverManager, terms);
	full.remove();
	await company.grant(wishFor({}, { boundary: 'arn:aws:iam::111122223333:policy/StaffBoundary', join: ['Engineering'], attributes: { 'a b/c+d=e': "ü 1+1=2 :/@-_." } }), terms);
	const system = company.system({ ...terms, settings: { role: otherRole(company.aws) } });
	for await (const _ of system.accounts(system.connect(() => {}))) continue;
	await checkAws(connectionTo(company.aws, company.clock, listening));
};

beforeAll(async () => {
	// Only what tells the time: both sign the same second, and everything else runs on.
	jest.useFakeTimers({ now: instant, doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'performance', 'hrtime'] });
	ours = [];
	company = await startAwsCase();
	await workThrough();
}, 60_000);
afterAll(async () => {
	await company.stop();
	jest.useRealTimers();
});

/** What AWS's own SDK adds about itself, which no server looks at. */
const aboutItself = /^(amz-sdk-invocation-id|amz-sdk-request|x-amz-user-agent|user-agent)$/;

interface Signable {
	headers: Record<string, string>;
	method: string;
	path: string;
	protocol: string;
	hostname: string;
	port?: number;
	body?: unknown;
}

const commands: { [action: string]: new (input: never) => unknown } = { ...iam, ...sts } as never;

/** The same request, as AWS's SDK makes it, sent to the same server. */
const sdkSends = async (action: string, input: object, { keys, region }: { keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }; region: string }): Promise<{ sent: Sent; answer: unknown }> => {
	const options = { region, endpoint: company.aws.connection.endpointUrl, credentials: keys, maxAttempts: 1 };
	// Both are the same kind of client, whose types differ in what they can be asked.
	const client = (`${action}Command` in sts ? new sts.STSClient(options) : new iam.IAMClient(options)) as iam.IAMClient;
	let sent: Sent | undefined;
	type Next = (args: { request: Signable; input: object }) => Promise<never>;
	client.middlewareStack.addRelativeTo(
		((next: Next) => async (args: { request: Signable; input: object }) => {
			for (const name of Object.keys(args.request.headers)) if (aboutItself.test(name)) delete args.request.headers[name];
			return next(args);
		}) as never,
		{ name: 'saysNothingOfItself', relation: 'before', toMiddleware: 'httpSigningMiddleware' },
	);
	client.middlewareStack.addRelativeTo(
		((next: Next) => async (args: { request: Signable; input: object }) => {
			const { method, path, protocol, hostname, port, body } = args.request;
			const { host: _, ...headers } = args.request.headers;
			sent = { method, url: `${protocol}//${hostname}:${port}${path}`, headers, body: String(body) };
			return next(args);
		}) as never,
		{ name: 'remembered', relation: 'after', toMiddleware: 'httpSigningMiddleware' },
	);
	const answer: unknown = await client.send(new commands[`${action}Command`]!(input as never) as never).catch((error: unknown) => (error as Error).name);
	client.destroy();
	return { sent: sent!, answer };
};

const numbers = new Set(['MaxItems', 'DurationSeconds']);

/** What was said in a form, as it would be said to the SDK. */
const inputIn = (body: string): { action: string; input: { [name: string]: unknown } } => {
	const root: { [name: string]: unknown } = {};
	for (const [name, value] of new URLSearchParams(body)) {
		const parts = name.split('.').filter((part) => part !== 'member');
		let at: { [name: string]: unknown } = root;
		parts.forEach((part, index) => {
			const key = /^\d+$/.test(part) ? String(Number(part) - 1) : part;
			if (index === parts.length - 1) at[key] = numbers.has(part) ? Number(value) : value;
			else at = (at[key] ??= /^\d+$/.test(parts[index + 1]!) ? [] : {}) as typeof at;
		});
	}
	const { Action, Version: _, ...input } = root;
	return { action: String(Action), input };
};

const credentialOf = ({ headers }: Sent) => /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers['authorization']!)!;
const keysOf = (request: Sent) => {
	const id = credentialOf(request)[1]!;
	const { accessKeyId, secretAccessKey } = company.aws.connection;
	if (id === accessKeyId) return { accessKeyId, secretAccessKey };
	const { secret, token } = company.aws.state.sessions.get(id)!;
	return { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
};

test('every permission that is asked for is used, so every request there is was made', () => {
	const asked = new Set(ours.map(({ body }) => inputIn(body).action));
	const unused = permissionsNeeded.map((permission) => permission.split(':')[1]!).filter((action) => !asked.has(action));
	// Comes with CreateUser, as a permission and not as a request.
	expect(unused).toEqual(['PutUserPermissionsBoundary']);
	for (const action of ['AssumeRole', 'GetCallerIdentity']) expect(asked).toContain(action);
});

test("every request is, byte for byte, what AWS's own SDK sends, down to the signature", async () => {
	const distinct = [...new Map(ours.map((request) => [`${request.body} ${credentialOf(request)[1]}`, request])).values()];
	expect(distinct.length).toBeGreaterThan(60);
	for (const request of distinct) {
		const { action, input } = inputIn(request.body);
		const region = credentialOf(request)[2]!;
		const { sent, answer } = await sdkSends(action, input, { keys: keysOf(request), region });
		expect(sent).toEqual(request);
		// A server that checks signatures takes both.
		expect(answer).not.toBe('SignatureDoesNotMatch');
		expect(answer).not.toBe('IncompleteSignature');
	}
}, 60_000);

test('what comes back is read as the SDK reads it', async () => {
	const { accessKeyId, secretAccessKey, region } = company.aws.connection;
	const client = new iam.IAMClient({ region, endpoint: company.aws.connection.endpointUrl, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
	const system = company.system();
	const client2 = system.connect(() => {});
	const UserName = cast.leaver.workEmail!.split('@')[0]!;
	const { AccessKeyMetadata } = await client.send(new iam.ListAccessKeysCommand({ UserName }));
	expect((await client2.list('ListAccessKeys', 'AccessKeyMetadata', { UserName })).map((row) => ({ ...(row as object), CreateDate: new Date((row as { CreateDate: string }).CreateDate) }))).toEqual(AccessKeyMetadata);
	const { Roles } = await client.send(new iam.ListRolesCommand({}));
	const read = (await client2.list('ListRoles', 'Roles', {})) as { RoleName: string; AssumeRolePolicyDocument: string; MaxSessionDuration: string }[];
	expect(read.map((role) => [role.RoleName, role.AssumeRolePolicyDocument, Number(role.MaxSessionDuration)])).toEqual(Roles!.map((role) => [role.RoleName, role.AssumeRolePolicyDocument, role.MaxSessionDuration]));
	client.destroy();
});

test('regions of China and GovCloud are signed for as the SDK does', async () => {
	for (const region of ['cn-north-1', 'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1', 'eu-central-1']) {
		const made: Sent[] = [];
		const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
		const connection = connectionTo(company.aws, company.clock, { region, keys, send: (baseUrl) => async ({ method, path, headers, body }) => (made.push({ method, url: baseUrl + path, headers: headers!, body: String(body) }), { status: 500, headers: {}, body: '' }), patient: (http) => http });
		await connection.http('iam', connection.own)({ method: 'POST', path: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=ListRoles&Version=2010-05-08' });
		const resolved = new iam.IAMClient({ region, credentials: keys });
		const provider = (resolved.config as unknown as { endpointProvider(of: object): { url: URL; properties?: { authSchemes?: { signingRegion?: string }[] } } }).endpointProvider;
		const { properties } = provider({ Region: region });
		expect(credentialOf(made[0]!)[2]).toBe(properties?.authSchemes?.[0]?.signingRegion ?? region);
		resolved.destroy();
	}
});
