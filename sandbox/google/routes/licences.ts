import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { conditionNotMet, invalid, notFound } from '../errors';
import { page } from '../paging';
import type { GoogleUser, Sku } from '../state';
import { userByKey } from '../users';
import { bodyOf, checkCustomer, route } from './route';

const at = '/apps/licensing/v1/product/:product';

const show = ({ state, baseUrl }: GoogleCall, { productId, productName, skuId, skuName }: Sku, userId: string) => {
	const address = state.users.get(userId)?.primaryEmail ?? '';
	const selfLink = `${baseUrl}/apps/licensing/v1/product/${productId}/sku/${skuId}/user/${address}`;
	return { kind: 'licensing#licenseAssignment', userId: address, productId, productName, skuId, skuName, selfLink };
};

/** Of the whole product, or of the one sku the path names. */
function skusOf({ state, params }: GoogleCall): Sku[] {
	const fitting = state.skus.filter(({ productId, skuId }) => productId === params.product && (params.sku === undefined || skuId === params.sku));
	if (fitting.length === 0) throw notFound(params.sku === undefined ? 'productId' : 'skuId');
	return fitting;
}

/** The company goes by its domain or id here, not by my_customer. */
function listHolders(call: GoogleCall) {
	const customer = call.query.get('customerId');
	if (customer === null || customer === 'my_customer') throw invalid('Invalid Input: customerId');
	checkCustomer(call, customer, { byDomain: true });
	const listed = skusOf(call).flatMap((sku) => [...sku.holders].map((userId) => ({ sku, userId })));
	return page(call, listed, { field: 'items', usual: 100, largest: 1000, idOf: ({ sku, userId }) => `${sku.skuId}/${userId}`, show: ({ sku, userId }) => show(call, sku, userId), around: { kind: 'licensing#licenseAssignmentList' } });
}

function held(call: GoogleCall): { sku: Sku; user: GoogleUser } {
	const [sku] = skusOf(call);
	const user = userByKey(call, call.params.user ?? '');
	if (sku === undefined || !sku.holders.has(user.id)) throw notFound('userId');
	return { sku, user };
}

function take(call: GoogleCall) {
	const { state, clock } = call;
	const { sku, user } = held(call);
	sku.holders.delete(user.id);
	if (sku.automatic && state.settings.automaticLicensing) sku.returning.push({ userId: user.id, atElapsed: clock.elapsed() + state.settings.deviceSyncMs });
	record(call, 'USER_LICENSE_REVOKE', { USER_EMAIL: user.primaryEmail, OLD_VALUE: sku.skuName }, 'admin', 'LICENSES_SETTINGS');
	return ok({});
}

function give(call: GoogleCall) {
	const [sku] = skusOf(call);
	const { userId } = bodyOf(call);
	if (sku === undefined || typeof userId !== 'string') throw invalid('Invalid Input: userId');
	const user = userByKey(call, userId);
	if (sku.holders.has(user.id)) throw conditionNotMet('User already has a license for the specified product and SKU');
	if (sku.holders.size >= sku.seats) throw conditionNotMet('There aren’t enough available licenses for the specified product-SKU pair');
	sku.holders.add(user.id);
	record(call, 'USER_LICENSE_ASSIGNMENT', { USER_EMAIL: user.primaryEmail, NEW_VALUE: sku.skuName }, 'admin', 'LICENSES_SETTINGS');
	return ok(show(call, sku, user.id));
}

const rule = { scopes: SCOPES.licensing, privilege: 'LICENSING' } as const;

export const licenceRoutes = [
	route('GET', `${at}/users`, rule, listHolders),
	route('GET', `${at}/sku/:sku/users`, rule, listHolders),
	route('POST', `${at}/sku/:sku/user`, rule, give),
	route('GET', `${at}/sku/:sku/user/:user`, rule, (call) => {
		const { sku, user } = held(call);
		return ok(show(call, sku, user.id));
	}),
	route('DELETE', `${at}/sku/:sku/user/:user`, rule, take),
];
