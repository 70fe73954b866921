import type { EntraState, EntraUser, Sku } from './state';
import { groupsOf } from './roles';
import { graphTime } from './state';

/** What gives somebody a licence: null for themselves, otherwise a group. */
export interface LicenceSource {
	skuId: string;
	assignedByGroup: string | null;
	disabledPlans: string[];
	since: string;
}

export function licenceSources(state: EntraState, user: EntraUser): LicenceSource[] {
	const own = user.licences.map((licence) => ({ ...licence, assignedByGroup: null }));
	const inherited = groupsOf(state, user.id).flatMap(({ id, skuIds, createdDateTime }) => skuIds.map((skuId) => ({ skuId, assignedByGroup: id, disabledPlans: [], since: createdDateTime })));
	return [...own, ...inherited];
}

export const licenceStates = (state: EntraState, user: EntraUser) =>
	licenceSources(state, user).map(({ skuId, assignedByGroup, disabledPlans, since }) => ({ skuId, assignedByGroup, disabledPlans, error: 'None', state: 'Active', lastUpdatedDateTime: graphTime(since) }));

export function assignedLicences(state: EntraState, user: EntraUser): { skuId: string; disabledPlans: string[] }[] {
	const first = new Map(licenceSources(state, user).map((source) => [source.skuId, { skuId: source.skuId, disabledPlans: source.disabledPlans }]));
	return [...first.values()];
}

const isMailPlan = ({ servicePlanName }: { servicePlanName: string }) => servicePlanName.startsWith('EXCHANGE_S_');

/** A mailbox lives as long as a licence that includes Exchange, unless it is shared. */
export const hasMailbox = (state: EntraState, user: EntraUser) =>
	user.mailbox.shared || licenceSources(state, user).some(({ skuId }) => state.skus.get(skuId)?.servicePlans.some(isMailPlan) === true);

export const unitsInUse = (state: EntraState, { skuId }: Sku) => [...state.users.values()].filter((user) => licenceSources(state, user).some((source) => source.skuId === skuId)).length;
