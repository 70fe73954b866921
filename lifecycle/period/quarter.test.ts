import { daysFrom, quarterOf } from './quarter';

const at = (instant: string) => new Date(instant);

it.each([
	['2026-10-02T06:00:00.000Z', 'UTC', 1, { from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z', name: '2026-Q3' }],
	['2026-10-02T06:00:00.000Z', 'UTC', 0, { from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z', name: '2026-Q4' }],
	['2027-01-01T06:00:00.000Z', 'Asia/Riyadh', 1, { from: '2026-09-30T21:00:00.000Z', to: '2026-12-31T21:00:00.000Z', name: '2026-Q4' }],
	['2026-09-30T22:00:00.000Z', 'Asia/Riyadh', 1, { from: '2026-06-30T21:00:00.000Z', to: '2026-09-30T21:00:00.000Z', name: '2026-Q3' }],
	['2026-04-15T12:00:00.000Z', 'Europe/Berlin', 1, { from: '2025-12-31T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z', name: '2026-Q1' }],
])('at %s in %s, %d quarters back', (now, zone, back, expected) => {
	expect(quarterOf(at(now), zone, back)).toEqual({ ...expected, timeZone: zone });
});

it('two days are a period with both of them in it, whatever the clocks do in between', () => {
	expect(daysFrom('2026-03-28', ' 2026-03-29 ', 'Europe/Berlin')).toEqual({ from: '2026-03-27T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', name: '2026-03-28-to-2026-03-29', timeZone: 'Europe/Berlin' });
	expect(daysFrom('2026-03-28T17:30:00', '2026-03-28', 'UTC')).toMatchObject({ from: '2026-03-28T00:00:00.000Z', to: '2026-03-29T00:00:00.000Z' });
});

it.each([['', '2026-01-01', 'UTC'], ['2026-01-01', 'soon', 'UTC'], ['2026-01-02', '2026-01-01', 'UTC'], ['2026-02-30', '2026-03-01', 'UTC'], ['2026-01-01', '2026-01-02', 'Mars/Phobos']])('%j to %j in %s is none, and says so', (first, last, zone) => {
	expect(() => daysFrom(first, last, zone)).toThrow(/^No period was exported, because .*\.$/);
});
