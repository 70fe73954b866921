import { generic } from '../../../systems/hr/generic';
import { doors } from '../../../systems/hr';
import { signJml } from '../../../systems/hr/signatures/jmlSignature';
import { signStandard } from '../../../systems/hr/signatures/standardWebhooks';
import { conforms, type Examples, type Wish } from '../../support/hrConformance';

const statuses = { preboarding: 'hired', active: 'active', leave: 'on leave', terminated: 'terminated', unmapped: 'Ausgeschieden' };

/** What the node's fields make of an item. */
const mapped = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({ id, status: statuses[status], firstDay, lastDay: lastDay ?? '', name: 'Ada Lovelace', workEmail: 'ada@kestrel.example', title });

const people: Omit<Examples, 'messages'> = {
	answer: ([wish]) => ({ answer: mapped(wish!) }),
	ids: ['1001', '1002'],
	needed: ['id', 'status'],
	empty: [],
};

const body = (now: Date, about: string, nonce: number) =>
	Buffer.from(JSON.stringify({ event: 'employee.terminated', occurredAt: new Date(now.getTime() + nonce).toISOString(), effectiveAt: '2026-11-30T17:00:00+01:00', urgency: 'scheduled', employee: { sourceId: about, employeeNumber: about, workEmail: 'ada@kestrel.example' } }));
const seconds = (now: Date) => String(Math.floor(now.getTime() / 1_000));

describe('Standard Webhooks', () => {
	conforms(generic, {
		...people,
		messages: {
			door: doors.standardWebhooks,
			keys: { secrets: [`whsec_${Buffer.from('thirty-two bytes of the tests 00').toString('base64')}`] },
			bodyIsSigned: true,
			message: (secret, now, about, nonce) => {
				const bytes = body(now, about, nonce);
				return { headers: { 'webhook-id': `msg_${nonce}`, 'webhook-timestamp': seconds(now), 'webhook-signature': `v1,bm90aGluZw== v1,${signStandard(secret, `msg_${nonce}`, seconds(now), bytes)}` }, query: {}, body: bytes };
			},
		},
	});
});

describe('X-JML-Signature', () => {
	conforms(generic, {
		...people,
		messages: {
			door: doors.jmlSignature,
			keys: { secrets: ['jml-shared-secret-of-the-tests'] },
			bodyIsSigned: true,
			message: (secret, now, about, nonce) => {
				const bytes = body(now, about, nonce);
				return { headers: { 'x-jml-signature': `t=${seconds(now)},v1=${signJml(secret, seconds(now), bytes)}` }, query: {}, body: bytes };
			},
		},
	});
});

describe('Secret Token', () => {
	conforms(generic, {
		...people,
		messages: {
			door: doors.token,
			keys: { secrets: ['static-token-of-the-tests'], tokenIn: { header: 'X-JML-Token' } },
			bodyIsSigned: false,
			message: (secret, now, about, nonce) => ({ headers: { 'x-jml-token': secret }, query: {}, body: body(now, about, nonce) }),
		},
	});
});

describe('an event that is stated', () => {
	const stated = (more: object) => generic.read({ id: '1001', event: 'employee.terminated', effectiveAt: '2026-11-30', ...more }, {});
	test.each([
		['employee.terminated', 'terminate'],
		['Employee.Terminated', 'terminate'],
		['contract-end', 'contract-end'],
		['employee.hired', 'hire'],
	])('%s is %s', (event, kind) => {
		expect(stated({ event })).toMatchObject([{ kind: 'statement', statement: { kind } }]);
	});
	test('C10: a name nobody translated is told', () => {
		expect(stated({ event: 'user.offboarded' })).toEqual([{ kind: 'unclear', employeeId: '1001', why: expect.stringContaining('user.offboarded') }]);
		expect(generic.read({ id: '1001', event: 'user.offboarded', effectiveAt: '2026-11-30' }, { events: { 'user.offboarded': 'terminate' } })).toMatchObject([{ kind: 'statement', statement: { kind: 'terminate' } }]);
	});
	test('names that every object has mean nothing', () => {
		for (const event of ['constructor', 'toString', '__proto__']) expect(stated({ event })).toMatchObject([{ kind: 'unclear' }]);
	});
	test.each([{ id: '' }, { effectiveAt: '' }, { id: 12345678901234567890 }])('%j is told', (more) => {
		expect(stated(more)).toMatchObject([{ kind: 'unclear' }]);
	});
	test('urgency and confidentiality are carried on', () => {
		expect(stated({ urgency: 'immediate', confidential: 'true', requestedBy: 'Grace' })).toMatchObject([{ statement: { urgency: 'immediate', confidential: true, requestedBy: 'Grace' } }]);
	});
});
