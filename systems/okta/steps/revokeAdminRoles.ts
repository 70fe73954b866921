import { change, satisfied, type Left } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each, isInert, listUnlessDeactivated, onPaper } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep } from './_okta';

type Role = { id: string; type: string; label: string; assignedTo: string; role: string | null; resourceSet: string | null };
type Roles = { roles: Role[]; inert: boolean };

const direct = ({ assignedTo }: Role) => assignedTo === 'USER';
const left = ({ roles }: Roles): Left[] =>
	roles.filter((role) => !direct(role)).map(({ label }) => ({ what: label, why: 'comes with a group; it goes with the membership, so remove the person from that group where it is mastered' }));
const labels = (roles: readonly Role[]) => roles.map(({ label }) => label).join(', ');
const sameRight = (a: Role, b: Role) => a.type === b.type && a.role === b.role && a.resourceSet === b.resourceSet;

export const revokeAdminRoles = oktaStep<Roles>({
	id: 'revokeAdminRoles',
	label: 'Revoke Admin Roles',
	danger: 'The person loses every admin role assigned to them directly. Restore Access assigns them again.',
	needs: ['okta.roles.read', 'okta.roles.manage'],
	readBackFrom: 'admin roles of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['Apps and service apps the person set up as an admin, with keys they may know: they belong to nobody and work until somebody removes them'],
	stage: 'cut',
	// Roles that come with a group vanish with the membership; looked at afterwards, only real remainders are reported.
	after: ['removeFromGroups'],

	read: async (okta, { id }, receipt) => {
		const roles = await listUnlessDeactivated(okta, id, `${usersPath(id)}/roles`);
		return {
			roles: roles.map((role) => ({
				id: parse.text(role['id'], 'role.id'),
				type: parse.text(role['type'], 'role.type'),
				label: parse.optionalText(role['label'], 'role.label') ?? parse.text(role['type'], 'role.type'),
				assignedTo: parse.text(role['assignmentType'], 'role.assignmentType'),
				role: parse.optionalText(role['role'], 'role.role'),
				resourceSet: parse.optionalText(role['resource-set'], 'role.resource-set'),
			})),
			inert: isInert(receipt),
		};
	},
	plan: (state) => {
		const mine = state.roles.filter(direct);
		if (mine.length > 0 && state.inert) return onPaper(labels(mine));
		return mine.length === 0 ? satisfied('No admin role of their own', left(state)) : change(`Revoke ${labels(mine)}`, left(state));
	},
	apply: (okta, { id }, { roles }) => each(okta, id, roles.filter(direct), (role) => okta.send('DELETE', usersPath(id) + path`/roles/${role.id}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same admin roles as before') : change(`Assign ${labels(gone)}`);
		},
		apply: async (okta, { id }, now, before) => {
			for (const { type, role, resourceSet } of missing(now, before)) {
				await okta.send('POST', `${usersPath(id)}/roles`, { body: { type, ...(role ? { role } : {}), ...(resourceSet ? { 'resource-set': resourceSet } : {}) } });
			}
		},
	},
});

/** An assignment gets a new id when it is made again, so it is the right that is compared. */
const missing = (now: Roles, before: Roles): Role[] => before.roles.filter((role) => direct(role) && !now.roles.some((held) => direct(held) && sameRight(held, role)));
