import { asProblem } from '../../../lifecycle/problem';
import { change, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Dictionary } from '../../http/parse';
import { parse, type Entra } from '../client';
import { quoted } from '../../http/microsoft/find';
import { each } from '../../http/gone';
import { roleNames } from '../roles';
import { vendorCodeOf } from '../../http/microsoft/errors';
import { entraStep } from './_entra';

/** Something they may make themselves, for a while: an administrator, or a member or owner of a group. */
type Eligibility = { of: 'role' | 'group'; target: string; name: string; scope: string; until: string | null };
type Eligibilities = { eligibilities: Eligibility[]; today: string };

const addresses = {
	role: { list: '/v1.0/roleManagement/directory/roleEligibilitySchedules', requests: '/v1.0/roleManagement/directory/roleEligibilityScheduleRequests' },
	group: { list: '/v1.0/identityGovernance/privilegedAccess/group/eligibilitySchedules', requests: '/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests' },
} as const;

const names = (some: readonly Eligibility[]) => some.map(({ name }) => name).join(', ');
const same = (a: Eligibility, b: Eligibility) => a.of === b.of && a.target === b.target && a.scope === b.scope;

const until = (row: Dictionary): string | null => {
	const { expiration } = (row['scheduleInfo'] ?? {}) as { expiration?: { endDateTime?: unknown } | null };
	return typeof expiration?.endDateTime === 'string' ? expiration.endDateTime : null;
};

/** Privileged Identity Management is a licence of its own: where there is none, nobody is eligible for anything. */
const listed = async (entra: Entra, of: Eligibility['of'], userId: string): Promise<Dictionary[]> => {
	try {
		return await entra.list(addresses[of].list, { $filter: `principalId eq ${quoted(userId)}` });
	} catch (error) {
		const problem = asProblem(error);
		if (vendorCodeOf(problem) === 'AadPremiumLicenseRequired') return [];
		throw problem;
	}
};

export const eligibleRoles = async (entra: Entra, userId: string): Promise<Eligibility[]> => {
	const rows = await listed(entra, 'role', userId);
	const known = await roleNames(entra, rows);
	return rows.map((row) => {
		const target = parse.text(row['roleDefinitionId'], 'eligibility.roleDefinitionId');
		return { of: 'role', target, name: known.get(target) ?? target, scope: parse.text(row['directoryScopeId'], 'eligibility.directoryScopeId'), until: until(row) };
	});
};

const readGroups = async (entra: Entra, userId: string): Promise<Eligibility[]> =>
	(await listed(entra, 'group', userId)).map((row) => {
		const target = parse.text(row['groupId'], 'eligibility.groupId');
		const scope = parse.text(row['accessId'], 'eligibility.accessId');
		return { of: 'group', target, name: `${scope} of the group ${target}`, scope, until: until(row) };
	});

const ask = (entra: Entra, principalId: string, action: 'adminRemove' | 'adminAssign', { of, target, scope, until: end }: Eligibility) => {
	const what = of === 'role' ? { roleDefinitionId: target, directoryScopeId: scope } : { groupId: target, accessId: scope };
	const expiration = end === null ? { type: 'noExpiration' } : { type: 'afterDateTime', endDateTime: end };
	const schedule = action === 'adminAssign' ? { scheduleInfo: { startDateTime: new Date().toISOString(), expiration } } : {};
	return entra.send('POST', addresses[of].requests, { action, principalId, ...what, ...schedule, justification: action === 'adminRemove' ? 'Access ended' : 'Access given back' });
};

export const removeEligibility = entraStep<Eligibilities>({
	id: 'removeEligibility',
	label: 'Remove Eligibility for Roles and Groups',
	danger: 'The person can no longer make themselves an administrator, or a member of a privileged group, through Privileged Identity Management. Restore Access makes them eligible again.',
	needs: ['RoleManagement.ReadWrite.Directory', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
	readBackFrom: 'eligibility schedules of the account',
	givenBack: 'yes, until the end it had',
	closes: 'entitlements',
	stage: 'cut',

	read: async (entra, { id }) => ({
		eligibilities: (await Promise.all([eligibleRoles(entra, id), readGroups(entra, id)])).flat(),
		today: new Date().toISOString().slice(0, 10),
	}),
	plan: ({ eligibilities }) => (eligibilities.length === 0 ? satisfied('Eligible for no role and no group') : change(`Remove the eligibility for ${names(eligibilities)}`)),
	apply: (entra, { id }, { eligibilities }) => each(eligibilities, (one) => ask(entra, id, 'adminRemove', one)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			const over = before.eligibilities.filter((one) => isOver(one, now.today));
			return gone.length === 0 ? satisfied(over.length === 0 ? 'Eligible for the same as before' : `Eligible for the same as before, without what has ended since by itself: ${names(over)}`) : change(`Make eligible for ${names(gone)}`);
		},
		apply: (entra, { id }, now, before) => tryEach(missing(now, before), (one) => ask(entra, id, 'adminAssign', one)),
	},
});

const isOver = ({ until: end }: Eligibility, today: string): boolean => end !== null && end <= today;

/** What would be over by now is not given back. */
const missing = (now: Eligibilities, before: Eligibilities): Eligibility[] =>
	before.eligibilities.filter((one) => !isOver(one, now.today) && !now.eligibilities.some((held) => same(held, one)));
