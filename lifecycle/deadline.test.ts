import { virtualClock } from '../test/support/virtualClock';
import { deadline, excuse, unlessAborted, whyAborted } from './deadline';
import { Problem } from './problem';

const never = () => new Promise<never>(() => {});

test('what hangs is left behind when the time is over, with the reason', async () => {
	const clock = virtualClock();
	const { signal } = deadline(clock, 30_000, 'Too slow.');
	const waiting = unlessAborted(never, signal);
	clock.advance(30_000);
	await expect(waiting).rejects.toMatchObject({ code: 'cancelled', message: 'Too slow.' });
	expect(whyAborted(signal, 'Cancelled.').message).toBe('Too slow.');
});

test('before that, and once it is lifted, nothing ends', async () => {
	const clock = virtualClock();
	const { signal, lift } = deadline(clock, 30_000, 'Too slow.');
	clock.advance(29_999);
	await expect(unlessAborted(async () => 'in time', signal)).resolves.toBe('in time');
	lift();
	clock.advance(60_000);
	expect(signal.aborted).toBe(false);
});

test('a cancelled execution ends it, too, and says so', async () => {
	const outer = new AbortController();
	const { signal } = deadline(virtualClock(), 30_000, 'Too slow.', outer.signal);
	outer.abort();
	expect(whyAborted(signal, 'Cancelled.')).toEqual(new Problem('cancelled', 'Cancelled.'));
	const began = jest.fn(never);
	await expect(unlessAborted(began, signal)).rejects.toBeDefined();
	expect(began).not.toHaveBeenCalled();
});

describe('what has to wait because a vendor takes no more', () => {
	const waiting = async (clock: ReturnType<typeof virtualClock>, ...waits: number[]) => {
		const { signal, excusing } = deadline(clock, 30_000, 'Too slow.');
		await excusing(async () => waits.forEach(excuse));
		return signal;
	};

	test('has that much longer, and no more', async () => {
		const clock = virtualClock();
		const signal = await waiting(clock, 45_000);
		clock.advance(30_000);
		clock.advance(44_999);
		expect(signal.aborted).toBe(false);
		clock.advance(1);
		expect(signal.aborted).toBe(true);
	});

	test('has it once, however many wait at the same time', async () => {
		const clock = virtualClock();
		const signal = await waiting(clock, 20_000, 45_000, 45_000, 10_000);
		clock.advance(30_000);
		clock.advance(45_000);
		expect(signal.aborted).toBe(true);
	});

	test('what others wait for is theirs', async () => {
		const clock = virtualClock();
		const { signal } = deadline(clock, 30_000, 'Too slow.');
		excuse(45_000);
		await waiting(clock, 45_000);
		clock.advance(30_000);
		expect(signal.aborted).toBe(true);
	});
});
