import { createHash } from 'node:crypto';
import type { JsonObject, Ledger, NewRecord } from '../../ledger/types';
import { wrongInEcs, wrongInOcsf } from '../../test/support/eventSchemas';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { ecsOf } from './ecs';
import { ocsfOf } from './ocsf';
import { outgoingIn, type Outgoing } from './outgoing';

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(() => new Date('2026-11-20T09:00:00.125Z'));
});
afterEach(() => ledger.close());

const shipped = async (records: readonly NewRecord[], withContent = true): Promise<Outgoing[]> => {
	const { size } = await ledger.head();
	for (const record of records) await ledger.append(record);
	return outgoingIn(ledger.origin, await ledger.exportSegment({ from: size, to: size + records.length }, withContent));
};

const caseId = 'hr_event_20261120_30_254';
const account = { id: '00u1', label: 'mateo.rivas@kestrel.example' };
const person = { id: '30', name: 'Mateo Rivas', workEmail: 'mateo.rivas@kestrel.example' };

const intended = (content: JsonObject = {}): NewRecord => ({ kind: 'step.intended', caseId, subject: 'okta/00u1', content: { run: '7', operation: 'cut', system: 'okta', step: 'blockSignIn', account, what: 'ACTIVE → SUSPENDED', before: { status: 'ACTIVE' }, ...content } });
const settled = (content: JsonObject = {}): NewRecord => ({
	kind: 'step.settled', caseId, subject: 'okta/00u1',
	content: { run: '7', node: 'Cut Okta', operation: 'cut', system: 'okta', step: 'blockSignIn', account, outcome: 'done', verified: true, closes: 'sign-in', remains: [], reason: 'ACTIVE → SUSPENDED', calls: [], ...content },
});

const everyKind: NewRecord[] = [
	{ kind: 'webhook.received', content: { source: 'bamboohr', workflow: 'w1', employees: ['30'] } },
	{ kind: 'webhook.repeated', content: { source: 'bamboohr', workflow: 'w1', why: 'It had been taken in.' } },
	{ kind: 'webhook.refused', content: { source: 'bamboohr', workflow: 'w1', why: 'It carries no signature.' } },
	{ kind: 'event.unread', subject: 'bamboohr/42', content: { workflow: 'w1', employeeId: '42', why: 'BambooHR did not answer.' } },
	{ kind: 'event.read', content: { workflow: 'w1', employeeId: '42' } },
	{ kind: 'event.quarantined', content: { workflow: 'w1', employeeId: '42', why: 'The dates contradict each other.' } },
	{ kind: 'event.received', caseId, content: { workflow: 'w1', person, event: { kind: 'terminate', key: 'k' } } },
	{ kind: 'case.opened', caseId, content: { workflow: 'w1', case: { id: caseId }, person, event: {} } },
	{ kind: 'case.resumed', caseId, content: { workflow: 'w1', case: { id: caseId } } },
	{ kind: 'access.snapshot', caseId, subject: 'okta/00u1', content: { system: 'okta', account, states: { blockSignIn: 'ACTIVE', removeFromGroups: [{ id: 'g' }] } } },
	intended(),
	settled(),
	{ kind: 'decision.recorded', caseId, content: { decision: 'approved', by: { id: 'u1', name: 'Olivia Owner', email: 'olivia@kestrel.example' }, requestedBy: null, reason: 'Agreed', what: 'Cut everything', shownHash: 'a'.repeat(64) } },
	{ kind: 'decision.recorded', caseId, content: { decision: 'rejected', by: { id: 'u1', name: 'Olivia Owner', email: null }, requestedBy: null, reason: 'Wrong person', what: 'x', shownHash: 'a'.repeat(64) } },
	{ kind: 'exception.registered', subject: 'exception/ex_1', content: { id: 'ex_1', type: 'protected', who: ['30'], system: null, step: null, owner: 'IT', reason: 'Break glass', expiresAt: null, registeredBy: 'Olivia Owner <olivia@kestrel.example>' } },
	{ kind: 'exception.ended', subject: 'exception/ex_1', content: { id: 'ex_1', by: 'Olivia Owner', why: 'No longer needed' } },
	{ kind: 'shipping.intended', subject: 'sink/s3', content: { sink: 's3', batch: 'b', from: 0, to: 3 } },
	{ kind: 'shipping.settled', subject: 'sink/s3', content: { sink: 's3', batch: 'b', from: 0, to: 3, receipt: { readBack: true } } },
	{ kind: 'case.closed', caseId, content: { run: '7', workflow: 'w1', verdict: 'Complete' } },
	{ kind: 'something.nobody-knows-yet', content: { list: [1, { deep: null }], number: 3 } },
];

