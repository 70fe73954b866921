import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { path } from '../../http/path';
import { parse } from '../client';
import { quoted } from '../../http/microsoft/find';
import { each } from '../../http/gone';
import { roleAssignments, roleNames } from '../roles';
import { parseId } from '../../http/microsoft/user';
import { entraStep } from './_entra';
import { eligibleRoles } from './removeEligibility';

/** Whoever is eligible for a role may have made themselves one for an hour: nothing here tells that from one for good. */
type Role = { id: string; role: string; name: string; scope: string; eligible: boolean };
type Roles = { roles: Role[] };

const names = (roles: readonly Role[]) => roles.map(({ name, scope }) => (scope === '/' ? name : `${name} (for ${scope})`)).join(', ');
const sameRight = (a: Role, b: Role) => a.role === b.role && a.scope === b.scope;

export const removeRoles = entraStep<Roles>({
	id: 'removeRoles',
	label: 'Remove Directory Roles',
	danger: 'The person loses every directory role assigned to them directly, also those they have activated. Restore Access assigns them again.',
	needs: ['RoleManagement.ReadWrite.Directory'],
	readBackFrom: 'role assignments of the account',
	givenBack: 'yes; roles they are eligible for they activate again',
	closes: 'entitlements',
	remains: ['Azure subscriptions have roles of their own, and so do Exchange, Intune and other workloads: look there as well'],
	stage: 'cut',

	read: async (entra, { id }) => {
		const rows = await entra.list(roleAssignments, { $filter: `principalId eq ${quoted(id)}` });
		const known = await roleNames(entra, rows);
		const eligible = rows.length === 0 ? [] : await eligibleRoles(entra, id);
		return {
			roles: rows.map((row) => {
				const role = parse.text(row['roleDefinitionId'], 'roleAssignment.roleDefinitionId');
				const scope = parse.text(row['directoryScopeId'], 'roleAssignment.directoryScopeId');
				return { id: parseId(row['id'], 'roleAssignment.id'), role, name: known.get(role) ?? role, scope, eligible: eligible.some((one) => one.target === role && one.scope === scope) };
			}),
		};
	},
	plan: ({ roles }) => (roles.length === 0 ? satisfied('No directory role of their own') : change(`Remove ${names(roles)}`)),
	apply: (entra, _account, { roles }) => each(roles, ({ id }) => entra.send('DELETE', `${roleAssignments}/${path`${id}`}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			const forGood = gone.filter(({ eligible }) => !eligible);
			if (forGood.length > 0) return change(`Assign ${names(forGood)}`);
			if (gone.length > 0) return impossible(`${names(gone)}: they are eligible for it, and may have activated it for a while only, so it is not given for good. They activate it again, or somebody assigns it`, 'pending');
			return satisfied('The same directory roles as before');
		},
		apply: (entra, { id }, now, before) => tryEach(missing(now, before).filter(({ eligible }) => !eligible), ({ role, scope }) => entra.send('POST', roleAssignments, { principalId: id, roleDefinitionId: role, directoryScopeId: scope })),
	},
});

/** An assignment gets a new id when it is made again, so it is the right that is compared. */
const missing = (now: Roles, before: Roles): Role[] => before.roles.filter((role) => !now.roles.some((held) => sameRight(held, role)));
