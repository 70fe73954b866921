import { createHmac } from 'node:crypto';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { freshUserFolder, ledgerFolder } from '../harness/environment';
import { expectSentence } from '../harness/expectations';
import { pressTest } from '../harness/credentialTest';
import { backToNow, days, minutes, travel } from '../harness/time';
import { inARow, node, startInstance, type Instance, type Ran } from '../harness/workflow';
import { openLedger } from '../../ledger';
import { takeIn } from '../../lifecycle/inbox';
import type { Ledger, LedgerRecord, RecordQuery } from '../../ledger/types';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { signJml } from '../../systems/hr/signatures/jmlSignature';

const secret = 'the-secret-of-the-hr-webhook';
let n8n: Instance;
beforeEach(async () => {
	freshUserFolder();
	n8n = await startInstance({ stored: { jmlHrWebhookApi: { secret, previousSecret: '' } } });
});
afterEach(backToNow);

const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> => {
	const ledger = await openLedger({ directory: ledgerFolder(), origin: 'harness.test/jml', now: () => new Date() });
	try {
		return await work(ledger);
	} finally {
		await ledger.close();
	}
};
const records = (query: RecordQuery = {}): Promise<LedgerRecord[]> => withLedger((ledger) => ledger.records(query));
const kinds = async (): Promise<string[]> => (await records()).map(({ kind }) => kind);
const ledgerBytes = (): string =>
	readdirSync(ledgerFolder())
		.filter((name) => name.startsWith('ledger.sqlite'))
		.map((name) => readFileSync(join(ledgerFolder(), name), 'latin1'))
		.join('');

const credentials = { jmlHrWebhookApi: { id: '1', name: 'HR Webhook' } };
const hrEvent = (parameters: INode['parameters'], more: Partial<INode> = {}): INode =>
	node('HR Event', 'hrEvent', { company: 'kestrel', ...(parameters['message'] === 'webhook' ? {} : { dateMeaning: 'lastDayWorked', endsAt: '18:00', timeZone: 'Europe/Berlin' }), ...parameters }, { ...(parameters['message'] === 'webhook' ? { credentials } : {}), ...more });

interface Out {
	events: IDataObject[];
	attention: IDataObject[];
	replies: IDataObject[];
	toRead: IDataObject[];
	ran: Ran;
}

const runWith = async (hr: INode, items: INodeExecutionData[], mode: 'trigger' | 'manual' = 'trigger'): Promise<Out> => {
	const flow = n8n.workflow([node('Start', 'harness.passOn'), hr]);
	const ran = await n8n.runFrom(flow, 'Start', [items], { mode });
	const [events = [], attention = [], replies = [], toRead = []] = (ran.outputs('HR Event') ?? []).map((output) => output.map(({ json }) => json));
	return { events, attention, replies, toRead, ran };
};

/** What n8n's Webhook node puts out with Raw Body on. */
const arrived = (body: string, headers: Record<string, string>, query: Record<string, string> = {}): INodeExecutionData => ({
	json: { headers: { 'content-type': 'application/json', ...headers }, params: {}, query, body: { changed: 'what n8n parsed is not what was signed' } },
	binary: { data: { data: Buffer.from(body).toString('base64'), mimeType: 'application/json' } },
});

const gustoBody = (uuid = 'd-1', about = 'f7397a24') => JSON.stringify({ uuid, event_type: 'employee.terminated', resource_type: 'Company', resource_uuid: 'c', entity_type: 'Employee', entity_uuid: about, timestamp: Math.floor(Date.now() / 1_000) });
const fromGusto = (body: string, key = secret) => arrived(body, { 'x-gusto-signature': createHmac('sha256', key).update(body).digest('hex') });
const gustoDoor = hrEvent({ source: 'gusto', message: 'webhook' });