describe.each([['OCSF', ocsfOf, wrongInOcsf], ['ECS', ecsOf, wrongInEcs]] as const)('%s', (_, map, wrongIn) => {
	test('every kind of record, and the checkpoint, is an event the schema allows', async () => {
		for (const withContent of [true, false]) {
			const events = (await shipped(everyKind, withContent)).map((outgoing) => map(outgoing, true));
			expect(events).toHaveLength(everyKind.length + 1);
			expect(events.map((event) => [event, wrongIn(event)]).filter(([, wrong]) => (wrong as string[]).length > 0)).toEqual([]);
		}
	});

	test('whatever a step closed, did and came to', async () => {
		const records = ['sign-in', 'credentials', 'entitlements', 'devices', 'data', null].flatMap((closes) =>
			['cut', 'restore', 'change'].flatMap((operation) =>
				['done', 'already_done', 'planned', 'pending', 'held', 'refused', 'not_found', 'ambiguous', 'not_removable_here', 'failed'].flatMap((outcome) => [
					settled({ operation, outcome, ...(closes === null ? {} : { closes }) }),
					settled({ operation, outcome, verified: false, account: null, ...(closes === null ? {} : { closes }) }),
				]),
			),
		);
		const events = (await shipped(records)).map((outgoing) => map(outgoing, true));
		expect(events.flatMap(wrongIn)).toEqual([]);
	});

	test('the validator would find what is wrong', async () => {
		const [good] = (await shipped([settled()])).map((outgoing) => map(outgoing, true));
		const broken = (change: (event: JsonObject) => void) => {
			const copy = structuredClone(good!);
			change(copy);
			return wrongIn(copy).length;
		};
		expect(broken(() => {})).toBe(0);
		expect(broken((event) => void (event['surplus'] = 1))).toBeGreaterThan(0);
		expect(broken((event) => void ('class_uid' in event ? (event['activity_id'] = 77) : ((event['event'] as JsonObject)['type'] = ['start'])))).toBeGreaterThan(0);
		expect(broken((event) => ['metadata', 'ecs'].forEach((name) => delete event[name]))).toBeGreaterThan(0);
	});

	test('is the same each time, and with entries only tells nobody who it was about', async () => {
		const [first] = await shipped([settled()]);
		expect(JSON.stringify(map(first!, true))).toBe(JSON.stringify(map(structuredClone(first!), true)));
		const [bare] = await shipped([settled()], false);
		expect(JSON.stringify(map(bare!, true))).not.toMatch(/mateo|00u1|SUSPENDED/i);
	});

	test('what would be too long leaves its content behind and says so', async () => {
		const [long] = await shipped([settled({ before: 'x'.repeat(200_000) })]);
		const event = map(long!, false);
		expect(wrongIn(event)).toEqual([]);
		expect(JSON.stringify(event).length).toBeLessThan(10_000);
		expect(JSON.stringify(event)).toMatch(/"is_truncated":true|content_left_out/);
	});
});

