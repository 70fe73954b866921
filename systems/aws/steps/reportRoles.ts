import { nothingToUndo, satisfied, type Left } from '../../../lifecycle/step';
import { rolesElsewhere, rolesNaming, type NamingRole } from '../roles';
import { awsStep } from './_aws';

type Roles = { roles: NamingRole[]; elsewhere: string[] };

const left = ({ roles, elsewhere }: Roles): Left[] => [
	...roles
		.filter(({ denied }) => !denied)
		.map(({ name, seconds, until }) => ({
			what: `Role ${name}`,
			why: `its trust policy names the user. A session that was begun before the deny lasts up to ${seconds / 3_600} hours, so until ${until} at the latest. Take the user out of the trust policy; to end sessions at once, tick Deny Role Sessions or revoke the sessions of the role in the IAM console`,
		})),
	...elsewhere.map((arn) => ({
		what: arn,
		why: 'a role of another account, which a policy of the user names. A session that was begun before the deny lasts up to 12 hours; how long exactly, and whether it trusts the user, is to be seen in that account',
	})),
];

export const reportRoles = awsStep<Roles>({
	id: 'reportRoles',
	label: 'Report Roles They May Assume',
	danger: 'Nothing is changed. Roles of the account whose trust policy names the user are listed, and roles of other accounts that policies of the user name, with the time until which a session begun before may go on.',
	needs: ['iam:ListRoles', 'iam:GetRolePolicy', 'iam:ListUserPolicies', 'iam:GetUserPolicy'],
	readBackFrom: 'trust policies of all roles of the account, policies written into the user',
	givenBack: 'nothing is taken',
	closes: 'sign-in',
	remains: ['Roles that trust the whole account, roles of other accounts that no policy of the user names, and roles assumed from a role: their sessions end by themselves within 12 hours'],
	stage: 'cut',
	// A session begun before the deny is what is reported, so the time counts from then on.
	after: ['denyEverything', 'endRoleSessions'],
	readsLong: true,

	read: async (iam, account) => ({ roles: await rolesNaming(iam, account), elsewhere: await rolesElsewhere(iam, account) }),
	plan: (state) => satisfied(state.roles.length === 0 ? 'No role of this account names the user' : `${state.roles.length} ${state.roles.length === 1 ? 'role names' : 'roles name'} the user`, left(state)),
	apply: async () => {},
	undo: nothingToUndo('Nothing was taken'),
});