const day = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const employee = (more: object = {}): IDataObject => ({ uuid: 'f7397a24', first_name: 'Ada', last_name: 'Lovelace', work_email: 'ada@kestrel.example', terminated: false, onboarded: true, jobs: [{ primary: true, title: 'Engineer', hire_date: '2020-01-06' }], terminations: [], ...more });
const leaving = (date: string, more: object = {}): IDataObject => employee({ terminations: [{ uuid: 't-1', effective_date: date, active: false }], ...more });
const gustoReader = hrEvent({ source: 'gusto', message: 'answer' });
const read = (answer: IDataObject, reader = gustoReader) => runWith(reader, [{ json: answer }]);

describe('a signed message', () => {
	test('is answered, and says whom to read: nothing else of it is believed', async () => {
		const { events, attention, replies, toRead } = await runWith(gustoDoor, [fromGusto(gustoBody())]);
		expect(replies).toEqual([{ status: 202, body: { accepted: true } }]);
		expect(toRead).toEqual([{ source: 'gusto/kestrel', employeeId: 'f7397a24', hint: { said: 'employee.terminated', receivedAt: expect.any(String) }, ledger: expect.anything() }]);
		expect([...events, ...attention]).toEqual([]);
		expect(await kinds()).toEqual(['event.unread', 'webhook.received']);
	});

	test('F03: delivered five times, two of them at once, names the person once', async () => {
		const message = () => runWith(gustoDoor, [fromGusto(body)]);
		const body = gustoBody();
		const all = [...(await Promise.all([message(), message()])), await message(), await message(), await message()];
		expect(all.flatMap(({ toRead }) => toRead)).toHaveLength(1);
		expect(all.map(({ replies }) => replies[0]!['status'])).toEqual([202, 202, 202, 202, 202]);
		expect((await records({ kinds: ['webhook.received'] })).length).toBe(1);
		expect((await records({ kinds: ['webhook.repeated'] })).length).toBeGreaterThanOrEqual(1);
	});

	test('that looks like another one of a moment ago has them read once more, and a later one does not', async () => {
		const body = gustoBody();
		const unread = async () => (await runWith(hrEvent({ source: 'gusto', message: 'unread' }), [{ json: {} }])).toRead.map(({ employeeId }) => employeeId);
		await runWith(gustoDoor, [fromGusto(body)]);
		await read(employee());
		expect(await unread()).toEqual([]);
		await runWith(gustoDoor, [fromGusto(body)]);
		expect(await unread()).toEqual(['f7397a24']);
		await read(employee());
		travel(11_000);
		await runWith(gustoDoor, [fromGusto(body)]);
		expect(await unread()).toEqual([]);
	});

	test('G10: one that is wrongly signed is answered with 401 and leaves one record a minute', async () => {
		const forged = Array.from({ length: 20 }, (_, index) => fromGusto(gustoBody(`d-${index}`), 'some other secret'));
		const { events, attention, replies, toRead } = await runWith(gustoDoor, forged);
		expect(new Set(replies.map(({ status, body }) => JSON.stringify({ status, body })))).toEqual(new Set(['{"status":401,"body":{}}']));
		expect(replies).toHaveLength(20);
		expect([...events, ...attention, ...toRead]).toEqual([]);
		const refused = await records();
		expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(['webhook.refused']));
		expect(refused.length).toBeLessThanOrEqual(2);
		expectSentence(refused[0]!.content!['why'] as string);
	});

	test.each([
		['HiBob', 'hibob', (body: string) => ({ 'bob-signature': createHmac('sha512', secret).update(body).digest('base64') }), { companyId: 1, type: 'employee.left', triggeredAt: new Date().toISOString(), version: 'v2', data: { employeeId: '3332883884017713238' } }, '3332883884017713238'],
		['Personio', 'personio', () => ({ authorization: secret }), { company_id: '1', event_name: 'person.updated', occurred_at: 'x', payload: { id: '5005' } }, '5005'],
	] as const)('of %s', async (_, source, headersOf, payload, id) => {
		const body = JSON.stringify(payload);
		const { toRead, replies } = await runWith(hrEvent({ source, message: 'webhook' }), [arrived(body, headersOf(body))]);
		expect(replies).toMatchObject([{ status: 202 }]);
		expect(toRead).toMatchObject([{ source: `${source}/kestrel`, employeeId: id }]);
	});

	test('in a test from the editor takes nothing in', async () => {
		const item = fromGusto(gustoBody());
		expect((await runWith(gustoDoor, [item], 'manual')).toRead).toHaveLength(1);
		expect(await kinds()).toEqual([]);
		expect((await runWith(gustoDoor, [item])).toRead).toHaveLength(1);
	});

	test('without the bytes it was signed as says what to switch on', async () => {
		const { ran } = await runWith(gustoDoor, [{ json: { headers: {}, body: {} } }]);
		expectSentence(ran.error);
		expect(ran.error).toMatch(/Raw Body/);
	});

	test('no secret and no header comes out, nor is kept', async () => {
		const { ran } = await runWith(hrEvent({ source: 'personio', message: 'webhook' }), [arrived('{"event_name":"person.updated","payload":{"id":"5005"}}', { authorization: secret })]);
		expect(JSON.stringify(ran.outputs('HR Event'))).not.toContain(secret);
		expect(ledgerBytes().includes(secret)).toBe(false);
	});

	test("Gusto's handshake is answered and told to people, once", async () => {
		const hello = arrived('{"verification_token":"vt-123456789","webhook_subscription_uuid":"sub-1"}', {});
		const door = hrEvent({ source: 'gusto', message: 'webhook' }, { credentials: {} });
		const first = await runWith(door, [hello, hello]);
		expect(first.replies.map(({ status }) => status)).toEqual([200, 200]);
		expect(first.attention).toEqual([{ source: 'gusto/kestrel', employeeId: null, problem: expect.stringContaining('sub-1') }]);
		expect(JSON.stringify(first)).not.toContain('vt-123456789","webhook');
		expectSentence(first.attention[0]!['problem'] as string);
	});

	test('G10: whoever sends thousands of handshakes fills neither the ledger nor a mailbox', async () => {
		const flood = Array.from({ length: 50 }, (_, index) => arrived(`{"verification_token":"vt-${index}","webhook_subscription_uuid":"sub-${index}"}`, {}));
		const { attention, replies } = await runWith(gustoDoor, flood);
		expect(replies).toHaveLength(50);
		expect(attention.length).toBeLessThanOrEqual(2);
		expect((await records()).length).toBeLessThanOrEqual(2);
	});

	test("Event Grid's handshake is answered with its code", async () => {
		const door = hrEvent({ source: 'generic', message: 'webhook', signedBy: 'eventGrid', tokenIn: 'query', markName: 'code' });
		const body = JSON.stringify([{ id: '1', eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'abc' } }]);
		expect((await runWith(door, [arrived(body, {}, { code: secret })])).replies).toEqual([{ status: 200, body: { validationResponse: 'abc' } }]);
		expect((await runWith(door, [arrived(body, {}, { code: 'wrong' })])).replies).toEqual([{ status: 401, body: {} }]);
	});

	test('of a queue needs no bytes, because a credential of n8n read it', async () => {
		const door = hrEvent({ source: 'generic', message: 'webhook', signedBy: 'sqs' }, { credentials: {} });
		const { toRead } = await runWith(door, [{ json: { Messages: [{ MessageId: 'q1', Body: '{"event":"employee.terminated","employee":{"sourceId":"7"}}' }] } }]);
		expect(toRead).toMatchObject([{ employeeId: '7', message: { event: 'employee.terminated' } }]);
	});

	test('whoever it named is unread until they were read', async () => {
		await runWith(gustoDoor, [fromGusto(gustoBody())]);
		const unread = hrEvent({ source: 'gusto', message: 'unread' });
		expect((await runWith(unread, [{ json: {} }, { json: {} }])).toRead).toMatchObject([{ source: 'gusto/kestrel', employeeId: 'f7397a24' }]);
		await read(employee());
		expect((await runWith(unread, [{ json: {} }])).toRead).toEqual([]);
		expect(await kinds()).toContain('event.read');
	});
});

