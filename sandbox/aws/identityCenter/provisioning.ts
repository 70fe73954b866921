import type { Place } from '../call';
import { accountOf } from '../names';
import { nextId, type Account, type Role } from '../state';
import type { PermissionSet } from './state';

const INLINE = 'AwsSSOInlinePolicy';

/** The role a permission set has become in an account. */
export const roleFor = ({ roles }: Account, { name }: PermissionSet): Role | undefined => [...roles.values()].find((role) => role.path.startsWith('/aws-reserved/') && role.name.startsWith(`AWSReservedSSO_${name}_`));

const madeIn = ({ state, clock }: Place, account: Account, { name }: PermissionSet): Role => {
	const id = nextId(state, 'AROA');
	const role: Role = {
		name: `AWSReservedSSO_${name}_${id.slice(-16).toLowerCase()}`,
		id,
		path: `/aws-reserved/sso.amazonaws.com/${state.identityCenter.region}/`,
		createdAt: clock.iso(),
		description: '',
		maxSessionSeconds: 43_200,
		trust: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Federated: `arn:${account.partition}:iam::${account.id}:saml-provider/AWSSSO_DO_NOT_DELETE` }, Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'] }] }),
		tags: [],
		attached: [],
		inline: new Map(),
	};
	account.roles.set(role.name.toLowerCase(), role);
	return role;
};

/** Only then what was written into a permission set reaches an account. */
export function provision(place: Place, permissionSetArn: string, accountId: string): void {
	const permissionSet = place.state.identityCenter.permissionSets.get(permissionSetArn);
	if (permissionSet === undefined) return;
	const account = accountOf(place.state, accountId);
	const role = roleFor(account, permissionSet) ?? madeIn(place, account, permissionSet);
	role.attached = permissionSet.managedPolicies.map(({ Arn }) => Arn);
	role.inline = new Map(permissionSet.inlinePolicy === '' ? [] : [[INLINE, permissionSet.inlinePolicy]]);
}
