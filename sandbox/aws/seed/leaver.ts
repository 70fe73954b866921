import { cast } from '../../company';
import { awsPolicyArn, roleArn, userArn } from '../names';
import { mintSession } from '../routes/sts';
import type { Account, Role, User } from '../state';
import { nextId } from '../state';
import { localPart, OWNER_TAG, PERSON_TAG, type Accounts } from './accounts';
import type { Builder } from './builder';
import { allow, policy, trustOf, usedAt } from './builder';

const HOUR = 3_600_000;
const HALF_A_DAY = 43_200;

function lendCredentials({ state, clock, ago, key }: Builder, user: User): void {
	key(user, usedAt(clock, 0, 's3', 'eu-central-1'));
	key(user, { createdAt: ago(30) });
	user.sshKeys.push({ id: nextId(state, 'APKA'), status: 'Active', uploadedAt: ago(200), body: 'ssh-rsa AAAA mateo@laptop' });
	user.certificates.push({ id: nextId(state, 'ASCA'), status: 'Active', uploadedAt: ago(150), body: '-----BEGIN CERTIFICATE-----\nMIIBKestrel\n-----END CERTIFICATE-----' });
	user.serviceCredentials.push(
		{ id: nextId(state, 'ACCA'), service: 'codecommit.amazonaws.com', userName: `${user.name}-at-111122223333`, status: 'Active', createdAt: ago(120) },
		{ id: nextId(state, 'ACCA'), service: 'bedrock.amazonaws.com', userName: '', alias: `${user.name}-at-111122223333`, status: 'Active', createdAt: ago(20), expiresAt: ago(-70) },
	);
}

/** Keys that belong to other users, who are not called like the person. */
function lendHelpers(builder: Builder, { main }: Accounts, { id }: { id: string }): void {
	const { state, clock, ago, user, key } = builder;
	const helper = user(main, 'BedrockAPIKey-q7rd', { [OWNER_TAG]: id }, '/');
	helper.attached.push(awsPolicyArn('aws', 'AmazonBedrockLimitedAccess'));
	helper.serviceCredentials.push({ id: nextId(state, 'ACCA'), service: 'bedrock.amazonaws.com', userName: '', alias: `${helper.name}-at-${main.id}`, status: 'Active', createdAt: ago(15), expiresAt: ago(-15) });
	const bot = user(main, 'svc-release-bot', { [OWNER_TAG]: id, team: 'product' }, '/service/');
	key(bot, usedAt(clock, 0, 'codedeploy'));
}

function takeRole({ state, clock }: Builder, account: Account, role: Role, user: User, hoursAgo: number): void {
	const as = { kind: 'role' as const, roleName: role.name, sessionName: user.name, chained: false };
	mintSession({ state, now: clock.now() }, { accountId: account.id, as, takenBy: user.id }, role.maxSessionSeconds, clock.now() - hoursAgo * HOUR);
}

function lendRoles(builder: Builder, { main, data, users }: Accounts, user: User): void {
	const [own, manager] = [user, users.get(cast.leaverManager)!].map((one) => userArn(main, one));
	const deployer = builder.role(main, 'Deployer', trustOf([own!, manager!]), { maxSessionSeconds: HALF_A_DAY, attached: [awsPolicyArn('aws', 'PowerUserAccess')] });
	const reader = builder.role(data, 'DataReader', trustOf([own!]), { maxSessionSeconds: 2 * 3600, attached: [awsPolicyArn('aws', 'ReadOnlyAccess')] });
	builder.role(main, 'Auditor', trustOf([`arn:aws:iam::${main.id}:root`]), { attached: [awsPolicyArn('aws', 'ReadOnlyAccess')] });
	user.inline.set('take-roles', policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [roleArn(main, deployer), roleArn(data, reader)] }));
	takeRole(builder, main, deployer, user, 10);
	takeRole(builder, data, reader, user, 0.5);
}

function signIn({ state, clock }: Builder, account: Account, user: User): void {
	for (const kind of ['console', 'token'] as const) mintSession({ state, now: clock.now() }, { accountId: account.id, as: { kind, userId: user.id } }, HALF_A_DAY, clock.now() - 2 * HOUR);
}

/** Gives one person everything a leaver can have, so that every step of a cut has something to take away. */
export function equipLeaver(builder: Builder, accounts: Accounts): void {
	const { main, data, users, groups } = accounts;
	const user = users.get(cast.leaver)!;
	lendCredentials(builder, user);
	groups.onCall.members.add(user.id);
	groups.deployers.members.add(user.id);
	user.attached.push(awsPolicyArn('aws', 'ReadOnlyAccess'), builder.policy(main, 'DebugFrontend', policy(allow('logs:*', 'lambda:InvokeFunction'))).arn);
	user.inline.set('debug', policy(allow('logs:FilterLogEvents', 'xray:*')));
	lendRoles(builder, accounts, user);
	signIn(builder, main, user);
	lendHelpers(builder, accounts, cast.leaver);

	const other = builder.user(data, localPart(cast.leaver.workEmail), { [PERSON_TAG]: cast.leaver.id });
	other.attached.push(awsPolicyArn('aws', 'ReadOnlyAccess'));
	builder.key(other, usedAt(builder.clock, 5, 'athena'));
}