describe('an answer', () => {
	test('becomes a person and an event, which the ledger knows', async () => {
		const { events, attention } = await read(leaving(day(10)));
		expect(attention).toEqual([]);
		expect(events).toEqual([
			{
				person: expect.objectContaining({ id: 'f7397a24', name: 'Ada Lovelace', workEmail: 'ada@kestrel.example', lastDay: day(10), startDate: '2020-01-06', timeZone: 'Europe/Berlin' }),
				event: { kind: 'terminate', key: `gusto/kestrel/f7397a24/terminate/${day(10)}/terminate-t-1`, source: 'gusto/kestrel', effectiveAt: expect.stringMatching(new RegExp(`^${day(10)}T1[67]:00:00`)), receivedAt: expect.any(String) },
				ledger: expect.anything(),
			},
		]);
		expect(await records({ kinds: ['person.known'], subject: 'gusto/kestrel/f7397a24' })).toMatchObject([{ content: { employeeId: 'f7397a24', name: 'Ada Lovelace', workEmail: 'ada@kestrel.example' } }]);
	});

	test('B09: one that tells late says so', async () => {
		const { events } = await read(leaving(day(-9), { terminated: true }));
		expect(events).toMatchObject([{ event: { kind: 'terminate', backDated: true } }]);
	});

	test('opens a case as it is', async () => {
		const item = (await read(leaving(day(0), { terminated: true }))).events[0]!;
		const opened = (await n8n.run([node('Open Case', 'evidenceLedger', { operation: 'openCase', dryRun: false })], [item])).items('Open Case');
		expect(opened).toMatchObject([{ case: { id: expect.stringMatching(/^hr_event_\d{8}_f7397a24_terminate-t-1$/), kind: 'terminate' } }]);
	});

	test('is quiet about what the workflow has taken in, also after a restart', async () => {
		const [item] = (await read(leaving(day(10)))).events;
		await withLedger((ledger) => takeIn(ledger, { source: 'gusto/kestrel', workflow: 'wf1' }, item as never, new Date(), 'guard'));
		n8n = await startInstance();
		expect((await read(leaving(day(10)))).events).toEqual([]);
		expect((await read(employee())).events).toEqual([]);
		expect(await kinds()).toContain('event.superseded');
	});

	test('in a test from the editor leaves nothing behind', async () => {
		expect((await runWith(gustoReader, [{ json: leaving(day(10)) }], 'manual')).events).toHaveLength(1);
		expect(await kinds()).toEqual([]);
	});

	test.each([
		['C02: an empty list', 'hibob', { employees: [] }],
		['C02: nothing at all', 'hibob', {}],
		['C03: a sign-in page', 'gusto', { data: '<!doctype html><title>Sign in</title>' }],
		['C03: a redirect', 'gusto', { statusCode: 302, headers: { location: 'https://login.example' }, body: '' }],
		['C03: a request that failed', 'gusto', { error: { message: 'connect ECONNREFUSED' } }],
		['a page of somebody else', 'rippling', { results: [{ id: '1', status: 'TERMINATED', start_date: '2020-01-01', end_date: day(-1) }], next_link: 'https://evil.example/workers' }],
		['an empty report', 'workday', { Report_Entry: [] }],
	])('%s is a suspect source: told once, concluded nothing', async (_, source, answer) => {
		const reader = hrEvent({ source, message: 'answer' });
		const first = await read(answer, reader);
		expect([...first.events, ...first.toRead, ...first.replies]).toEqual([]);
		expect(first.attention).toEqual([{ source: `${source}/kestrel`, employeeId: null, problem: expect.stringContaining('Nothing was concluded') }]);
		expectSentence(first.attention[0]!['problem'] as string);
		expect((await read(answer, reader)).attention).toEqual([]);
		expect(await kinds()).toEqual(['source.suspect']);
	});

	test('C10: a label nobody mapped is told once a day, with what to do, and can be mapped', async () => {
		const answer = { employees: [{ id: '1', displayName: 'Ada Lovelace', work: { startDate: '2020-01-06' }, internal: { lifecycleStatus: 'Ausgeschieden', terminationDate: day(-1) } }] };
		const reader = (more: INode['parameters'] = {}) => hrEvent({ source: 'hibob', message: 'answer', ...more });
		const { events, attention } = await read(answer, reader());
		expect(events).toEqual([]);
		expect(attention).toMatchObject([{ source: 'hibob/kestrel', employeeId: '1', problem: expect.stringMatching(/^Ada Lovelace \(employee 1\) was not acted upon: nobody said what the status "Ausgeschieden" means; add it/) }]);
		expectSentence(attention[0]!['problem'] as string);
		expect((await read(answer, reader())).attention).toEqual([]);
		expect((await read(answer, reader({ statusLabels: { label: [{ label: 'ausgeschieden', meaning: 'terminated' }] } }))).events).toMatchObject([{ event: { kind: 'terminate' } }]);
	});

	test('an answer about somebody else than was asked for is refused', async () => {
		const { events, attention } = await read(leaving(day(1)), hrEvent({ source: 'gusto', message: 'answer', asked: 'another' }));
		expect(events).toEqual([]);
		expect(attention).toMatchObject([{ problem: expect.stringMatching(/asked about employee another and answered about somebody else/) }]);
	});

	test('a source that is down is told of once an hour, with whom it was asked about, and not once for each person', async () => {
		const asking = (asked: string) => read({ error: 'down' }, hrEvent({ source: 'gusto', message: 'answer', asked }));
		expect((await asking('one')).attention).toMatchObject([{ employeeId: null, problem: expect.stringContaining('It was asked about employee one;') }]);
		expect((await asking('two')).attention).toEqual([]);
		expect(await records({ kinds: ['source.suspect'] })).toMatchObject([{ content: { employeeId: 'one' } }]);
		travel(minutes(61));
		expect((await asking('two')).attention).toMatchObject([{ problem: expect.stringContaining('employee two;') }]);
	});

	test('everybody, and then only a few: nobody is taken for a leaver', async () => {
		const person = (id: number) => ({ id: String(id), work: { startDate: '2020-01-06' }, internal: { lifecycleStatus: 'employed', terminationDate: null } });
		const reader = hrEvent({ source: 'hibob', message: 'answer', holds: 'everybody' });
		const whole = { employees: Array.from({ length: 20 }, (_, index) => person(index)) };
		expect(await read(whole, reader)).toMatchObject({ events: [], attention: [] });
		const part = { employees: whole.employees.slice(0, 10) };
		expect(await read(part, reader)).toMatchObject({ events: [], attention: [{ problem: expect.stringMatching(/10 people, and 20 the last time/) }] });
	});

	test('whoever left long ago is told of once, together', async () => {
		const person = (id: number) => ({ id: String(id), work: { startDate: '2019-01-06' }, internal: { lifecycleStatus: 'terminated', terminationDate: '2022-03-31' } });
		const reader = hrEvent({ source: 'hibob', message: 'answer' });
		const answer = { employees: [person(1), person(2), person(3)] };
		const { events, attention } = await read(answer, reader);
		expect(events).toEqual([]);
		expect(attention).toMatchObject([{ problem: expect.stringMatching(/^3 people had left/), employees: ['1', '2', '3'] }]);
		expect((await read(answer, reader)).attention).toEqual([]);
	});

	test('B04: nothing is read until somebody has said what the date is', async () => {
		const reader = (dateMeaning: string) => hrEvent({ source: 'hibob', message: 'answer', dateMeaning });
		await expect(read({ employees: [] }, reader(''))).rejects.toThrow(/"The Termination Date Is" is required/);
		const { ran } = await read({ employees: [] }, reader('={{ "" }}'));
		expect(ran.error).toMatch(/choose it in "The Termination Date Is"/);
		expectSentence(ran.error);
	});

	test('B01: the day ends where the person is', async () => {
		const answer = { employees: [{ id: '1', work: { startDate: '2020-01-06', site: 'Sydney' }, internal: { lifecycleStatus: 'employed', terminationDate: '2027-07-04' } }] };
		const { events } = await read(answer, hrEvent({ source: 'hibob', message: 'answer', endsAt: '23:59', timeZones: { location: [{ location: 'sydney', timeZone: 'Australia/Sydney' }] } }));
		expect(events).toMatchObject([{ person: { timeZone: 'Australia/Sydney' }, event: { effectiveAt: '2027-07-04T13:59:00.000Z' } }]);
	});

	test('a location nobody listed is told, and holds nothing up', async () => {
		const answer = { employees: [{ id: '1', displayName: 'Ada Lovelace', work: { startDate: '2020-01-06', site: 'Lima' }, internal: { lifecycleStatus: 'employed', terminationDate: '2027-07-04' } }] };
		const { events, attention } = await read(answer, hrEvent({ source: 'hibob', message: 'answer', timeZones: { location: [{ location: 'sydney', timeZone: 'Australia/Sydney' }] } }));
		expect(events).toMatchObject([{ person: { timeZone: 'Europe/Berlin' } }]);
		expect(attention).toMatchObject([{ problem: expect.stringMatching(/^Ada Lovelace \(employee 1\): they work at the location "Lima"/) }]);
		expectSentence(attention[0]!['problem'] as string);
	});

	test.each([
		['no company', { company: ' ' }, /Company/],
		['no time zone', { timeZone: 'Berlin' }, /not a time zone/],
		['no time of day', { endsAt: '25:00' }, /not a time of day/],
	])('%s is said in a sentence', async (_, parameters, said) => {
		const { ran } = await read(employee(), hrEvent({ source: 'gusto', message: 'answer', ...parameters }));
		expectSentence(ran.error);
		expect(ran.error).toMatch(said);
	});

	test('one that cannot be worked on does not stop the others', async () => {
		const reader = hrEvent({ source: 'gusto', message: 'answer', company: "={{ $json.company }}" }, { onError: 'continueRegularOutput' });
		const { events, attention } = await runWith(reader, [{ json: { company: '', ...employee() } }, { json: { company: 'kestrel', ...leaving(day(3)) } }]);
		expect(events).toHaveLength(1);
		expect(attention).toMatchObject([{ error: expect.stringMatching(/Company/) }]);
	});
});

