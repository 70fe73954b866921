import type { Xml } from '../../server/xml';
import { deleteConflict, noSuchEntity, refuse } from '../errors';
import { iamArn } from '../names';
import { checkDocument } from '../policy/checked';
import { encodeDocument } from '../policy/document';
import { iam, optional, page, required, type QueryCall } from '../query';
import type { Account, ManagedPolicy, PolicyHolder } from '../state';
import { nextId } from '../state';
import { iso } from '../times';
import { byName } from './users';

const holdersOf = ({ users, groups, roles }: Account): PolicyHolder[] => [...users.values(), ...groups.values(), ...roles.values()];
const usesOf = (account: Account, { arn }: ManagedPolicy) => holdersOf(account).filter(({ attached }) => attached.includes(arn)).length;
const boundsOf = ({ users, roles }: Account, { arn }: ManagedPolicy) => [...users.values(), ...roles.values()].filter(({ boundary }) => boundary === arn).length;

const show = (account: Account, policy: ManagedPolicy): Xml => ({
	PolicyName: policy.name,
	PolicyId: policy.id,
	Arn: policy.arn,
	Path: policy.path,
	DefaultVersionId: 'v1',
	AttachmentCount: usesOf(account, policy),
	PermissionsBoundaryUsageCount: boundsOf(account, policy),
	IsAttachable: true,
	CreateDate: iso(policy.createdAt),
	UpdateDate: iso(policy.createdAt),
});

const isOurs = ({ arn }: ManagedPolicy) => !arn.includes(':iam::aws:');

function policyIn(call: QueryCall): ManagedPolicy {
	const arn = required(call, 'PolicyArn');
	const policy = call.account.policies.get(arn);
	if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
	return policy;
}

function list(call: QueryCall) {
	const { account } = call;
	const scope = optional(call, 'Scope') ?? 'All';
	const prefix = optional(call, 'PathPrefix') ?? '/';
	const fitting = byName(account.policies.values()).filter((policy) => (scope === 'All' || (scope === 'Local') === isOurs(policy)) && policy.path.startsWith(prefix));
	const used = optional(call, 'OnlyAttached') === 'true' ? fitting.filter((policy) => usesOf(account, policy) > 0) : fitting;
	return page(call, 'Policies', used, (policy) => show(account, policy));
}

export const managedPolicyRoutes = iam({
	ListPolicies: list,
	GetPolicy: (call) => {
		const policy = policyIn(call);
		return { Policy: { ...show(call.account, policy), Description: policy.description } };
	},
	GetPolicyVersion: (call) => {
		const { document, createdAt } = policyIn(call);
		const version = required(call, 'VersionId');
		if (version !== 'v1') throw noSuchEntity(`Policy ${required(call, 'PolicyArn')} version ${version} does not exist or is not attachable.`);
		return { PolicyVersion: { Document: encodeDocument(document), VersionId: 'v1', IsDefaultVersion: true, CreateDate: iso(createdAt) } };
	},
	CreatePolicy: (call) => {
		const { account, state, clock } = call;
		const [name, path] = [required(call, 'PolicyName'), optional(call, 'Path') ?? '/'];
		const arn = iamArn(account, `policy${path}${name}`);
		if (account.policies.has(arn)) throw refuse('EntityAlreadyExists', `A policy called ${name} already exists. Duplicate names are not allowed.`);
		const policy: ManagedPolicy = { arn, name, id: nextId(state, 'ANPA'), path, description: optional(call, 'Description') ?? '', createdAt: clock.iso(), document: checkDocument(required(call, 'PolicyDocument')) };
		account.policies.set(arn, policy);
		return { Policy: show(account, policy) };
	},
	DeletePolicy: (call) => {
		const policy = policyIn(call);
		if (!isOurs(policy)) throw refuse('AccessDenied', `Policy ${policy.arn} is managed by AWS.`);
		if (usesOf(call.account, policy) + boundsOf(call.account, policy) > 0) throw deleteConflict('detach the policy from all entities');
		call.account.policies.delete(policy.arn);
	},
});
