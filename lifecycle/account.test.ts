import type { Ledger } from '../ledger';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { claimAccount } from './account';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock();
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('one worker at a time for one account', () => {
	test('the second waits until the first lets go', async () => {
		const first = await claimAccount(ledger, clock, 'account/okta/1', 'a');
		let got = false;
		const second = claimAccount(ledger, clock, 'account/okta/1', 'b').then((claim) => ((got = true), claim));
		for (let turn = 0; turn < 5; turn++) await settle();
		expect(got).toBe(false);
		await first.release();
		await (await second).release();
		expect(got).toBe(true);
	});

	test('another account is nobody else\'s business', async () => {
		await claimAccount(ledger, clock, 'account/okta/1', 'a');
		await (await claimAccount(ledger, clock, 'account/okta/2', 'b')).release();
	});

	test('a worker that lives keeps its claim for as long as it works', async () => {
		const claim = await claimAccount(ledger, clock, 'account/okta/1', 'a');
		for (let minutes = 0; minutes < 20; minutes++) {
			clock.advance(5_000);
			await settle();
			await settle();
			expect(() => claim.stillOurs()).not.toThrow();
		}
		await claim.release();
	});

	test('a worker that was killed is succeeded when its claim has run out', async () => {
		await ledger.lease('account/okta/1', 'killed', 15_000);
		const claim = await claimAccount(ledger, clock, 'account/okta/1', 'successor');
		expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(15_000);
		await claim.release();
	});

	test('a worker that slept too long may not go on, even before anybody took over', async () => {
		const frozen = { ...clock, every: () => () => {} };
		const claim = await claimAccount(ledger, frozen, 'account/okta/1', 'a');
		clock.advance(16_000);
		expect(() => claim.stillOurs()).toThrow(/took this account over/);
	});

	test('a cancelled execution does not go on waiting', async () => {
		await claimAccount(ledger, clock, 'account/okta/1', 'a');
		const controller = new AbortController();
		const waiting = claimAccount(ledger, { ...clock, every: () => () => {} }, 'account/okta/1', 'b', controller.signal);
		controller.abort(new Error('cancelled'));
		await expect(waiting).rejects.toThrow('cancelled');
	});
});