describe('with the Lifecycle Guard behind it', () => {
	const guard = node('Guard', 'lifecycleGuard', { operation: 'checkEvents', options: { settleSeconds: 0 } });
	const release = node('Release', 'lifecycleGuard', { operation: 'releaseDue' });
	type Judged = { [Output in 'proceed' | 'needsApproval' | 'later' | 'ignored']: IDataObject[] };
	const judged = (outputs: INodeExecutionData[][] = []): Judged => {
		const [proceed = [], needsApproval = [], later = [], ignored = []] = outputs.map((output) => output.map(({ json }) => json));
		return { proceed, needsApproval, later, ignored };
	};
	const through = async (answer: IDataObject): Promise<Judged> => {
		const nodes = [node('Start', 'harness.passOn'), gustoReader, guard];
		const ran = await n8n.runFrom(n8n.workflow(nodes, inARow(nodes)), 'Start', [[{ json: answer }]]);
		expect(ran.error).toBeUndefined();
		return judged(ran.outputs('Guard'));
	};
	const released = async (): Promise<Judged> => {
		const ran = await n8n.runFrom(n8n.workflow([node('Start', 'harness.passOn'), release]), 'Start', [[{ json: {} }]]);
		return judged(ran.outputs('Release'));
	};
	const nothing: Judged = { proceed: [], needsApproval: [], later: [], ignored: [] };
	const eventsIn = (items: IDataObject[]) => items.map(({ event }) => (event as IDataObject)['kind']);

	test('B05: a termination ahead waits, is read again when it falls due, and passes once', async () => {
		const ahead = leaving(day(3));
		expect(eventsIn((await through(ahead)).later)).toEqual(['terminate']);
		expect(await through(ahead)).toEqual(nothing);
		travel(days(4));
		expect(eventsIn((await released()).proceed)).toEqual(['terminate']);
		const left = { ...ahead, terminated: true };
		expect(eventsIn((await through(left)).proceed)).toEqual(['terminate']);
		expect(await through(left)).toEqual(nothing);
	});

	test('B07: taken back before it fell due, nothing passes', async () => {
		await through(leaving(day(3)));
		expect(await through(employee())).toEqual(nothing);
		travel(days(4));
		expect(await released()).toEqual(nothing);
		expect(await through(employee())).toEqual(nothing);
	});

	test('B08: taken back after it passed, it comes out as such', async () => {
		const item = (await through(leaving(day(-1), { terminated: true }))).proceed[0]!;
		await n8n.run([node('Open Case', 'evidenceLedger', { operation: 'openCase', dryRun: false })], [item]);
		expect(eventsIn((await through(employee())).proceed)).toEqual(['rescind']);
		expect(await through(employee())).toEqual(nothing);
	});

	test('F05: a case that was interrupted is told again when the guard asks for it', async () => {
		const left = leaving(day(-1), { terminated: true });
		await through(left);
		travel(minutes(30));
		expect(eventsIn((await released()).proceed)).toEqual(['terminate']);
		expect(eventsIn((await through(left)).proceed)).toEqual(['terminate']);
	});

	test('C05: a flood is held by the guard, all of it', async () => {
		const nodes = [node('Start', 'harness.passOn'), gustoReader, guard];
		const crowd = Array.from({ length: 5 }, (_, index) => ({ json: { ...leaving(day(-1), { terminated: true }), uuid: `p-${index}` } }));
		const ran = await n8n.runFrom(n8n.workflow(nodes, inARow(nodes)), 'Start', [crowd]);
		const { proceed, needsApproval } = judged(ran.outputs('Guard'));
		expect([proceed.length, needsApproval.length]).toEqual([0, 5]);
	});
});

