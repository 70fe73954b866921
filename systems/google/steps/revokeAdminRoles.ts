import { change, satisfied, type Left } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Google } from '../client';
import { each } from '../../http/gone';
import { inTurn } from '../inTurn';
import type { GoogleAccount } from '../find';
import { getUser, usersPath } from '../user';
import { customer, googleStep } from './_google';

type Role = { assignment: string; role: string; name: string; direct: boolean; scope: string; orgUnit: string | null; condition: string | null };
type Roles = { superAdmin: boolean; roles: Role[] };

const direct = ({ roles }: Roles) => roles.filter((role) => role.direct);
const left = ({ roles }: Roles): Left[] => roles.filter((role) => !role.direct).map(({ name }) => ({ what: name, why: 'comes with a group; it goes with the membership' }));
const described = (superAdmin: boolean, roles: readonly Role[]) => [...(superAdmin ? ['super admin'] : []), ...roles.map(({ name }) => name)].join(', ');
const sameRight = (a: Role, b: Role) => a.role === b.role && a.scope === b.scope && a.orgUnit === b.orgUnit && a.condition === b.condition;
const assignments = `${customer}/roleassignments`;

const readRoles = async (google: Google, { id }: GoogleAccount): Promise<Roles> => {
	const [user, held, known] = await Promise.all([
		getUser(google, id),
		google.directory.list(assignments, 'items', { userKey: id, includeIndirectRoleAssignments: true, maxResults: 200 }),
		google.directory.list(`${customer}/roles`, 'items', { maxResults: 100 }),
	]);
	const roleOf = new Map(known.map((role) => [String(role['roleId']), role]));
	return {
		superAdmin: user.isSuperAdmin,
		roles: held.flatMap((row) => {
			const role = parse.text(row['roleId'], 'roleassignment.roleId');
			// Listed like the others, and given and taken by a call of its own.
			if (roleOf.get(role)?.['isSuperAdminRole'] === true) return [];
			return [{
				assignment: parse.text(row['roleAssignmentId'], 'roleassignment.roleAssignmentId'),
				role,
				name: parse.optionalText(roleOf.get(role)?.['roleName'], 'role.roleName') ?? role,
				direct: String(row['assignedTo']) === id,
				scope: parse.optionalText(row['scopeType'], 'roleassignment.scopeType') ?? 'CUSTOMER',
				orgUnit: parse.optionalText(row['orgUnitId'], 'roleassignment.orgUnitId'),
				condition: parse.optionalText(row['condition'], 'roleassignment.condition'),
			}];
		}),
	};
};

/** Without its condition an assignment would give more than was taken. */
const assignmentOf = ({ role, scope, orgUnit, condition }: Role, { id }: GoogleAccount) => ({
	roleId: role,
	assignedTo: id,
	scopeType: scope,
	...(orgUnit === null ? {} : { orgUnitId: orgUnit }),
	...(condition === null ? {} : { condition }),
});

const makeAdmin = async ({ directory }: Google, { id }: GoogleAccount, status: boolean): Promise<void> => {
	await directory.send('POST', `${usersPath(id)}/makeAdmin`, { status });
};

export const revokeAdminRoles = googleStep<Roles>({
	id: 'revokeAdminRoles',
	label: 'Revoke Admin Roles',
	danger: 'The person loses super admin and every admin role assigned to them directly. Restore Access assigns them again.',
	needs: ['admin.directory.rolemanagement', 'admin.directory.user'],
	readBackFrom: 'admin roles of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['Service accounts and API clients the person set up as an admin: they belong to nobody and work until somebody removes them'],
	stage: 'clean-up',
	// Roles that come with a group vanish with the membership; looked at afterwards, only real remainders are reported.
	after: ['removeFromGroups'],

	read: readRoles,
	plan: (state) =>
		!state.superAdmin && direct(state).length === 0 ? satisfied('No admin role of their own', left(state)) : change(`Revoke ${described(state.superAdmin, direct(state))}`, left(state)),
	apply: (google, account, state) =>
		inTurn([
			async () => state.superAdmin && makeAdmin(google, account, false),
			() => each(direct(state), ({ assignment }) => google.directory.send('DELETE', assignments + path`/${assignment}`)),
		]),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.superAdmin || gone.roles.length > 0 ? change(`Assign ${described(gone.superAdmin, gone.roles)}`) : satisfied('The same admin roles as before');
		},
		apply: async (google, account, now, before) => {
			const gone = missing(now, before);
			await inTurn([
				async () => gone.superAdmin && makeAdmin(google, account, true),
				...gone.roles.map((role) => () => google.directory.send('POST', assignments, assignmentOf(role, account))),
			]);
		},
	},
});

/** An assignment gets a new id when it is made again, so it is the right that is compared. */
const missing = (now: Roles, before: Roles): Roles => ({
	superAdmin: before.superAdmin && !now.superAdmin,
	roles: direct(before).filter((role) => !direct(now).some((held) => sameRight(held, role))),
});
