import type { Clock } from '../../clock';
import { cast } from '../../company';
import type { Person } from '../../company';
import { provision, roleFor } from '../identityCenter/provisioning';
import type { AccountAssignment, CenterGroup, CenterUser, IdentityCenter, PermissionSet } from '../identityCenter/state';
import { accountOf, awsPolicyArn } from '../names';
import { mintSession } from '../routes/sts';
import { nextUuid } from '../state';
import { DATA, hasAccount, MAIN } from './accounts';
import type { Builder } from './builder';

const HOUR = 3_600_000;
const INSTANCE = 'ssoins-6987a1b2c3d4e5f6';
const ISSUER = 'https://kestrel.example/hr';

export const emptyCenter = (clock: Clock): IdentityCenter => ({
	instanceArn: `arn:aws:sso:::instance/${INSTANCE}`,
	identityStoreId: 'd-9967abcdef',
	region: 'eu-central-1',
	ownerAccountId: MAIN,
	createdAt: clock.now() - 800 * 86_400_000,
	users: new Map(),
	groups: new Map(),
	memberships: new Map(),
	permissionSets: new Map(),
	assignments: [],
	applications: new Map(),
	jobs: new Map(),
});

function employ({ state, clock }: Builder, person: Person, userName = person.workEmail): CenterUser {
	const { id, firstName, lastName, leftOn } = person;
	const user: CenterUser = {
		id: nextUuid(state),
		userName,
		name: { GivenName: firstName, FamilyName: lastName },
		displayName: `${firstName} ${lastName}`,
		emails: [{ Value: userName === person.workEmail || person === cast.otherLogin ? person.workEmail : userName, Type: 'work', Primary: true }],
		externalIds: [{ Issuer: ISSUER, Id: id }],
		enabled: leftOn === undefined,
		attributes: {},
		portalSessions: [],
		...(leftOn === undefined ? {} : { disabledAt: clock.now() + leftOn * 86_400_000 }),
	};
	state.identityCenter.users.set(user.id, user);
	return user;
}

function permissionSet({ state, clock }: Builder, name: string, managed: string): PermissionSet {
	const arn = `arn:aws:sso:::permissionSet/${INSTANCE}/ps-${nextUuid(state).slice(0, 13).replaceAll('-', '')}`;
	const made = { arn, name, description: name, sessionDuration: 'PT12H', createdAt: clock.now() - 700 * 86_400_000, inlinePolicy: '', managedPolicies: [{ Name: managed, Arn: awsPolicyArn('aws', managed) }] };
	state.identityCenter.permissionSets.set(arn, made);
	return made;
}

function assign(builder: Builder, accountId: string, { arn }: PermissionSet, principal: Pick<AccountAssignment, 'principalId' | 'principalType'>): void {
	builder.state.identityCenter.assignments.push({ accountId, permissionSetArn: arn, ...principal });
	provision(builder, arn, accountId);
}

/** Signed in at the portal, and with a role in an account. */
export function takeRole({ state, clock }: Pick<Builder, 'state' | 'clock'>, user: CenterUser, accountId: string, permissionSetArn: string, hoursAgo = 0): void {
	const role = roleFor(accountOf(state, accountId), state.identityCenter.permissionSets.get(permissionSetArn)!)!;
	const as = { kind: 'role' as const, roleName: role.name, sessionName: user.userName, identityStoreUserId: user.id, chained: false };
	mintSession({ state, now: clock.now() }, { accountId, as }, role.maxSessionSeconds, clock.now() - hoursAgo * HOUR);
}

/** Returns Identity Center's user ids by person id. */
export function openIdentityCenter(builder: Builder, staff: readonly Person[]): Map<string, string> {
	const { state, ago } = builder;
	const { identityCenter } = state;
	const users = new Map(staff.filter(hasAccount).map((person) => [person, employ(builder, person, person === cast.otherLogin ? 'avisser@kestrel.example' : person.workEmail)]));
	employ(builder, cast.ambiguous, 'tariq.aziz.test@kestrel.example');

	const group = (displayName: string): CenterGroup => {
		const made = { id: nextUuid(state), displayName, description: displayName };
		identityCenter.groups.set(made.id, made);
		return made;
	};
	const join = ({ id: groupId }: CenterGroup, { id: userId }: CenterUser) => {
		const id = nextUuid(state);
		identityCenter.memberships.set(id, { id, groupId, userId });
	};
	const departments = new Map([...new Set(staff.map(({ department }) => department))].map((name) => [name, group(name)]));
	for (const [{ department }, user] of users) if (user.enabled) join(departments.get(department)!, user);
	const onCall = group('On-call');
	const admins = group('Cloud Administrators');
	const leaver = users.get(cast.leaver)!;
	for (const person of [cast.leaver, cast.sydney]) join(onCall, users.get(person)!);
	join(admins, users.get(cast.superAdmin)!);

	const developer = permissionSet(builder, 'Developer', 'PowerUserAccess');
	const readOnly = permissionSet(builder, 'ReadOnly', 'ReadOnlyAccess');
	const administrator = permissionSet(builder, 'Administrator', 'AdministratorAccess');
	const [engineering, direct] = [{ principalId: departments.get('Engineering')!.id, principalType: 'GROUP' as const }, { principalId: leaver.id, principalType: 'USER' as const }];
	assign(builder, MAIN, readOnly, engineering);
	assign(builder, DATA, developer, direct);
	assign(builder, MAIN, developer, direct);
	assign(builder, DATA, readOnly, { principalId: onCall.id, principalType: 'GROUP' });
	assign(builder, MAIN, administrator, { principalId: admins.id, principalType: 'GROUP' });

	const application = (name: string, assigned: (typeof engineering | typeof direct)[]) => {
		const arn = `arn:aws:sso::${MAIN}:application/${INSTANCE}/apl-${nextUuid(state).slice(0, 13).replaceAll('-', '')}`;
		identityCenter.applications.set(arn, { arn, name, assigned });
	};
	application('Dashboards', [direct]);
	application('Notebooks', [engineering, direct]);
	application('Wiki', [engineering]);

	leaver.portalSessions.push({ startedAt: ago(0.1) });
	takeRole(builder, leaver, DATA, developer.arn, 3);
	return new Map([...users].map(([person, { id }]) => [person.id, id]));
}
