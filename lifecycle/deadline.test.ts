import { virtualClock } from '../test/support/virtualClock';
import { deadline, unlessAborted, whyAborted } from './deadline';
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
