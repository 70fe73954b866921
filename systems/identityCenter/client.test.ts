import type { HttpRequest, HttpResponse } from '../http/types';
import { identityCenterConnector, type IdentityCenterSettings } from './client';
import { getPermissionSet } from './permissionSet';

const arn = 'arn:aws:sso:::instance/ssoins-1';
const permissionSet = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

const settings: IdentityCenterSettings = { region: 'eu-central-1', instanceArn: null, issuer: null, matchByEmail: true, usersOwnedBy: 'identityCenter', alone: async (_what, work) => work(() => {}), deniedBefore: async () => [] };

const world = (answers: { [action: string]: unknown }, headers: HttpResponse['headers'] = {}) => {
	const sent: HttpRequest[] = [];
	const http = async (request: HttpRequest): Promise<HttpResponse> => {
		sent.push(request);
		const action = request.headers!['x-amz-target']!.split('.')[1]!;
		return { status: 200, headers, body: action === 'ListInstances' ? { Instances: [{ InstanceArn: arn, IdentityStoreId: 'd-1' }] } : answers[action] };
	};
	const connect = identityCenterConnector({ identityStore: http, ssoAdmin: http, caller: () => Promise.reject(new Error('not asked')) }, settings);
	return { sent, connect, client: connect(() => {}) };
};
const bodyOf = ({ body }: HttpRequest) => JSON.parse(String(body)) as object;

test('which Identity Center is meant is found out once, for every client', async () => {
	const { sent, connect } = world({ DescribeUser: {} });
	await Promise.all([1, 2].map(() => connect(() => {}).store('DescribeUser', { UserId: 'u' })));
	expect(sent.map(bodyOf)).toEqual([{ MaxResults: 100 }, { IdentityStoreId: 'd-1', UserId: 'u' }, { IdentityStoreId: 'd-1', UserId: 'u' }]);
});

test('a look that failed is tried again by the next one', async () => {
	let fails = true;
	const http = async (): Promise<HttpResponse> => (fails ? { status: 500, headers: {}, body: {} } : { status: 200, headers: {}, body: { Instances: [{ InstanceArn: arn, IdentityStoreId: 'd-1' }] } });
	const client = identityCenterConnector({ identityStore: http, ssoAdmin: http, caller: () => Promise.reject(new Error('not asked')) }, settings)(() => {});
	await expect(client.instanceArn()).rejects.toMatchObject({ code: 'vendor_error' });
	fails = false;
	expect(await client.instanceArn()).toBe(arn);
});

test('only what reads may be repeated', async () => {
	const { client, sent } = world({ DescribeUser: {}, UpdateUser: '' });
	await client.store('DescribeUser', { UserId: 'u' });
	await client.store('UpdateUser', { UserId: 'u', Operations: [] });
	expect(sent.slice(1).map(({ readsOnly }) => readsOnly)).toEqual([true, undefined]);
});

test.each(['', null])('nothing is asked about nobody (%j)', async (nobody) => {
	const { client, sent } = world({});
	await expect(client.store('DescribeUser', { UserId: nobody })).rejects.toMatchObject({ message: expect.stringContaining('without UserId') });
	expect(sent).toHaveLength(1);
});

test('the clock is the one of AWS, where it tells', async () => {
	const { client } = world({ DescribeUser: {} }, { date: 'Fri, 20 Nov 2026 10:00:00 GMT' });
	await client.store('DescribeUser', { UserId: 'u' });
	expect(client.now().toISOString()).toBe('2026-11-20T10:00:00.000Z');
});

describe('how long a session of a permission set lasts', () => {
	const read = (SessionDuration?: unknown) => getPermissionSet(world({ DescribePermissionSet: { PermissionSet: { PermissionSetArn: permissionSet, Name: 'Admin', SessionDuration } } }).client, permissionSet);
	test.each([
		['PT12H', 43_200],
		['PT1H30M', 5_400],
		['PT45M', 2_700],
		['PT3600S', 3_600],
		[undefined, 3_600],
	])('%s', async (duration, sessionSeconds) => {
		expect(await read(duration)).toEqual({ arn: permissionSet, name: 'Admin', sessionSeconds });
	});

	test.each(['12 hours', 'P1D', 'PT-1H', 'PT', 7])('%j is none', async (duration) => {
		await expect(read(duration)).rejects.toMatchObject({ code: 'bad_answer' });
	});
});
