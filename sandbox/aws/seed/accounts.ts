import { cast, outsiders } from '../../company';
import type { Person } from '../../company';
import { awsPolicyArn, iamArn, userArn } from '../names';
import type { Account, Group, ManagedPolicy, User } from '../state';
import type { Builder } from './builder';
import { allow, policy, trustOf, usedAt } from './builder';
import { IAM_PERMISSIONS, MANAGEMENT_PERMISSIONS } from './permissions';

export const MAIN = '111122223333';
export const DATA = '444455556666';
export const GOV = '777788889999';
export const EXTERNAL_ID = 'kestrel-jml-7f3a';
export const OUR_POLICY = 'JoinerMoverLeaver';
export const PERSON_TAG = 'jml:person';
export const OWNER_TAG = 'jml:owner';

export interface Accounts {
	main: Account;
	data: Account;
	gov: Account;
	/** IAM users of the main account. */
	users: Map<Person, User>;
	boundary: ManagedPolicy;
	groups: { everyDepartment: Map<string, Group>; onCall: Group; deployers: Group };
}

export const localPart = (email: string) => email.split('@', 1)[0] ?? email;

const startsLater = ({ hiredOn }: Person) => hiredOn > 0;
export const hasAccount = (person: Person) => !startsLater(person) && person !== cast.withoutAccount;

/** One person's user goes by another name than their address, one is called by it and bears no tag. */
function nameAndTags(person: Person): [name: string, tags: Record<string, string>] {
	if (person === cast.contractor) return [person.workEmail, {}];
	return [person === cast.otherLogin ? 'avisser' : localPart(person.workEmail), { [PERSON_TAG]: person.id, department: person.department }];
}

const works = ({ department }: Person) => ['Engineering', 'IT'].includes(department);

function employ(builder: Builder, { main, boundary, groups }: Omit<Accounts, 'users'>, person: Person): User {
	const { clock, ago } = builder;
	const [name, tags] = nameAndTags(person);
	const user = builder.user(main, name, tags);
	user.createdAt = ago(Math.max(1, -person.hiredOn));
	user.boundary = boundary.arn;
	if (person === cast.former) {
		user.attached.push(awsPolicyArn('aws', 'AWSDenyAll'));
		builder.key(user, { status: 'Inactive', ...usedAt(clock, 130, 's3') });
		return user;
	}
	builder.password(user);
	builder.mfa(main, user);
	groups.everyDepartment.get(person.department)?.members.add(user.id);
	if (works(person) && person !== cast.leaver) builder.key(user, usedAt(clock, 3, 'ec2'));
	return user;
}

/** The automation's own user, or role, and the one policy that says what it may do. */
function admitAutomation(builder: Builder, account: Account, actions: readonly string[]): ManagedPolicy {
	return builder.policy(account, OUR_POLICY, policy(allow(...actions)));
}

function addOutsiders(builder: Builder, { main, groups }: Omit<Accounts, 'users'>, administrators: Group): void {
	const { user, clock } = builder;
	const breakGlass = user(main, localPart(outsiders.breakGlass), { purpose: 'break-glass' }, '/');
	builder.password(breakGlass);
	breakGlass.mfaDevices.push({ serial: iamArn(main, 'u2f/user/breakglass/safe-UNSPECIFIED'), enabledAt: builder.ago(800) });
	administrators.members.add(breakGlass.id);
	builder.key(user(main, localPart(outsiders.orphan), {}, '/'), usedAt(clock, 90, 's3'));
	const twin = user(main, `${localPart(cast.ambiguous.workEmail)}.test`, { [PERSON_TAG]: cast.ambiguous.id });
	groups.everyDepartment.get(cast.ambiguous.department)?.members.add(twin.id);
	builder.key(user(main, 'svc-nightly-reports', { team: 'platform' }, '/service/'), usedAt(clock, 0, 'athena'));
}

function automationUser(builder: Builder, account: Account, actions: readonly string[]): User {
	const user = builder.user(account, localPart(outsiders.automation), { purpose: 'automation' }, '/service/');
	user.attached.push(admitAutomation(builder, account, actions).arn);
	return user;
}

export function openAccounts(builder: Builder, staff: readonly Person[]): Accounts & { automation: User; govAutomation: User; automationRoleArn: string } {
	const main = builder.account(MAIN, 'kestrel');
	const data = builder.account(DATA, 'kestrel-data');
	const gov = builder.account(GOV, 'kestrel-gov', 'aws-us-gov');

	const boundary = builder.policy(main, 'StaffBoundary', policy({ Effect: 'Allow', NotAction: ['organizations:*', 'account:*'], Resource: '*' }));
	const departments = [...new Set(staff.map(({ department }) => department))];
	const everyDepartment = new Map(departments.map((name) => [name, builder.group(main, name, [awsPolicyArn('aws', 'IAMUserChangePassword'), ...(name === 'Engineering' ? [awsPolicyArn('aws', 'PowerUserAccess')] : [])])]));
	const onCall = builder.group(main, 'on-call', [awsPolicyArn('aws', 'ReadOnlyAccess')]);
	const deployers = builder.group(main, 'deployers');
	deployers.inline.set('deploy', policy(allow('cloudformation:*', 'codedeploy:*')));
	const administrators = builder.group(main, 'administrators', [awsPolicyArn('aws', 'AdministratorAccess')]);

	const founded = { main, data, gov, boundary, groups: { everyDepartment, onCall, deployers } };
	const users = new Map(staff.filter(hasAccount).map((person) => [person, employ(builder, founded, person)]));
	for (const person of [cast.superAdmin, cast.orgAdmin]) administrators.members.add(users.get(person)!.id);
	onCall.members.add(users.get(cast.sydney)!.id);
	addOutsiders(builder, founded, administrators);

	const automation = automationUser(builder, main, [...IAM_PERMISSIONS, ...MANAGEMENT_PERMISSIONS]);
	const govAutomation = automationUser(builder, gov, IAM_PERMISSIONS);
	const ours = builder.role(data, OUR_POLICY, trustOf([userArn(main, automation)], { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } }));
	ours.attached.push(admitAutomation(builder, data, IAM_PERMISSIONS).arn);
	for (const account of [main, data, gov]) {
		const partition = account.partition;
		builder.role(account, 'AWSServiceRoleForSupport', { Principal: { Service: 'support.amazonaws.com' } }, { path: '/aws-service-role/support.amazonaws.com/' });
		builder.role(account, 'OrganizationAccountAccessRole', trustOf([`arn:${partition}:iam::${partition === 'aws' ? MAIN : GOV}:root`]), { attached: [awsPolicyArn(partition, 'AdministratorAccess')] });
	}
	builder.password(builder.user(gov, localPart(cast.leaverManager.workEmail), { [PERSON_TAG]: cast.leaverManager.id }));
	return { ...founded, users, automation, govAutomation, automationRoleArn: iamArn(data, `role/${OUR_POLICY}`) };
}
