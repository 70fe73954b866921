import { change, satisfied, unknown } from '../../../lifecycle/step';
import type { IdentityCenter } from '../client';
import { tryInTurn } from '../../../lifecycle/tryAll';
import { notYet, readOperations, type Operation, type Requests } from '../operation';
import { getInlinePolicy, getPermissionSet, rewritePolicy } from '../permissionSet';
import { deniedUntil, denying, lifting } from '../policy';
import { permissionSetsOf } from '../reach';
import { identityCenterStep } from './_identityCenter';

type DeniedSet = {
	arn: string;
	name: string;
	sessionSeconds: number;
	/** The person can still take sessions of it. */
	reachable: boolean;
	/** This case denied it. */
	ours: boolean;
	deniedUntil: string | null;
	/** Every session that could be denied has ended. */
	served: boolean;
};
export type Denials = { sets: DeniedSet[]; operations: Operation[] };

/** After the session duration: the access portal may hand out sessions a little longer than a user is enabled. */
const marginMs = 3_600_000;

export const readDenials = async (identityCenter: IdentityCenter, userId: string, receipt: unknown): Promise<Denials> => {
	const [reachable, before, operations] = await Promise.all([permissionSetsOf(identityCenter, userId), identityCenter.settings.deniedBefore(userId), readOperations(identityCenter, receipt)]);
	const sets = await Promise.all(
		[...new Set([...reachable, ...before])].map(async (arn): Promise<DeniedSet> => {
			const [{ name, sessionSeconds }, policy] = await Promise.all([getPermissionSet(identityCenter, arn), getInlinePolicy(identityCenter, arn)]);
			const until = deniedUntil(policy, userId);
			return { arn, name, sessionSeconds, reachable: reachable.includes(arn), ours: before.includes(arn), deniedUntil: until?.toISOString() ?? null, served: until !== null && until.getTime() <= identityCenter.now().getTime() };
		}),
	);
	return { sets, operations };
};

const names = (sets: readonly DeniedSet[]) => sets.map(({ name }) => name).join(', ');
const isDenied = ({ deniedUntil: until, served }: DeniedSet) => until !== null && !served;
const over = ({ sets }: Denials) => sets.filter(({ reachable, deniedUntil: until, served }) => !reachable && until !== null && served);
const reached = ({ sets }: Denials) => sets.filter(({ reachable }) => reachable);
const untilOf = (sets: readonly DeniedSet[]) => sets.flatMap(({ deniedUntil: until }) => until ?? []).sort().at(-1);

export const lift = async (identityCenter: IdentityCenter, userId: string, sets: readonly { arn: string; name: string }[]): Promise<Requests> => ({
	requests: await tryInTurn(sets, (set) => rewritePolicy(identityCenter, set, (text) => lifting(text, set.name, userId, identityCenter.now()))),
});

export const denySessions = identityCenterStep<Denials>({
	id: 'denySessions',
	label: 'Deny Live Sessions',
	danger:
		'Ends what the person has open in AWS accounts at once, by a statement for this person alone in the inline policy of each permission set they have. Changes permission sets that others share, and hands out whatever else was changed in them and not yet handed out. Restore Access takes the statement out.',
	needs: ['sso:ListAccountAssignmentsForPrincipal', 'sso:DescribePermissionSet', 'sso:GetInlinePolicyForPermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:DeleteInlinePolicyFromPermissionSet', 'sso:ProvisionPermissionSet', 'sso:DescribePermissionSetProvisioningStatus', 'identitystore:ListGroupMembershipsForMember'],
	readBackFrom: 'inline policies of the permission sets, and whether each reached its accounts',
	givenBack: 'yes; the statement is also taken out when the case is run again after its end, and by the next case that denies somebody in the same permission set',
	closes: 'sign-in',
	remains: ['Sessions of permission sets that were taken from the person before this case: they go on until their session duration is over', 'What a session made while it lived and does not need it any more, such as access keys of IAM users or addresses signed in advance by other keys'],
	stage: 'cut',
	optional: true,
	// Whatever changes it comes after it.
	readsLong: true,

	read: (identityCenter, { id }, receipt) => readDenials(identityCenter, id, receipt),
	plan: (state) => {
		const open = reached(state).filter((set) => !isDenied(set));
		const done = over(state);
		const pending = notYet(state.operations);
		if (open.length > 0) return change(`Deny sessions of ${names(open)}`);
		if (done.length > 0) return change(`Take the statement out of ${names(done)}, where the sessions have ended`);
		if (pending) return pending;
		const denied = reached(state);
		if (denied.length === 0) {
			const until = untilOf(state.sets);
			return satisfied(until === undefined ? 'No permission set gives them sessions' : `Their sessions are denied until ${until}; run the case again after that, and the statement is taken out`);
		}
		const what = `Sessions of ${names(denied)} are denied until ${untilOf(denied)}`;
		return state.operations.length > 0 ? satisfied(`${what}; run the case again after that, and the statement is taken out`) : unknown(`${what}; hand the policies out to the accounts`);
	},
	apply: async (identityCenter, { id }, state): Promise<Requests> => {
		const now = identityCenter.now();
		const done = over(state);
		const denied = await tryInTurn(reached(state), (set) =>
			rewritePolicy(identityCenter, set, (text) => {
				const until = deniedUntil(text, id);
				return until !== null && until > now ? text : denying(text, set.name, id, new Date(now.getTime() + set.sessionSeconds * 1_000 + marginMs), now);
			}),
		);
		return { requests: [...denied, ...(await lift(identityCenter, id, done)).requests] };
	},

	undo: {
		plan: (now, before) => {
			const mine = now.sets.filter(({ arn, ours }) => ours && before.sets.every((set) => set.arn !== arn || set.deniedUntil === null));
			const denied = mine.filter(({ deniedUntil: until }) => until !== null);
			if (denied.length > 0) return change(`Take the statement out of ${names(denied)}`);
			const pending = notYet(now.operations);
			if (pending) return pending;
			if (mine.length === 0) return satisfied('No sessions were denied by this case');
			return now.operations.length > 0 ? satisfied(`No sessions of ${names(mine)} are denied to them`) : unknown(`No statement in ${names(mine)} denies their sessions; hand the policies out to the accounts`);
		},
		apply: (identityCenter, { id }, now) => lift(identityCenter, id, now.sets.filter(({ ours }) => ours)),
	},
});
