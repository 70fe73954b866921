import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { invalid, notFound } from '../errors';
import { page } from '../paging';
import type { Transfer, TransferApplication } from '../state';
import { nextId } from '../state';
import { bodyOf, checkCustomer, route } from './route';

const at = '/admin/datatransfer/v1';

type Part = Transfer['applications'][number];

const overallStatus = ({ applications }: Transfer) => {
	const statuses = applications.map(({ status }) => status);
	return statuses.includes('inProgress') ? 'inProgress' : statuses.includes('failed') ? 'failed' : 'completed';
};

const show = (transfer: Transfer) => {
	const { id, oldOwnerUserId, newOwnerUserId, requestTime, applications } = transfer;
	return {
		kind: 'admin#datatransfer#DataTransfer',
		id,
		oldOwnerUserId,
		newOwnerUserId,
		requestTime,
		overallTransferStatusCode: overallStatus(transfer),
		applicationDataTransfers: applications.map(({ status, ...part }) => ({ ...part, applicationTransferStatus: status })),
	};
};

function listApplications(call: GoogleCall) {
	const customer = call.query.get('customerId');
	if (customer !== null) checkCustomer(call, customer);
	const showApplication = (application: TransferApplication) => ({ kind: 'admin#datatransfer#ApplicationResource', ...application });
	return page(call, call.state.applications, { field: 'applications', usual: 100, largest: 500, idOf: ({ id }) => id, show: showApplication, around: { kind: 'admin#datatransfer#applicationsList' } });
}

function part({ state }: GoogleCall, given: unknown): Part {
	const { applicationId, applicationTransferParams = [] } = (given ?? {}) as { applicationId?: unknown; applicationTransferParams?: unknown };
	const application = state.applications.find(({ id }) => id === String(applicationId));
	if (application === undefined || !Array.isArray(applicationTransferParams)) throw invalid('Invalid Input: applicationId');
	const params = applicationTransferParams.map((param: { key?: unknown; value?: unknown }) => {
		const known = application.transferParams.find(({ key }) => key === param.key);
		if (known === undefined || !Array.isArray(param.value) || param.value.some((value) => !known.value.includes(String(value)))) throw invalid('Invalid Input: applicationTransferParams');
		return { key: known.key, value: param.value.map(String) };
	});
	return { applicationId: application.id, applicationTransferParams: params, status: 'inProgress' };
}

/** By user id: an address is no id. */
function ownerId({ state }: GoogleCall, given: unknown, field: string): string {
	const user = state.users.get(String(given));
	if (user === undefined || user.deletionTime !== undefined) throw invalid(`Invalid Input: ${field}`);
	return user.id;
}

/** The same transfer asked for twice is two transfers. */
function startTransfer(call: GoogleCall) {
	const { state, clock } = call;
	const body = bodyOf(call);
	const oldOwnerUserId = ownerId(call, body.oldOwnerUserId, 'oldOwnerUserId');
	const newOwnerUserId = ownerId(call, body.newOwnerUserId, 'newOwnerUserId');
	const { applicationDataTransfers } = body;
	if (oldOwnerUserId === newOwnerUserId) throw invalid('Invalid Input: newOwnerUserId');
	if (!Array.isArray(applicationDataTransfers) || applicationDataTransfers.length === 0) throw invalid('Invalid Input: applicationDataTransfers');
	const transfer: Transfer = {
		id: `AKrEtIa${nextId(state)}`,
		oldOwnerUserId,
		newOwnerUserId,
		requestTime: clock.iso(),
		applications: applicationDataTransfers.map((given) => part(call, given)),
		endsAtElapsed: clock.elapsed() + state.settings.transferMs,
	};
	state.transfers.set(transfer.id, transfer);
	const address = (id: string) => state.users.get(id)?.primaryEmail ?? '';
	record(call, 'CREATE_DATA_TRANSFER_REQUEST', { USER_EMAIL: address(oldOwnerUserId), DESTINATION_USER_EMAIL: address(newOwnerUserId) });
	return ok(show(transfer));
}

function listTransfers(call: GoogleCall) {
	const { state, query } = call;
	const [from, to, status] = [query.get('oldOwnerUserId'), query.get('newOwnerUserId'), query.get('status')];
	const listed = [...state.transfers.values()].filter(
		(transfer) => (from === null || transfer.oldOwnerUserId === from) && (to === null || transfer.newOwnerUserId === to) && (status === null || overallStatus(transfer) === status),
	);
	return page(call, listed, { field: 'dataTransfers', usual: 100, largest: 500, idOf: ({ id }) => id, show, around: { kind: 'admin#datatransfer#dataTransfersList' } });
}

function transferOf({ state, params }: GoogleCall) {
	const transfer = state.transfers.get(params.id ?? '');
	if (transfer === undefined) throw notFound('dataTransferId');
	return ok(show(transfer));
}

const privilege = 'DATATRANSFER_API_PRIVILEGE_GROUP';
const { readTransfers, writeTransfers } = SCOPES;

export const transferRoutes = [
	route('GET', `${at}/applications`, { scopes: readTransfers, privilege }, listApplications),
	route('GET', `${at}/transfers`, { scopes: readTransfers, privilege }, listTransfers),
	route('POST', `${at}/transfers`, { scopes: writeTransfers, privilege }, startTransfer),
	route('GET', `${at}/transfers/:id`, { scopes: readTransfers, privilege }, transferOf),
];
