import type { HttpRequest, HttpResponse } from '../http/types';
import { approvalsBehind, codeIn, codesIn, encode, openRequestFor } from './approvals';
import { intuneClient } from './client';

const code = '0b7a54f5-5a0e-4f55-9b53-1f7f3e9c0c11';
const other = '11111111-2222-4333-8444-555555555555';
const graph = (error: string, message: string) => ({ error: { code: error, message } });

describe('the code of a request that was filed', () => {
	test.each<[name: string, status: number, headers: Record<string, string>, body: unknown, found: string | null]>([
		['in the header', 403, { 'x-msft-approval-code': code }, graph('ApprovalRequired', 'Wait.'), code],
		['in the header, whatever the status', 412, { 'x-msft-approval-code': ` ${code.toUpperCase()} ` }, '', code],
		['in the message', 403, {}, graph('ApprovalRequired', `Filed as ${code}.`), code],
		['in the message of another code', 412, {}, graph('PreconditionFailed', `Approval code: ${code}`), code],
		['beside the number for support', 403, {}, graph('ApprovalRequired', `Operation ID (for customer support): ${other} - Activity ID: ${other}. Request ${code}`), code],
		['in the message of an object that is named as well', 403, {}, graph('ApprovalRequired', `Device ${other} has to wait. Approval code: ${code}`), code],
		['beside other ids, so that nobody can say which', 403, {}, graph('ApprovalRequired', `Wipe of ${other}: wait for ${code}`), null],
		['twice', 403, {}, graph('ApprovalRequired', `Wait for ${code}, which is ${code.toUpperCase()}`), code],
		['far behind', 412, {}, graph('PreconditionFailed', `${'This operation is protected by an access policy. '.repeat(12)}Approval code: ${code}`), code],
		['no permission', 403, {}, graph('Forbidden', `Not authorized. Activity ID: ${other}`), null],
		['no permission, although it speaks of approval', 403, {}, graph('Forbidden', `Needs approval of an administrator. Activity ID: ${other}`), null],
		['a header that is none', 403, { 'x-msft-approval-code': 'soon' }, graph('Forbidden', 'No.'), null],
		['a page', 403, {}, `<html>Approval ${code}</html>`, null],
		['a failure', 500, { 'x-msft-approval-code': code }, graph('ApprovalRequired', code), null],
		['a success', 204, { 'x-msft-approval-code': code }, '', null],
	])('%s', (_, status, headers, body, found) => {
		expect(codeIn({ status, headers, body })).toBe(found);
	});

	test('is found again in receipts, once, and nothing else is', () => {
		expect(codesIn([null, 'x', { approval: code, at: null }, { approval: code }, { approval: "' or 1 eq 1" }, { taken: 'wipe' }])).toEqual([code]);
	});
});

const row = (more: object = {}) => ({ id: code, requestId: code, requestDateTime: '2026-11-20T10:00:00Z', lastModifiedDateTime: '2026-11-20T11:00:00Z', expirationDateTime: '2026-11-23T10:00:00Z', status: 'needsApproval', requestJustification: 'Leaver case 1', approver: null, approvalJustification: null, ...more });

const reading = (rows: readonly object[]) => {
	const sent: HttpRequest[] = [];
	const http = async (request: HttpRequest): Promise<HttpResponse> => (sent.push(request), { status: 200, headers: {}, body: { value: rows } });
	return { sent, intune: intuneClient(http, { hrIdAttribute: 'employeeId', matchByEmail: true }, () => {}) };
};
const approver = { user: { id: 'u7', displayName: 'Petra Vogel' } };

describe('what became of it', () => {
	test.each([
		['needsApproval', {}, { state: 'awaiting_approval', said: `request ${code}, needsApproval, until 2026-11-23T10:00:00.000Z`, endedAt: null }],
		['approved', { approver, approvalJustification: 'It is back.' }, { state: 'approved', said: 'approved by Petra Vogel: It is back', endedAt: null }],
		['rejected', { approver, approvalJustification: 'Wrong one' }, { state: 'rejected', said: 'rejected by Petra Vogel: Wrong one', endedAt: '2026-11-20T11:00:00.000Z' }],
		['rejected', {}, { state: 'rejected', said: 'rejected by somebody Intune does not name' }],
		['cancelled', {}, { state: 'cancelled', endedAt: '2026-11-20T11:00:00.000Z' }],
		['expired', {}, { state: 'expired', endedAt: '2026-11-23T10:00:00.000Z' }],
		['Approved', { approver }, { state: 'approved' }],
		['REJECTED', {}, { state: 'rejected' }],
		['unknownFutureValue', {}, { state: 'awaiting_approval' }],
		['constructor', {}, { state: 'awaiting_approval' }],
	])('%s %j', async (status, more, command) => {
		expect(await approvalsBehind(reading([row({ status, ...more })]).intune, [{ approval: code }])).toMatchObject([{ id: code, at: '2026-11-20T10:00:00.000Z', ...command }]);
	});

	test('what was carried out from here is carried out no second time, whatever its request still says', async () => {
		expect(await approvalsBehind(reading([row({ status: 'approved' })]).intune, [{ approval: code }, { taken: 'wipe', carriedOut: code }])).toEqual([]);
	});

	test.each([
		['in other letter case', [row({ status: 'Completed' })]],
		['in one of two rows', [row({ status: 'approved' }), row({ status: 'completed' })]],
	])('what was carried out, %s', async (_, rows) => {
		expect(await approvalsBehind(reading(rows).intune, [{ approval: code }])).toEqual([]);
	});

	test('what was carried out is told by the device alone', async () => {
		expect(await approvalsBehind(reading([row({ status: 'completed' })]).intune, [{ approval: code }])).toEqual([]);
	});

	test('a filter that was ignored shows requests of others, which are none of ours', async () => {
		const { intune, sent } = reading([row({ requestId: other, status: 'approved' })]);
		expect(await approvalsBehind(intune, [{ approval: code }])).toEqual([]);
		expect(sent).toMatchObject([{ path: '/beta/deviceManagement/operationApprovalRequests', query: { $filter: `requestId eq '${code}'` } }]);
	});

	test('without a receipt nobody is asked', async () => {
		const { intune, sent } = reading([row()]);
		expect(await approvalsBehind(intune, [{ taken: 'wipe' }])).toEqual([]);
		expect(sent).toEqual([]);
	});
});

describe('a request whose code never came', () => {
	test('is known by all that it was filed with, however long or strange', async () => {
		const justification = `Leaver case 1: wipe Zoë’s MacBook 🦊 ${'ü'.repeat(300)}, Intune device i1`;
		expect(Buffer.from(encode(justification), 'base64').toString('utf8')).toBe(justification);
		for (const requestJustification of [justification, encode(justification)]) expect(await openRequestFor(reading([row({ requestJustification })]).intune, justification)).toMatchObject({ approval: code });
		expect(await openRequestFor(reading([row({ requestJustification: justification.replace('device i1', 'device i2') })]).intune, justification)).toBeNull();
	});

	test.each([
		['as it was written', row(), code],
		['in other letter case', row({ status: 'Approved' }), code],
		['as it was sent', row({ requestJustification: encode('Leaver case 1') }), code],
		['of another device or case', row({ requestJustification: 'Leaver case 11' }), null],
		['that is over', row({ status: 'rejected' }), null],
	])('%s', async (_, found, expected) => {
		expect((await openRequestFor(reading([found]).intune, 'Leaver case 1'))?.approval ?? null).toBe(expected);
	});
});
