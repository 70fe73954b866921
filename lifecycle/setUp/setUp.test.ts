import type { Ledger } from '../../ledger';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { registerException } from '../exceptions/register';
import { noteRead } from '../sources';
import { intend, settle } from '../shipping/cursor';
import { batchOf } from '../shipping/sink';
import { noteRegistered, noteRemoved, webhooksIn } from '../webhooks';
import { checkClock } from './clock';
import { checkLedger } from './ledger';
import { checkProtected } from './protected';
import { checkSinks } from './sinks';
import { checkTriggers } from './triggers';
import { judgeWebhook } from './webhooks';

const minute = 60_000;
const day = 24 * 60 * minute;

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

test('the ledger is written, recomputed and signed', async () => {
	expect(await checkLedger(ledger, 'w1', 'in /data')).toEqual({ ok: true, message: 'The evidence ledger unit.test/jml lies in /data. It was written just now, all 1 records hold, and a checkpoint was signed' });
	expect(await ledger.records({ kinds: ['setUp.checked'] })).toEqual([expect.objectContaining({ content: { workflow: 'w1' } })]);
	const broken: Ledger = { ...ledger, verify: async () => ({ ok: false, seq: 0, problem: 'Its hash differs.' }) };
	expect(await checkLedger(broken, 'w1', 'in /data')).toEqual({ ok: false, message: expect.stringMatching(/does not hold from record 0 on: Its hash differs\. Keep the database/) as string });
	await expect(checkLedger({ ...ledger, append: () => Promise.reject(new Error('disk full')) }, 'w1', '')).rejects.toThrow('disk full');
});

test.each([
	['Fri, 20 Nov 2026 09:00:00 GMT', true, /differs from an outside server's by 0 seconds/],
	['Fri, 20 Nov 2026 08:58:00 GMT', true, /by 2 minutes/],
	['Fri, 20 Nov 2026 08:57:59 GMT', false, /2 minutes ahead of .*too early/],
	['Fri, 20 Nov 2026 09:05:00 GMT', false, /5 minutes behind .*too late/],
	['no answer', false, /compared with nothing.*\("no answer"\)/],
])('a clock against %s: %s', (outside, ok, message) => {
	expect(checkClock(outside, clock.now())).toEqual({ ok, message: expect.stringMatching(message) as string });
});

test('somebody has to be protected now', async () => {
	const register = (type: 'protected' | 'vip', expiresAt: string | null, ...who: string[]) => registerException(ledger, { type, who, system: null, step: null, owner: 'CISO', reason: 'break-glass', expiresAt, registeredBy: 'IT' }, clock.now());
	const check = () => checkProtected(ledger, clock.now());
	expect(await check()).toMatchObject({ ok: false });
	await register('vip', null, 'ceo@acme.test');
	expect(await check()).toMatchObject({ ok: false, message: expect.stringMatching(/^Nobody and nothing is registered as Protected/) as string });
	await register('protected', '2026-11-21T00:00:00.000Z', 'breakglass@acme.test', 'svc@acme.test');
	expect(await check()).toEqual({ ok: true, message: '2 accounts are registered as Protected and are never cut' });
	clock.advance(day);
	expect(await check()).toMatchObject({ ok: false });
});

test('a trigger has to look, and not to be forgotten', async () => {
	const terms = { silentMs: 30 * minute, forgottenMs: 7 * day };
	const check = () => checkTriggers(ledger, clock.now(), terms);
	expect(await check()).toEqual({ ok: false, message: expect.stringMatching(/^Nothing is looking at HR/) as string });
	await noteRead(ledger, { workflow: 'w1', source: 'bamboohr/acme' }, { latest: '', headcount: 75, people: 80 }, clock.now(), true);
	expect(await check()).toEqual({ ok: true, message: 'Workflow w1 looks at bamboohr/acme, where it sees 75 people who work there' });
	clock.advance(31 * minute);
	expect(await check()).toEqual({ ok: false, message: expect.stringMatching(/^Workflow w1 does not do its work for bamboohr\/acme/) as string });
	clock.advance(8 * day);
	expect(await check()).toEqual({ ok: false, message: expect.stringMatching(/^Nothing is looking at HR/) as string });
});

describe('sinks', () => {
	const news = () => ledger.append({ kind: 'case.opened', content: {} });
	const ship = async (from: number, to: number, settled = true) => {
		const batch = batchOf(ledger.origin, 's3', from, to);
		await intend(ledger, batch, 1);
		if (settled) await settle(ledger, batch, {});
	};
	const check = () => checkSinks(ledger, clock.now());

	test('none is said, too', async () => {
		expect(await check()).toEqual([{ what: 'Copies of the evidence', ok: false, message: expect.stringMatching(/^No copy of the evidence/) as string }]);
	});

	test('one that took everything, also where only shipping itself was written since', async () => {
		await news();
		await ship(0, 1);
		clock.advance(day);
		expect(await check()).toEqual([{ what: 'Copies of the evidence in s3', ok: true, message: 'It took something last at 2026-11-20 09:00 UTC, and nothing is waiting for it' }]);
	});

	test('one that lags: what waits for an hour does not come by itself', async () => {
		await news();
		await ship(0, 1);
		await news();
		expect(await check()).toMatchObject([{ ok: true }]);
		clock.advance(61 * minute);
		expect(await check()).toMatchObject([{ ok: false, message: expect.stringMatching(/oldest record it does not have is number 3, of 2026-11-20 09:00 UTC/) as string }]);
	});

	test('one that never took anything', async () => {
		await news();
		await ship(0, 1, false);
		clock.advance(day);
		expect(await check()).toMatchObject([{ what: 'Copies of the evidence in s3', ok: false, message: expect.stringMatching(/^It has never confirmed anything, and the oldest record it does not have is number 0/) as string }]);
	});
});

describe('webhooks', () => {
	const webhook = { workflow: 'w1', source: 'bamboohr/acme', url: 'https://n8n.acme.test/webhook/1/bamboohr' };

	test('an address is known from registering to removing, and noted once', async () => {
		await noteRegistered(ledger, webhook);
		await noteRegistered(ledger, webhook);
		expect(await webhooksIn(ledger)).toEqual([webhook]);
		expect(await ledger.records({ kinds: ['webhook.registered'] })).toHaveLength(1);
		await noteRemoved(ledger, webhook.url);
		await noteRemoved(ledger, 'https://n8n.acme.test/webhook-test/1/bamboohr');
		expect(await webhooksIn(ledger)).toEqual([]);
		expect(await ledger.records({ kinds: ['webhook.removed'] })).toHaveLength(1);
	});

	test.each([
		[{ status: 404, body: { code: 404, message: 'This webhook is not registered for GET requests. Did you mean to make a POST request?' } }, true, /trigger listens there/],
		[{ status: 404, body: '{"code":404,"message":"This webhook is not registered for GET requests."}' }, true, /trigger listens there/],
		[{ status: 404, body: { code: 404, message: 'The requested webhook "GET 1/bamboohr" is not registered.' } }, false, /nothing listens there\. Publish/],
		[{ status: 404, body: '<html>Not Found</html>' }, false, /is not n8n \(status 404\)/],
		[{ status: 302, body: '' }, false, /status 302.*login page/],
		[null, false, /does not reach itself/],
	])('what came back: %j', (answer, ok, message) => {
		expect(judgeWebhook(webhook.url, answer)).toEqual({ ok, message: expect.stringMatching(message) as string });
	});
});
