import type { Parcel } from '../../lifecycle/devices/system';
import type { HttpRequest, HttpResponse } from '../http/types';
import { intuneClient } from './client';
import type { IntuneDevice } from './devices';
import { order } from './order';

const device = { id: 'i1', name: 'KST-1', serial: 'S1' } as IntuneDevice;
const code = '0b7a54f5-5a0e-4f55-9b53-1f7f3e9c0c11';
const parcel: Parcel = { message: '', phone: '', pin: null, justification: 'Leaver case 1', receipts: [], approved: null };
const graph = (error: string, message: string) => ({ error: { code: error, message } });

const sending = (answer: Partial<HttpResponse>, requests: readonly object[] = []) => {
	const sent: HttpRequest[] = [];
	const observed: unknown[] = [];
	const http = async (request: HttpRequest): Promise<HttpResponse> => {
		sent.push(request);
		if (request.method === 'GET') return { status: 200, headers: {}, body: { value: requests } };
		return request.path.endsWith('/syncDevice') ? { status: 204, headers: {}, body: '' } : { status: 204, headers: { 'request-id': 'r-1' }, body: '', ...answer };
	};
	return { sent, observed, intune: intuneClient(http, { hrIdAttribute: 'employeeId', matchByEmail: true }, (call) => observed.push(call)) };
};

test('says to whoever approves it what they approve, and is never repeated by itself', async () => {
	const { intune, sent } = sending({});
	expect(await order(intune, 'wipe', device, parcel, { keepUserData: false })).toEqual({ taken: 'wipe', requestId: 'r-1' });
	expect(sent).toEqual([
		{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/i1/wipe', headers: { 'x-msft-approval-justification': Buffer.from('Leaver case 1: wipe KST-1 (S1), Intune device i1').toString('base64') }, once: true, body: { keepUserData: false } },
		{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/i1/syncDevice', once: true },
	]);
});

test('carries out what was approved with its code, and with nothing to file another', async () => {
	const { intune, sent } = sending({});
	const approved = { id: code, state: 'approved' as const, at: null, endedAt: null, said: '' };
	expect(await order(intune, 'retire', device, { ...parcel, approved })).toEqual({ taken: 'retire', requestId: 'r-1', carriedOut: code });
	expect(sent[0]!.headers).toEqual({ 'x-msft-approval-code': code });
});

test('beside a lock nothing is sent', async () => {
	const { intune, sent } = sending({});
	await order(intune, 'lock', device, parcel);
	expect(sent.map(({ path }) => path)).toEqual(['/v1.0/deviceManagement/managedDevices/i1/remoteLock']);
});

test('no observed call holds a header or a body', async () => {
	const { intune, observed } = sending({});
	await order(intune, 'wipe', device, { ...parcel, pin: '481516' }, { macOsUnlockCode: '481516' });
	expect(JSON.stringify(observed)).not.toMatch(/481516|justification/);
});

test('a refusal that repeats the PIN does not spread it', async () => {
	const { intune } = sending({ status: 400, body: graph('BadRequest', 'macOsUnlockCode 481516 is none. Body: {"macOsUnlockCode":"481516"}') });
	const problem = await order(intune, 'wipe', device, { ...parcel, pin: '481516' }, { macOsUnlockCode: '481516' }).catch((error: Error) => error);
	expect(problem).toMatchObject({ code: 'rejected', message: expect.stringContaining('macOsUnlockCode [redacted] is none') });
	expect(JSON.stringify(problem)).not.toContain('481516');
});

describe('what is refused', () => {
	test.each<[name: string, answer: Partial<HttpResponse>, code: string, said: RegExp]>([
		['without permission', { status: 403, body: graph('Forbidden', 'Insufficient privileges.') }, 'forbidden', /DeviceManagementManagedDevices\.PrivilegedOperations\.All/],
		['for a device that is gone', { status: 404, body: graph('ResourceNotFound', 'No.') }, 'not_found', /Intune admin center/],
		['because of a policy', { status: 403, body: graph('Forbidden', 'This operation is protected by Multi Admin Approval.') }, 'rejected', /Multi Admin Approval/],
		['for today', { status: 403, body: graph('Forbidden', 'The daily limit was reached.') }, 'throttled', /today/],
		['by a page', { status: 403, body: '<html>' }, 'bad_answer', /not its API/],
		['by a login page that says 200', { status: 200, body: '<html>' }, 'bad_answer', /nobody knows/],
		['by a failure', { status: 503, body: graph('ServiceUnavailable', 'Later.') }, 'vendor_error', /failed inside/],
		['because one is open', { status: 409, body: graph('Conflict', 'One is open.') }, 'rejected', /open in Intune already/],
		['for approval, without saying which', { status: 403, body: graph('ApprovalRequired', 'Wait.') }, 'bad_answer', /does not name the request/],
	])('%s', async (_, answer, problem, said) => {
		const { intune } = sending(answer);
		await expect(order(intune, 'wipe', device, parcel)).rejects.toMatchObject({ code: problem, message: expect.stringMatching(said) });
	});

	test('while an approval is carried out, it is filed no second time', async () => {
		const { intune } = sending({ status: 403, headers: { 'x-msft-approval-code': code }, body: graph('Forbidden', 'The request for approval is not approved.') });
		const approved = { id: code, state: 'approved' as const, at: null, endedAt: null, said: '' };
		await expect(order(intune, 'wipe', device, { ...parcel, approved })).rejects.toMatchObject({ code: 'rejected' });
	});
});

describe('what is open already', () => {
	const open = { requestId: code, status: 'needsApproval', requestDateTime: '2026-11-20T10:00:00Z', requestJustification: 'Leaver case 1: wipe KST-1 (S1), Intune device i1' };
	const conflict = { status: 409, body: graph('Conflict', 'One is open.') };

	test('is this case\'s own: the receipt names it', async () => {
		const { intune } = sending(conflict, [open]);
		expect(await order(intune, 'wipe', device, parcel)).toEqual({ approval: code, at: '2026-11-20T10:00:00.000Z' });
	});

	test('cannot be looked up: it is said what to do all the same', async () => {
		const { intune } = sending(conflict, [{ requestId: null }]);
		await expect(order(intune, 'wipe', device, parcel)).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('Multi Admin Approval') });
	});

	test('is this case\'s own, but with another PIN than the one in hand: it is not gone on with', async () => {
		const { intune } = sending(conflict, [open]);
		await expect(order(intune, 'wipe', device, { ...parcel, pin: '481516' })).rejects.toMatchObject({ code: 'rejected' });
	});
});