describe('what is verified is another event than what was asked for', () => {
	const phaseOf = async (record: NewRecord) => {
		const [outgoing] = await shipped([record]);
		const { unmapped, status_id, class_uid, activity_id } = ocsfOf(outgoing!, true) as { unmapped: { jml: { phase: string } }; status_id: number; class_uid: number; activity_id: number };
		const ecs = ecsOf(outgoing!, true) as { event: { outcome: string; action: string }; labels: { phase?: string } };
		expect(ecs.labels.phase ?? null).toBe(unmapped.jml.phase);
		return [unmapped.jml.phase, status_id, class_uid * 100 + activity_id, ecs.event.outcome, ecs.event.action];
	};

	test.each([
		['the intent of a step', intended(), ['requested', 99, 300_199, 'unknown', 'step-intended']],
		['a cut that was read back', settled(), ['verified', 1, 300_105, 'success', 'disable-user']],
		['what was so already', settled({ outcome: 'already_done' }), ['verified', 1, 300_105, 'success', 'disable-user']],
		['a cut nobody can read back', settled({ verified: 'unverifiable' }), ['unverifiable', 99, 300_105, 'unknown', 'disable-user']],
		['a cut that failed', settled({ outcome: 'failed', verified: false }), ['failed', 2, 300_105, 'failure', 'disable-user']],
		['a step that only would be done', settled({ outcome: 'planned', verified: false }), [null, 99, 300_105, 'unknown', 'disable-user']],
		['somebody protected', settled({ outcome: 'refused', verified: false }), [null, 2, 300_105, 'failure', 'disable-user']],
		['a cut that was said to be done and not read back', settled({ verified: false }), [null, 99, 300_105, 'unknown', 'disable-user']],
		['sign-in given back', settled({ operation: 'restore' }), ['verified', 1, 300_102, 'success', 'enable-user']],
		['credentials', settled({ closes: 'credentials' }), ['verified', 1, 300_199, 'success', 'revoke-credentials']],
		['entitlements', settled({ closes: 'entitlements' }), ['verified', 1, 300_502, 'success', 'revoke-entitlements']],
		['entitlements granted', settled({ closes: 'entitlements', operation: 'grant' }), ['verified', 1, 300_501, 'success', 'assign-entitlements']],
		['devices', settled({ closes: 'devices' }), ['verified', 1, 300_412, 'success', 'suspend-devices']],
		['data', settled({ closes: 'data' }), ['verified', 1, 300_499, 'success', 'hand-over-data']],
		['a case that is complete', { kind: 'case.closed', caseId, content: { verdict: 'Complete' } }, [null, 1, 300_499, 'success', 'case-closed']],
		['a case that is not', { kind: 'case.closed', caseId, content: { verdict: 'Incomplete' } }, [null, 2, 300_499, 'failure', 'case-closed']],
		['a dry run', { kind: 'case.closed', caseId, content: { verdict: 'Dry run' } }, [null, 99, 300_499, 'unknown', 'case-closed']],
	] as const)('%s', async (_, record, expected) => {
		expect(await phaseOf(record as NewRecord)).toEqual(expected);
	});
});

test('an event leads back to its record: id, place, case, and the hash that the next record holds', async () => {
	const [first, second, checkpoint] = await shipped([settled(), settled()]);
	const event = ocsfOf(first!, true) as { time: number; raw_data: string; raw_data_hash: { value: string }; metadata: JsonObject; user: JsonObject };
	expect(event.metadata).toMatchObject({ uid: 'unit.test/jml/0', sequence: 0, correlation_uid: caseId, original_time: '2026-11-20T09:00:00.125Z', tenant_uid: 'unit.test/jml' });
	expect(event.time).toBe(Date.parse('2026-11-20T09:00:00.125Z'));
	expect(event.user).toEqual({ uid: '00u1', name: 'mateo.rivas@kestrel.example' });
	expect(event.raw_data_hash.value).toBe(createHash('sha256').update(event.raw_data).digest('hex'));
	expect(JSON.parse(second!.text)).toMatchObject({ prev: event.raw_data_hash.value });
	expect(checkpoint).toMatchObject({ id: 'unit.test/jml/checkpoint/2', record: { seq: null, content: { size: 2, vkey: await ledger.vkey() } } });
	expect(checkpoint!.text).toMatch(/^unit\.test\/jml\n2\n/);
});

test('ECS: the leaver is the target, and user is whoever decided', async () => {
	const [opened, decided] = (await shipped([everyKind[7]!, everyKind[12]!])).map((outgoing) => ecsOf(outgoing, true));
	expect(opened).toMatchObject({ user: { target: { id: '30', name: 'Mateo Rivas', email: 'mateo.rivas@kestrel.example' } }, labels: { case_id: caseId, workflow: 'w1' } });
	expect(decided).toMatchObject({ user: { name: 'Olivia Owner' }, related: { user: ['u1', 'Olivia Owner', 'olivia@kestrel.example'] } });
});
