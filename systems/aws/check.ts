import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { AwsConnection } from '../http/aws/connection';
import { callerIdentity } from '../http/aws/identity';
import { partitionOf } from '../http/aws/places';
import type { KeySource } from '../http/aws/signing';
import { queryClient, type Query, type QueryInput } from '../http/aws/query';
import { parse, iamService } from './client';
import { awsGiving } from './giving';
import { awsSteps } from './index';
import { denyPolicyArn } from './policies';

type Needing = { label: string; needs: readonly string[] };

/** Whatever stands on a permission, by the name it has in the node. */
const everything: readonly Needing[] = [
	...awsSteps,
	{ label: 'finding the user', needs: ['iam:GetUser', 'iam:ListUserTags', 'iam:GetAccountAuthorizationDetails'] },
	{ label: 'List Accounts', needs: ['iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'] },
	{ label: 'Grant Access', needs: [...awsGiving.create.needs, ...awsGiving.steps.flatMap(({ needs }) => needs)] },
];

/** Every permission, once. */
export const permissionsNeeded: readonly string[] = [...new Set(everything.flatMap(({ needs }) => needs))].sort();

const usedBy = (permission: string): string => [...new Set(everything.filter(({ needs }) => needs.includes(permission)).map(({ label }) => label))].join(', ');

/** Nobody is called like that: asked about it, IAM says "not there" to whoever may ask, and "denied" to whoever may not. */
const nobody = 'jml-permission-probe';

const reads: readonly [action: string, input: QueryInput][] = [
	['GetUser', { UserName: nobody }],
	['ListUserTags', { UserName: nobody }],
	['GetAccountAuthorizationDetails', { Filter: ['User'], MaxItems: 1 }],
	['ListAttachedUserPolicies', { UserName: nobody }],
	['ListUserPolicies', { UserName: nobody }],
	['GetUserPolicy', { UserName: nobody, PolicyName: nobody }],
	['ListAccessKeys', { UserName: nobody }],
	['GetLoginProfile', { UserName: nobody }],
	['ListMFADevices', { UserName: nobody }],
	['ListServiceSpecificCredentials', { UserName: nobody }],
	['ListSSHPublicKeys', { UserName: nobody }],
	['ListSigningCertificates', { UserName: nobody }],
	['ListGroupsForUser', { UserName: nobody }],
	['ListRoles', { MaxItems: 1 }],
	['GetRolePolicy', { RoleName: nobody, PolicyName: nobody }],
];

/** What the keys lack, by name, and what will not work without it. Nothing is changed. Without `worksWith` it is not known yet whether the keys of the credential are those that are worked with. */
export const checkAws = async (connection: AwsConnection, worksWith: KeySource | null = null): Promise<Check> => {
	const keys = worksWith ?? connection.own;
	const { arn, accountId } = await callerIdentity(connection.sts(keys, () => {}));
	if (arn.endsWith(':root')) return { ok: false, message: `These are keys of the root user of the account ${accountId}. Delete them, and make a user for this pack with the permissions it needs` };
	const query = queryClient(connection.http('iam', keys), iamService, () => {});
	const lacking = new Set<string>();
	for (const [action, input] of reads) if (await isDenied(query, action, input)) lacking.add(`iam:${action}`);
	if (lacking.size === reads.length && worksWith === null) {
		return { ok: true, message: `Connected as ${arn}. These keys may do nothing in IAM themselves, which is right where the node assumes a role in each account; there, the roles need the permissions` };
	}
	const simulated = await simulatedDenials(query, arn, accountId, connection.region);
	for (const permission of simulated ?? ['iam:SimulatePrincipalPolicy']) lacking.add(permission);
	if (lacking.size > 0) {
		const missing = [...lacking].sort();
		const parts = missing.map((permission) => `${permission} (${usedBy(permission)})`);
		const unseen = simulated === null ? ' Which permissions to change something are missing can be told only with iam:SimulatePrincipalPolicy.' : '';
		return { ok: false, message: `Connected as ${arn}, but it lacks ${parts.join('; ')}.${unseen} Where a step is not ticked, what only that step needs may be missing`, missing };
	}
	return { ok: true, message: `Connected as ${arn}, and every permission the steps need is granted` };
};

const isDenied = async (query: Query, action: string, input: QueryInput): Promise<boolean> => {
	try {
		await query(action, input, { readsOnly: true });
		return false;
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden') return true;
		if (problem.code === 'not_found') return false;
		throw problem;
	}
};

/** What AWS's simulator says the caller may not do; null where it may not be asked. Service control policies are beyond it. */
const simulatedDenials = async (query: Query, arn: string, accountId: string, region: string): Promise<string[] | null> => {
	const source = principalOf(arn);
	if (source === null) return null;
	try {
		const partition = partitionOf(region).id;
		// The right to attach policies is best confined to this one.
		const context = { ContextKeyName: 'iam:PolicyARN', ContextKeyValues: [denyPolicyArn(partition)], ContextKeyType: 'string' };
		const denied: string[] = [];
		for (const [kind, actions] of byResource(permissionsNeeded)) {
			const resource = `arn:${partition}:iam::${accountId}:${kind}/${kind === 'user' ? 'staff/' : ''}${nobody}`;
			const answer = await query('SimulatePrincipalPolicy', { PolicySourceArn: source, ActionNames: actions, ResourceArns: [resource], ContextEntries: [context] }, { readsOnly: true });
			const results = parse.array(answer['EvaluationResults'], 'EvaluationResults').map((value) => parse.object(value, 'EvaluationResult'));
			denied.push(...results.filter((result) => result['EvalDecision'] !== 'allowed').map((result) => parse.text(result['EvalActionName'], 'EvalActionName')));
		}
		return denied;
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden' || problem.code === 'not_found') return null;
		throw problem;
	}
};

const resourceOf = (permission: string): string => (/Role/.test(permission) ? 'role' : /(To|From)Group$/.test(permission) ? 'group' : 'user');

const byResource = (permissions: readonly string[]): [kind: string, actions: string[]][] =>
	['user', 'group', 'role'].map((kind) => [kind, permissions.filter((permission) => resourceOf(permission) === kind)]);

/** The simulator knows users and roles, not sessions of roles. */
const principalOf = (arn: string): string | null => {
	if (/:user\//.test(arn)) return arn;
	const [, partition, account, role] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
	return role === undefined ? null : `arn:${partition}:iam::${account}:role/${role}`;
};
