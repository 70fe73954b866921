import { change, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { each } from '../../http/gone';
import { denialFor, rolePolicyName, rolesNaming, type NamingRole } from '../roles';
import { awsStep } from './_aws';

type Roles = {
	roles: NamingRole[];
	/** What the deny of this person is called in a role. */
	policy: string;
};

const open = ({ roles }: Roles) => roles.filter(({ forcedBy, denied }) => forcedBy !== null && !denied);
const names = (roles: readonly NamingRole[]) => roles.map(({ name }) => name).join(', ');

const left = ({ roles }: Roles): Left[] =>
	roles
		.filter(({ forcedBy }) => forcedBy === null)
		.map(({ name }) => ({
			what: `Role ${name}`,
			why: 'its trust policy does not force sessions to carry the user name, so theirs cannot be told from those of others. Let it require sts:RoleSessionName or sts:SourceIdentity to equal ${aws:username}; or revoke all its sessions in the IAM console, which ends everybody\'s',
		}));

const writtenSince = (now: Roles, before: Roles) => now.roles.filter(({ id, written }) => written && !before.roles.some((role) => role.id === id && role.written));

/** Roles in which the case wrote a deny, and that lead to the user no more: the place is named, for a deny may be forgotten there. */
const lostSight = (now: Roles, before: Roles): Left[] =>
	open(before)
		.filter(({ id }) => !now.roles.some((role) => role.id === id))
		.map(({ name }) => ({ what: `Role ${name}`, why: `its trust policy does not name the user any more, or it is gone, so nothing was changed in it. Where it still has the policy ${before.policy}, delete that in the IAM console before the person may assume it again` }));

export const endRoleSessions = awsStep<Roles>({
	id: 'endRoleSessions',
	label: 'Deny Role Sessions',
	danger:
		'In each role whose trust policy names the user and forces sessions to carry the user name, a policy denies everything to sessions of this person, and of nobody else. Where nothing forces that, the role is reported instead. Restore Access deletes the policy.',
	needs: ['iam:ListRoles', 'iam:GetRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
	readBackFrom: 'the policy in each role',
	givenBack: 'yes',
	closes: 'sign-in',
	stage: 'cut',
	after: ['denyEverything'],
	optional: true,
	readsLong: true,

	read: async (iam, account) => ({ roles: await rolesNaming(iam, account), policy: rolePolicyName(account) }),
	plan: (state) => {
		const todo = open(state);
		return todo.length === 0 ? satisfied('Denied in each role where this person can be told from others', left(state)) : change(`Deny this person's sessions of ${names(todo)}`, left(state));
	},
	apply: (iam, account, state) =>
		tryEach(open(state), ({ name, id, forcedBy }) => iam.change('PutRolePolicy', { RoleName: name, PolicyName: rolePolicyName(account), PolicyDocument: JSON.stringify(denialFor(id, forcedBy!, account.name)) })),

	undo: {
		plan: (now, before) => {
			const written = writtenSince(now, before);
			return written.length === 0 ? satisfied('No role that names the user denies them more than before', lostSight(now, before)) : change(`Lift the deny in ${names(written)}`, lostSight(now, before));
		},
		apply: (iam, account, now, before) => each(writtenSince(now, before), ({ name }) => iam.change('DeleteRolePolicy', { RoleName: name, PolicyName: rolePolicyName(account) })),
	},
});
