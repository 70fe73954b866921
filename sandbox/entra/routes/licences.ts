import type { Reply } from '../../server/message';
import { record, userTarget } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { touch } from '../dynamicGroups';
import { badRequest } from '../errors';
import { hasMailbox, licenceSources, unitsInUse } from '../licences';
import { list, single } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource, USER } from '../resources';
import { demandUnrestricted } from '../roles';
import type { EntraState, EntraUser, Licence, Sku } from '../state';
import { shownUser } from '../users';
import { bodyOf } from './bodies';
import { userOf } from './users';

const SKU = plainResource('subscribedSku');

export const showSku = (state: EntraState, sku: Sku) => ({
	id: `${state.tenantId}_${sku.skuId}`,
	accountId: state.tenantId,
	accountName: 'Kestrel',
	appliesTo: 'User',
	capabilityStatus: 'Enabled',
	consumedUnits: unitsInUse(state, sku),
	prepaidUnits: { enabled: sku.units, suspended: 0, warning: 0, lockedOut: 0 },
	skuId: sku.skuId,
	skuPartNumber: sku.skuPartNumber,
	servicePlans: sku.servicePlans.map((plan) => ({ ...plan, appliesTo: 'User', provisioningStatus: 'Success' })),
	subscriptionIds: [],
});

function added(call: EntraCall, user: EntraUser, given: unknown): Licence {
	const { state, clock } = call;
	const { skuId, disabledPlans = [] } = (given ?? {}) as { skuId?: unknown; disabledPlans?: string[] };
	const sku = state.skus.get(String(skuId));
	if (sku === undefined) throw badRequest(`License ${String(skuId)} does not correspond to a valid company License.`);
	if (user.usageLocation === null) throw badRequest('License assignment cannot be done for user with invalid usage location.');
	const known = licenceSources(state, user).some((source) => source.skuId === sku.skuId);
	if (!known && unitsInUse(state, sku) >= sku.units) throw badRequest(`Subscription with SKU ${sku.skuId} does not have any available licenses.`);
	return { skuId: sku.skuId, disabledPlans: [...disabledPlans], since: clock.iso() };
}

function demandRemovable({ state }: EntraCall, user: EntraUser, skuId: string): void {
	if (user.licences.some((licence) => licence.skuId === skuId)) return;
	const inherited = licenceSources(state, user).some((source) => source.skuId === skuId);
	throw badRequest(inherited ? 'User license is inherited from a group membership and it cannot be removed directly from the user.' : `User does not have a corresponding license ${skuId}.`);
}

function assignLicence(call: EntraCall): Reply {
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	const { addLicenses, removeLicenses } = bodyOf(call);
	if (!Array.isArray(addLicenses) || !Array.isArray(removeLicenses)) throw badRequest("Both 'addLicenses' and 'removeLicenses' are required.");
	const removals = removeLicenses.map(String);
	for (const skuId of removals) demandRemovable(call, user, skuId);
	const additions = addLicenses.map((given) => added(call, user, given));
	const replaced = new Set([...removals, ...additions.map(({ skuId }) => skuId)]);
	const before = user.licences.map(({ skuId }) => skuId);
	user.licences = [...user.licences.filter(({ skuId }) => !replaced.has(skuId)), ...additions];
	if (user.mail === null && hasMailbox(call.state, user)) user.mail = user.userPrincipalName;
	touch(call, user);
	record(call, 'Change user license', 'UserManagement', [userTarget(user)], { AssignedLicense: [before, user.licences.map(({ skuId }) => skuId)] });
	return single(call, USER, 'users', shownUser(call.state, user));
}

export const licenceRoutes: EntraRoute[] = [
	{ method: 'POST', path: '/v1.0/users/:id/assignLicense', needs: NEEDS.writeLicences, handle: assignLicence },
	{ method: 'GET', path: '/v1.0/subscribedSkus', needs: NEEDS.readLicences, handle: (call) => list(call, { resource: SKU, items: [...call.state.skus.values()], idOf: ({ skuId }) => skuId, show: (sku) => showSku(call.state, sku), context: 'subscribedSkus' }) },
];
