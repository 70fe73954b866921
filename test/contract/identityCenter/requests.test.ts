import * as store from '@aws-sdk/client-identitystore';
import * as admin from '@aws-sdk/client-sso-admin';
import type { JournalEntry } from '../../../sandbox';
import { cast } from '../../../sandbox';
import { signed } from '../../../systems/http/aws/sign';
import { everyCenterStep, startCenterCase, type CenterCase } from '../../support/identityCenterCase';

let company: CenterCase;
let ours: JournalEntry[];

const newcomer = { id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };
const given = { facts: ['name', 'workEmail', 'title'] as const, attributes: { locale: 'de-DE', nickName: 'N', profileUrl: 'https://kestrel.example/nia', userType: 'Employee', preferredLanguage: 'de', timezone: 'Europe/Berlin' }, usable: true, join: ['On-call'], leave: [] };

/** Everything the pack can ask of the two services, once. */
beforeAll(async () => {
	company = await startCenterCase({ pageSize: 1 });
	const { instanceArn } = company.aws.connection.identityCenter;
	const withPolicy = [...company.aws.state.identityCenter.permissionSets.values()][0]!;
	withPolicy.inlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'billing:*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalTag/name': 'Zoë "Z" Ø' } } }] });
	await company.cut(cast.leaver, { steps: everyCenterStep, settings: { instanceArn } });
	await company.restore(cast.leaver);
	await company.grant({ ...given, person: newcomer });
	await company.change({ ...given, usable: null, attributes: {}, person: { ...newcomer, name: 'Nia López', lastName: 'López' }, join: [], leave: ['On-call'] });
	const { accounts, connect } = company.system();
	for await (const _page of accounts(connect(() => {}))) break;
	ours = company.aws.journal.entries.filter(({ path }) => path.startsWith('/sso/') || path.startsWith('/identitystore/'));
}, 60_000);
afterAll(() => company.stop());

const actionIn = ({ path }: JournalEntry) => path.split('/')[2]!;

/** What only the SDK says of itself, what the connection says, and what says when; signatures are compared apart. */
const apart = /^(user-agent|x-amz-user-agent|amz-sdk-.*|accept|accept-encoding|connection|date|x-amz-date|authorization)$/;
const shapeOf = (entry: JournalEntry) => ({
	method: entry.method,
	path: entry.path,
	query: entry.query,
	headers: Object.fromEntries(Object.entries(entry.headers).filter(([name]) => !apart.test(name)).sort()),
	body: entry.body,
});

type Sdk = { [command: string]: new (input: object) => unknown };

const isAdmin = ({ path }: JournalEntry) => path.startsWith('/sso/');

const sdkFor = (entry: JournalEntry, sessionToken?: string) => {
	const { endpointUrl, accessKeyId, secretAccessKey, identityCenter } = company.aws.connection;
	const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
	const settings = { region: identityCenter.region, endpoint: endpointUrl, credentials: keys, maxAttempts: 1 };
	const [sdk, client] = isAdmin(entry) ? [admin, new admin.SSOAdminClient(settings)] : [store, new store.IdentitystoreClient(settings)];
	return { keys, client: client as store.IdentitystoreClient, send: client.send.bind(client) as (command: unknown) => Promise<unknown>, Command: (sdk as unknown as Sdk)[`${actionIn(entry)}Command`]! };
};

type Headers = Record<string, string>;
type Next = (args: { request: { headers: Headers } }) => Promise<never>;

/** All headers of the request as AWS's own client signs it, where it says nothing of itself; it is not sent. */
const signedBySdk = async (entry: JournalEntry, sessionToken: string) => {
	const { keys, client, send, Command } = sdkFor(entry, sessionToken);
	let headers: Headers = {};
	const before = ((next: Next) => async (args: Parameters<Next>[0]) => {
		for (const name of Object.keys(args.request.headers)) if (/user-agent$|^amz-sdk-/.test(name)) delete args.request.headers[name];
		return next(args);
	}) as never;
	const after = (() => async ({ request }: Parameters<Next>[0]) => {
		headers = request.headers;
		throw new Error('seen');
	}) as never;
	client.middlewareStack.addRelativeTo(before, { name: 'saysNothingOfItself', relation: 'before', toMiddleware: 'httpSigningMiddleware' });
	client.middlewareStack.addRelativeTo(after, { name: 'seen', relation: 'after', toMiddleware: 'httpSigningMiddleware' });
	await expect(send(new Command(JSON.parse(entry.body) as object))).rejects.toThrow('seen');
	client.destroy();
	const { host: _, ...rest } = headers;
	return { keys, headers: rest };
};

/** The same, said by AWS's own client. */
const bySdk = async (entry: JournalEntry): Promise<JournalEntry> => {
	const { client, send, Command } = sdkFor(entry);
	const before = company.aws.journal.entries.length;
	// Whether it is taken a second time is not the question.
	await send(new Command(JSON.parse(entry.body) as object)).catch((error: { $metadata?: object }) => expect(error.$metadata).toBeDefined());
	client.destroy();
	return company.aws.journal.entries[before]!;
};

const oneOfEach = () => [...new Map(ours.map((entry) => [`${actionIn(entry)} ${Object.keys(JSON.parse(entry.body) as object).join()}`, entry])).values()];

test("AWS's own SDK sends the same bytes: method, path, headers, body", async () => {
	for (const entry of oneOfEach()) expect(shapeOf(await bySdk(entry))).toEqual(shapeOf(entry));
}, 60_000);

test('and signs them the same way, with the token of a session', async () => {
	const { endpointUrl, identityCenter } = company.aws.connection;
	for (const entry of oneOfEach()) {
		const { keys, headers } = await signedBySdk(entry, 'token/of+a=session');
		const at = new Date(headers['x-amz-date']!.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
		const said = { 'content-type': entry.headers['content-type']!, 'x-amz-target': entry.headers['x-amz-target']! };
		expect(signed({ method: entry.method, url: `${endpointUrl}/`, headers: said, body: entry.body }, keys, { region: identityCenter.region, service: isAdmin(entry) ? 'sso' : 'identitystore' }, at)).toEqual(headers);
	}
}, 60_000);

test('every action that is asked for was compared', () => {
	expect([...new Set(ours.map(actionIn))].sort()).toEqual([
		'CreateAccountAssignment',
		'CreateApplicationAssignment',
		'CreateGroupMembership',
		'CreateUser',
		'DeleteAccountAssignment',
		'DeleteApplicationAssignment',
		'DeleteGroupMembership',
		'DeleteInlinePolicyFromPermissionSet',
		'DescribeAccountAssignmentCreationStatus',
		'DescribeAccountAssignmentDeletionStatus',
		'DescribeApplication',
		'DescribeGroup',
		'DescribePermissionSet',
		'DescribePermissionSetProvisioningStatus',
		'DescribeUser',
		'GetGroupId',
		'GetInlinePolicyForPermissionSet',
		'GetUserId',
		'ListAccountAssignmentsForPrincipal',
		'ListApplicationAssignmentsForPrincipal',
		'ListGroupMembershipsForMember',
		'ListInstances',
		'ListUsers',
		'ProvisionPermissionSet',
		'PutInlinePolicyToPermissionSet',
		'UpdateUser',
	]);
});

test('each request goes to the service it is signed for', () => {
	for (const { headers, path } of ours) expect(headers['x-amz-target']).toBe(`${path.startsWith('/sso/') ? 'SWBExternalService' : 'AWSIdentityStore'}.${path.split('/')[2]}`);
});