describe('two calls and columns', () => {
	test('Personio: the person and the employments', async () => {
		const employment = { id: '88001', person: { id: '5005' }, status: 'ACTIVE', employment_start_date: '2020-01-06', employment_end_date: null, termination: { termination_date: '2027-01-31', last_working_date: '2027-01-15' } };
		const reader = hrEvent({ source: 'personio', message: 'answer', answer: '={{ $json.person }}', employments: '={{ $json.employments }}', endsWith: 'lastWorkingDay' });
		const { events } = await read({ person: { id: 5005, first_name: 'Ada', last_name: 'Lovelace', email: 'ada@kestrel.example' }, employments: { _data: [employment] } }, reader);
		expect(events).toMatchObject([{ person: { id: '5005', name: 'Ada Lovelace' }, event: { key: 'personio/kestrel/5005/terminate/2027-01-15/terminate-88001', effectiveAt: '2027-01-15T17:00:00.000Z' } }]);
	});

	test('Workday: the columns the customer chose', async () => {
		const reader = hrEvent({ source: 'workday', message: 'answer', columns: { id: 'WID', status: 'Active', lastDay: 'Leaves' } });
		const { events } = await read({ Report_Entry: [{ WID: 'a1', Active: '1', Hire_Date: '2020-01-06', Leaves: '2027-01-31', Preferred_Name: 'Ada' }] }, reader);
		expect(events).toMatchObject([{ person: { id: 'a1', name: 'Ada' }, event: { kind: 'terminate', effectiveAt: '2027-01-31T17:00:00.000Z' } }]);
	});

	test('Rippling: a page behind the last one is missed', async () => {
		const page = { results: [{ id: 'w1', status: 'ACTIVE', start_date: '2020-01-06', end_date: null }], next_link: 'https://rest.ripplingapis.com/workers?cursor=x' };
		const { attention } = await read(page, hrEvent({ source: 'rippling', message: 'answer' }));
		expect(attention).toMatchObject([{ problem: expect.stringMatching(/pagination/) }]);
	});
});

