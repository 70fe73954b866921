import fc from 'fast-check';
import { virtualClock } from '../../test/support/virtualClock';
import { awsConnection } from '../http/aws/connection';
import type { HttpRequest } from '../http/types';
import { groundOf, iamClient, type AwsSettings } from './client';
import { findAccount } from './find';
import { awsGiving } from './giving';
import type { AwsWish } from './giving/_aws';
import { isSelf, isUserName, selfOf } from './guard';
import { awsSteps } from './index';
import { permissionsNeeded } from './check';

const clock = virtualClock();
const settings: AwsSettings = { role: null, sessionName: 's', personTag: 'jml:person', ownerTag: 'jml:owner', searchByTag: false, matchByName: true, userNames: ({ workEmail }) => [workEmail ?? ''] };

const caller = '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/bots/jml</Arn><UserId>AIDASELF</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>';

/** Everything that would have left for IAM, with an answer to none of it. */
const listening = (more: Partial<AwsSettings> = {}) => {
	const toIam: HttpRequest[] = [];
	const connection = awsConnection({
		region: 'us-east-1',
		endpointUrl: '',
		keys: { accessKeyId: 'AKIA', secretAccessKey: 'x' },
		now: clock.now,
		patient: (http) => http,
		send: (baseUrl) => async (request) => {
			if (baseUrl.includes('sts.')) return { status: 200, headers: {}, body: caller };
			toIam.push(request);
			return { status: 404, headers: {}, body: '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>m</Message></Error></ErrorResponse>' };
		},
	});
	return { toIam, iam: iamClient(groundOf(connection, { ...settings, ...more }, clock), () => {}) };
};

const nameless = fc.oneof(
	fc.constantFrom(undefined, null, '', ' ', '\t', 'a b', 'a/b', 'ä', '*', 'x'.repeat(65), NaN, 0, true, [], ['ada'], {}),
	fc.string({ unit: 'binary' }).filter((text) => !isUserName(text)),
);
const inputOf = (UserName: unknown): { UserName: string } => ({ UserName, AccessKeyId: 'k', Status: 'Inactive' }) as never;

/** All there is at IAM that this pack may ask for, and some that it never does. */
const actions = [...permissionsNeeded.map((permission) => permission.split(':')[1]!), 'DeleteUser', 'DeleteAccessKey', 'UpdateUser', 'CreateAccessKey', 'DeactivateMFADevice'];
const namesNobody = ['GetAccountAuthorizationDetails', 'ListRoles', 'GetRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'GetAccessKeyLastUsed', 'SimulatePrincipalPolicy', 'GenerateCredentialReport', 'GetCredentialReport'];

describe('a request without a user name never leaves, for AWS would take it to mean the pack itself', () => {
	test.each(actions)('%s', async (action) => {
		await fc.assert(
			fc.asyncProperty(nameless, async (name) => {
				const { toIam, iam } = listening();
				const input = inputOf(name);
				const leftOut = name === undefined && namesNobody.includes(action);
				const ways = [() => iam.read(action, input), () => iam.list(action, 'X', input), () => iam.change(action, input)];
				for (const way of leftOut ? [] : ways) await expect(way()).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/named no user.*Nothing was sent/) });
				expect(toIam).toEqual([]);
			}),
			{ numRuns: 15 },
		);
	});

	test('every read and every change of every step', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom('', ' ', 'a b', undefined as never), async (name) => {
				const { toIam, iam } = listening();
				const account = { id: 'AIDAX', label: 'x', name, arn: 'arn:aws:iam::111122223333:user/x', personId: '1' };
				const state = { credentials: [], roles: [], elsewhere: [], groups: ['g'], attached: [{ name: 'p', arn: 'a' }], inline: [{ name: 'p', document: '{}', hash: '' }], status: null, password: true, mfaDevices: [], denied: true };
				const mine = awsSteps.filter(({ id }) => id !== 'reportOwned' && id !== 'endRoleSessions' && id !== 'reportRoles');
				for (const step of mine) {
					await expect(step.read(iam, account)).rejects.toMatchObject({ code: 'misconfigured' });
					await expect(step.apply(iam, account, state)).rejects.toMatchObject({ code: 'misconfigured' });
				}
				expect(toIam.filter(({ body }) => /UserName/.test(String(body)))).toEqual([]);
				expect(toIam).toEqual([]);
			}),
		);
	});

	test('somebody without an address, and a new user without a name', async () => {
		const { toIam, iam } = listening();
		expect(await findAccount(iam, { id: '1', workEmail: null })).toMatchObject({ kind: 'none' });
		expect(await findAccount(iam, { id: '1', workEmail: 'no address' })).toMatchObject({ kind: 'none' });
		for (const userName of ['', 'a b']) await expect(awsGiving.create.apply(iam, { userName, person: { id: '1' }, path: '/', boundary: null } as AwsWish)).rejects.toMatchObject({ code: 'misconfigured' });
		expect(toIam).toEqual([]);
	});
});

describe('the pack never changes itself', () => {
	test.each(['jml', 'JML'])('%s', async (UserName) => {
		const { toIam, iam } = listening();
		await expect(iam.change('DeleteLoginProfile', { UserName })).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/the user this pack works as/) });
		expect(toIam).toEqual([]);
		await expect(iam.change('DeleteLoginProfile', { UserName: 'ada' })).rejects.toMatchObject({ code: 'not_found' });
		expect(toIam).toHaveLength(1);
	});

	test('a user of the same name in another account is somebody else, one of the same id is not', () => {
		const users = [selfOf({ accountId: '111122223333', userId: 'AIDASELF', arn: 'arn:aws:iam::111122223333:user/bots/jml' })!];
		expect(isSelf({ accountId: '999999999999', users }, { name: 'jml', id: 'AIDAOTHER' })).toBe(false);
		expect(isSelf({ accountId: '999999999999', users }, { name: 'x', id: 'AIDASELF' })).toBe(true);
		expect(isSelf({ accountId: '111122223333', users }, { name: 'Jml' })).toBe(true);
		expect(selfOf({ accountId: '111122223333', userId: 'AROA:s', arn: 'arn:aws:sts::111122223333:assumed-role/jml/s' })).toBeNull();
	});
});
