import { createClock } from './clock';

const START = '2026-07-03T14:00:00.000Z';
const frozenClock = () => createClock({ start: START, frozen: true });

test('a frozen clock stands still, time that elapses does not', async () => {
	const clock = frozenClock();
	const elapsed = clock.elapsed();
	await new Promise((resolve) => setTimeout(resolve, 5));
	expect(clock.iso()).toBe(START);
	expect(clock.elapsed()).toBeGreaterThan(elapsed);
});

test('moving jumps both the wall clock and the time that elapses', () => {
	const clock = frozenClock();
	const elapsed = clock.elapsed();
	clock.move(60_000);
	expect(clock.iso()).toBe('2026-07-03T14:01:00.000Z');
	expect(clock.elapsed() - elapsed).toBeGreaterThanOrEqual(60_000);
});

test('what becomes due during a jump runs in order, each at its own instant', () => {
	const clock = frozenClock();
	const ran: string[] = [];
	const note = (name: string) => () => ran.push(`${name} ${clock.iso()}`);
	clock.schedule(clock.now() + 20_000, note('second'));
	clock.schedule(clock.now() + 10_000, () => {
		note('first')();
		clock.schedule(clock.now() + 5_000, note('scheduled on the way'));
	});
	clock.schedule(clock.now() + 90_000, note('not yet'));
	clock.move(30_000);
	expect(ran).toEqual(['first 2026-07-03T14:00:10.000Z', 'scheduled on the way 2026-07-03T14:00:15.000Z', 'second 2026-07-03T14:00:20.000Z']);
	expect(clock.iso()).toBe('2026-07-03T14:00:30.000Z');
});

test('a cancelled job never runs', () => {
	const clock = frozenClock();
	const job = jest.fn();
	clock.schedule(clock.now() + 1000, job)();
	clock.move(5000);
	expect(job).not.toHaveBeenCalled();
});

test('a running clock calls jobs by itself, faster when it is sped up', async () => {
	const clock = createClock({ start: START, speed: 36_000 });
	await new Promise<void>((resolve) => clock.schedule(clock.now() + 3_600_000 / 10, resolve));
	expect(clock.now()).toBeGreaterThanOrEqual(Date.parse(START) + 360_000);
	clock.stop();
});

test('the clock can be set back', () => {
	const clock = frozenClock();
	clock.set('2026-07-01T00:00:00Z');
	expect(clock.iso()).toBe('2026-07-01T00:00:00.000Z');
});