describe('any other system', () => {
	const body = (more: object = {}) => JSON.stringify({ id: 'r-7', event: 'employee.terminated', occurredAt: '2026-11-20T10:00:00Z', effectiveAt: '2027-11-30T17:00:00+01:00', employee: { sourceId: '1001', name: 'Ada Lovelace', workEmail: 'ada@kestrel.example' }, ...more });
	const signed = (text: string) => {
		const timestamp = String(Math.floor(Date.now() / 1_000));
		return arrived(text, { 'x-jml-signature': `t=${timestamp},v1=${signJml(secret, timestamp, Buffer.from(text))}` });
	};
	const door = hrEvent({ source: 'generic', message: 'webhook', signedBy: 'jmlSignature' });
	const person = { name: '={{ $json.message?.employee?.name }}', workEmail: '={{ $json.message?.employee?.workEmail }}', rowId: '={{ $json.message?.id }}', urgency: '={{ $json.message?.urgency }}' };
	const reader = (more: INode['parameters'] = {}) => hrEvent({ source: 'generic', message: 'answer', says: 'event', person, ...more });
	const through = async (text: string, more: INode['parameters'] = {}) => {
		const { toRead } = await runWith(door, [signed(text)]);
		return runWith(reader(more), toRead.map((json) => ({ json })));
	};

	test('the suggested body goes through both nodes without an expression being touched', async () => {
		const { events } = await through(body());
		expect(events).toMatchObject([{ person: { id: '1001', name: 'Ada Lovelace', workEmail: 'ada@kestrel.example' }, event: { kind: 'terminate', key: 'generic/kestrel/1001/terminate/2027-11-30/terminate-r-7', effectiveAt: '2027-11-30T16:00:00.000Z' } }]);
	});

	test('urgency and a bare day', async () => {
		expect((await through(body({ urgency: 'immediate', effectiveAt: '2027-11-30' }))).events).toMatchObject([{ event: { urgency: 'immediate', effectiveAt: '2027-11-30T17:00:00.000Z' } }]);
	});

	test.each([
		['C10: an event nobody translated', { event: 'user.offboarded' }, /user\.offboarded/],
		['no date', { effectiveAt: '' }, /does not say when/],
		['a date that is none', { effectiveAt: 'tomorrow' }, /neither a day/],
		['a 30th of February', { effectiveAt: '2027-02-30' }, /neither a day/],
	])('%s is told, and nothing is concluded', async (_, change, said) => {
		const { events, attention } = await through(body(change));
		expect(events).toEqual([]);
		expect(attention).toMatchObject([{ employeeId: '1001', problem: expect.stringMatching(said) }]);
	});

	test('a state instead of an event', async () => {
		const { events } = await runWith(reader({ says: 'state', id: '={{ $json.nr }}', status: '={{ $json.state }}', firstDay: '2020-01-06', lastDay: '={{ $json.until }}' }), [{ json: { nr: 7, state: 'Active', until: '2027-01-31' } }]);
		expect(events).toMatchObject([{ person: { id: '7' }, event: { kind: 'terminate', effectiveAt: '2027-01-31T17:00:00.000Z' } }]);
	});
});

describe('the credential', () => {
	test.each([
		['OK', secret],
		['Error', ''],
		['Error', 'short'],
		['Error', ` ${secret}`],
		['Error', 'whsec_c2hvcnQ='],
	])('%s', async (status, entered) => {
		const result = await pressTest(n8n, 'jmlHrWebhookApi', { secret: entered, previousSecret: '' });
		expect(result.status).toBe(status);
		if (entered !== '') expect(result.message).not.toContain(entered.trim());
	});
});
