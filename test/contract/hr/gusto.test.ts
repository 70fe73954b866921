import { createHmac } from 'node:crypto';
import { gusto } from '../../../systems/hr/gusto';
import { conforms, type Wish } from '../../support/hrConformance';

const secret = 'gusto-verification-token-of-the-tests';

/** GET /v1/employees/{uuid} */
const employee = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({
	uuid: id,
	first_name: 'Ada',
	preferred_first_name: null,
	last_name: 'Lovelace',
	email: 'ada@home.example',
	work_email: 'ada@kestrel.example',
	company_uuid: 'c-1',
	manager_uuid: '5c6a9f0e-2222-4f6e-9b0a-aa0000000002',
	department: 'R&D',
	employee_code: '8ec4a1',
	terminated: status === 'unmapped' ? 'suspended' : status === 'terminated',
	onboarded: status !== 'preboarding',
	onboarding_status: status === 'preboarding' ? 'admin_onboarding_incomplete' : 'onboarding_completed',
	current_employment_status: 'full_time',
	jobs: [{ uuid: 'j-1', title, primary: true, hire_date: firstDay, rate: '60000.00', payment_unit: 'Year' }],
	terminations: lastDay === undefined ? [] : [{ uuid: 't-1', employee_uuid: id, version: 'v1', active: status === 'terminated', cancelable: true, effective_date: lastDay, run_termination_payroll: false }],
});

/** Gusto has no status of its own for leave: this stands for a label the company mapped. */
const source = { ...gusto, labels: { ...gusto.labels, 'terminated: onleave': 'leave' as const } };

conforms(source, {
	answer: (people) => ({ answer: people.map((wish) => ({ ...employee(wish), ...(wish.status === 'leave' ? { terminated: 'onleave' } : {}) })) }),
	ids: ['f7397a24-57ad-4fae-b011-d258e8232900', '03ffbf0c-48a9-4f1c-932a-546413a26ad1'],
	meaning: 'lastDayWorked',
	needed: ['terminated', 'terminations', 'uuid'],
	empty: [[null], [{}]],
	messages: {
		door: gusto.door!,
		keys: { secrets: [secret] },
		bodyIsSigned: true,
		message: (key, now, about, nonce) => {
			const body = Buffer.from(JSON.stringify({ uuid: `delivery-${nonce}`, event_type: 'employee.terminated', resource_type: 'Company', resource_uuid: 'c-1', entity_type: 'Employee', entity_uuid: about, timestamp: Math.floor(now.getTime() / 1_000) }));
			return { headers: { 'x-gusto-signature': createHmac('sha256', key).update(body).digest('hex') }, query: {}, body };
		},
	},
});

const now = new Date('2026-11-20T12:00:00Z');
const at = { now, fetchText: async () => '' };
const message = (body: string, headers: Record<string, string> = {}) => ({ headers, query: {}, body: Buffer.from(body) });

describe('Gusto', () => {
	test('the handshake is answered, and says where the token is without repeating it', async () => {
		const verdict = await gusto.door!(message('{"verification_token":"very-secret-indeed","webhook_subscription_uuid":"sub-1"}'), { secrets: [] }, at);
		expect(verdict).toMatchObject({ kind: 'handshake', reply: { status: 200 }, tell: { why: expect.stringContaining('sub-1') } });
		expect(JSON.stringify(verdict)).not.toContain('very-secret-indeed');
	});

	test('G10: a delivery from long ago is refused, although it is signed', async () => {
		const body = JSON.stringify({ uuid: 'd', event_type: 'employee.terminated', entity_type: 'Employee', entity_uuid: 'e', timestamp: 1671058841 });
		expect(await gusto.door!(message(body, { 'x-gusto-signature': createHmac('sha256', secret).update(body).digest('hex') }), { secrets: [secret] }, at)).toMatchObject({ kind: 'refused', reason: 'too old' });
	});

	test('what is about companies and payrolls concerns nobody', () => {
		expect(gusto.hints({ event_type: 'company.updated', entity_type: 'Company', entity_uuid: 'c-1' })).toEqual([]);
	});
});
