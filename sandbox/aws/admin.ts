import type { Clock } from '../clock';
import type { Effect } from '../server/faults';
import type { Access, CenterAccess } from './access';
import { accessInCenter, accessOfId, accessOfUser } from './access';
import { jsonError, queryError } from './errors';
import type { CenterUser } from './identityCenter/state';
import { setEnabled } from './identityCenter/users';
import { accountOf } from './names';
import { mintSession } from './routes/sts';
import { MAIN, OUR_POLICY, PERSON_TAG } from './seed/accounts';
import { allow, policy } from './seed/builder';
import { takeRole } from './seed/identityCenter';
import type { AccessKey, Account, AwsState, Session, User } from './state';
import { newAccessKey, newUser } from './state';

const HALF_A_DAY = 43_200;

export interface CenterAdmin {
	/** By id, user name or short name. */
	user(key: string): CenterUser;
	/** Everything that still gives this user access, counted; of deleted users by id. */
	accessOf(key: string): CenterAccess;
	/** What the console can do and the API may not. */
	setEnabled(key: string, enabled: boolean): void;
	/** A new portal session and a role session for the first direct assignment, as after a cut that came too late. */
	signIn(key: string): void;
}

export interface AwsAdmin {
	/** By name or id, in the main account unless another is named. */
	user(key: string, accountId?: string): User;
	/** Every user, in all accounts, whose tag says they are this person's. */
	usersOfPerson(personId: string): { accountId: string; user: User }[];
	/** Everything that still lets the person in, counted; of those who were deleted, too. */
	accessOf(key: string, accountId?: string): Access;
	/** Signs in at the console, as after a cut that came too late. Fails without a password. */
	signIn(key: string, accountId?: string): Session;
	/** A key the person makes themselves, as between a look and a cut. */
	createAccessKey(key: string, accountId?: string): AccessKey;
	/** A session of a role, taken by the person some hours ago. */
	takeRole(key: string, roleName: string, options?: { accountId?: string; roleAccountId?: string; hoursAgo?: number }): Session;
	/** What the automation may do in an account. */
	permissions(accountId?: string): string[];
	setPermissions(actions: readonly string[], accountId?: string): void;
	/** So many more users in the main account, tagged `populated-1` and so on. */
	populate(count: number): void;
	/** For a fault: what IAM, or a JSON service, answers with this code. */
	failure(code: string, message: string, protocol?: 'query' | 'json'): Effect;
	identityCenter: CenterAdmin;
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

const document = (actions: readonly string[]) => (actions.length === 0 ? policy({ Effect: 'Deny', Action: 'none:None', Resource: '*' }) : policy(allow(...actions)));

const ourPolicy = (account: Account) => [...account.policies.values()].find(({ name }) => name === OUR_POLICY)!;

function createCenterAdmin(state: AwsState, clock: Clock, { catchUp, aboutToChange }: Frame): CenterAdmin {
	const place = { state, clock };
	const user = (key: string) => {
		catchUp();
		const found = [...state.identityCenter.users.values()].find(({ id, userName }) => id === key || userName.toLowerCase() === key.toLowerCase() || userName.split('@', 1)[0] === key);
		if (found === undefined) throw new Error(`Nobody in Identity Center is called ${key}`);
		return found;
	};
	return {
		user,
		accessOf: (key) => {
			catchUp();
			return accessInCenter(place, /^[0-9a-f]{8}-/.test(key) ? key : user(key).id);
		},
		setEnabled: (key, enabled) => {
			const one = user(key);
			aboutToChange();
			setEnabled(place, one, enabled);
		},
		signIn: (key) => {
			const one = user(key);
			if (!one.enabled) throw new Error(`${one.userName} cannot sign in: disabled`);
			aboutToChange();
			one.portalSessions.push({ startedAt: clock.iso() });
			const assignment = state.identityCenter.assignments.find(({ principalId }) => principalId === one.id);
			if (assignment !== undefined) takeRole(place, one, assignment.accountId, assignment.permissionSetArn);
		},
	};
}

export function createAdmin(state: AwsState, clock: Clock, frame: Frame): AwsAdmin {
	const { catchUp, aboutToChange } = frame;
	const place = { state, clock };
	const now = () => ({ state, now: clock.now() });
	const look = (key: string, accountId = MAIN) => {
		catchUp();
		const { users } = accountOf(state, accountId);
		return users.get(key.toLowerCase()) ?? [...users.values()].find(({ id }) => id === key);
	};
	const user = (key: string, accountId = MAIN) => {
		const found = look(key, accountId);
		if (found === undefined) throw new Error(`No IAM user of ${accountId} is called ${key}`);
		return found;
	};
	return {
		user,
		usersOfPerson: (personId) =>
			[...state.accounts.values()].flatMap((account) =>
				[...account.users.values()].filter(({ tags }) => tags.some(({ Key, Value }) => Key === PERSON_TAG && Value === personId)).map((one) => ({ accountId: account.id, user: one })),
			),
		accessOf: (key, accountId = MAIN) => {
			const account = accountOf(state, accountId);
			const found = look(key, accountId);
			return found === undefined ? accessOfId(place, account.formerUsers.get(key.toLowerCase()) ?? key) : accessOfUser(place, account, found);
		},
		signIn: (key, accountId = MAIN) => {
			const one = user(key, accountId);
			if (one.loginProfile === undefined) throw new Error(`${one.name} cannot sign in: no password`);
			aboutToChange();
			one.passwordLastUsed = clock.iso();
			return mintSession(now(), { accountId, as: { kind: 'console', userId: one.id } }, HALF_A_DAY);
		},
		createAccessKey: (key, accountId) => {
			const one = user(key, accountId);
			aboutToChange();
			const made = newAccessKey(state, clock.iso());
			one.accessKeys.push(made);
			return made;
		},
		takeRole: (key, roleName, { accountId = MAIN, roleAccountId = accountId, hoursAgo = 0 } = {}) => {
			const one = user(key, accountId);
			const role = accountOf(state, roleAccountId).roles.get(roleName.toLowerCase());
			if (role === undefined) throw new Error(`There is no role ${roleName} in ${roleAccountId}`);
			aboutToChange();
			const as = { kind: 'role' as const, roleName: role.name, sessionName: one.name, chained: false };
			return mintSession(now(), { accountId: roleAccountId, as, takenBy: one.id }, role.maxSessionSeconds, clock.now() - hoursAgo * 3_600_000);
		},
		permissions: (accountId = MAIN) => (JSON.parse(ourPolicy(accountOf(state, accountId)).document) as { Statement: { Action: string[] }[] }).Statement.flatMap(({ Action }) => Action),
		setPermissions: (actions, accountId = MAIN) => {
			aboutToChange();
			ourPolicy(accountOf(state, accountId)).document = document(actions);
		},
		populate: (count) => {
			aboutToChange();
			const { users } = accountOf(state, MAIN);
			const before = [...users.keys()].filter((name) => name.startsWith('populated.')).length;
			for (let number = before + 1; number <= before + count; number += 1) {
				const name = `populated.${number}`;
				users.set(name, newUser(state, { name, path: '/staff/', createdAt: clock.iso(), tags: [{ Key: PERSON_TAG, Value: `populated-${number}` }] }));
			}
		},
		failure: (code, message, protocol = 'query') => {
			const { status, headers = {}, body } = protocol === 'query' ? queryError(code, message) : jsonError(code, message);
			return { kind: 'status', status, headers, body };
		},
		identityCenter: createCenterAdmin(state, clock, frame),
	};
}
