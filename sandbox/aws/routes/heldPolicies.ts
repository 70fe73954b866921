import type { AwsRoute } from '../call';
import { limitExceeded, noSuchEntity, refuse } from '../errors';
import { checkDocument } from '../policy/checked';
import { encodeDocument } from '../policy/document';
import { iam, optional, page, required, type QueryCall } from '../query';
import type { ManagedPolicy, PolicyHolder } from '../state';
import { requiredUser } from '../users';
import { groupNamed } from './groups';
import { changeableRole, roleIn } from './roles';
import { policyAt } from './users';

interface Kind {
	/** `User`, as in PutUserPolicy. */
	name: 'User' | 'Group' | 'Role';
	/** Characters of inline policies, blanks not counted. */
	inlineLimit: number;
	read(call: QueryCall): PolicyHolder;
	change(call: QueryCall): PolicyHolder;
}

const MOST_ATTACHED = 10;

const sizeOf = (documents: Iterable<string>) => [...documents].reduce((sum, document) => sum + document.replaceAll(/\s/g, '').length, 0);

const byText = (one: string, other: string) => (one < other ? -1 : 1);

export const showAttached = ({ name, arn }: Pick<ManagedPolicy, 'name' | 'arn'>) => ({ PolicyName: name, PolicyArn: arn });

function inlineNamed({ name: kind }: Kind, { inline }: PolicyHolder, name: string): string {
	const document = inline.get(name);
	if (document === undefined) throw noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
	return document;
}

const routesOf = (kind: Kind): AwsRoute[] => {
	const { name, read, change, inlineLimit } = kind;
	return iam({
		[`Attach${name}Policy`]: (call) => {
			const holder = change(call);
			const { arn } = policyAt(call.account, required(call, 'PolicyArn'));
			if (holder.attached.includes(arn)) return;
			if (holder.attached.length >= MOST_ATTACHED) throw limitExceeded(`PoliciesPer${name}`, MOST_ATTACHED);
			holder.attached.push(arn);
		},
		[`Detach${name}Policy`]: (call) => {
			const holder = change(call);
			const arn = required(call, 'PolicyArn');
			if (!holder.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
			holder.attached = holder.attached.filter((one) => one !== arn);
		},
		[`ListAttached${name}Policies`]: (call) => {
			const prefix = optional(call, 'PathPrefix') ?? '/';
			const attached = read(call).attached.map((arn) => policyAt(call.account, arn)).filter(({ path }) => path.startsWith(prefix));
			return page(call, 'AttachedPolicies', attached, showAttached);
		},
		[`Put${name}Policy`]: (call) => {
			const holder = change(call);
			const [policy, document] = [required(call, 'PolicyName'), checkDocument(required(call, 'PolicyDocument'))];
			const size = sizeOf(new Map([...holder.inline, [policy, document]]).values());
			if (size > inlineLimit) throw refuse('LimitExceeded', `Maximum policy size of ${inlineLimit} bytes exceeded for ${name.toLowerCase()} ${required(call, `${name}Name`)}`);
			holder.inline.set(policy, document);
		},
		[`Get${name}Policy`]: (call) => {
			const policy = required(call, 'PolicyName');
			return { [`${name}Name`]: required(call, `${name}Name`), PolicyName: policy, PolicyDocument: encodeDocument(inlineNamed(kind, read(call), policy)) };
		},
		[`Delete${name}Policy`]: (call) => {
			const holder = change(call);
			const policy = required(call, 'PolicyName');
			inlineNamed(kind, holder, policy);
			holder.inline.delete(policy);
		},
		[`List${name}Policies`]: (call) => page(call, 'PolicyNames', [...read(call).inline.keys()].sort(byText), (policy) => policy),
	});
};

const groupIn = (call: QueryCall) => groupNamed(call, required(call, 'GroupName'));

export const heldPolicyRoutes = [
	...routesOf({ name: 'User', inlineLimit: 2048, read: requiredUser, change: requiredUser }),
	...routesOf({ name: 'Group', inlineLimit: 5120, read: groupIn, change: groupIn }),
	...routesOf({ name: 'Role', inlineLimit: 10_240, read: roleIn, change: changeableRole }),
];
