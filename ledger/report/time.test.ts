import { comparedWith, duration, local, utc } from './time';

it.each([
	[0, '0 s'], [400, 'under 1 s'], [-400, 'under 1 s'], [600, '1 s'], [59_499, '59 s'], [59_500, '1 min'], [200_000, '3 min 20 s'], [3_600_000, '1 h'],
	[3_605_000, '1 h'], [7_500_000, '2 h 5 min'], [86_400_000, '1 d'], [93_784_000, '1 d 2 h'], [-900_000, '15 min'], [400 * 86_400_000, '400 d'],
])('%d ms are said to be %s', (milliseconds, text) => {
	expect(duration(milliseconds)).toBe(text);
});

it('says before and after', () => {
	expect([comparedWith(-60_000, 'it'), comparedWith(0, 'it'), comparedWith(61_000, 'it')]).toEqual(['1 min before it', 'at the same time as it', '1 min 1 s after it']);
});

it('shows the time where the person works, with the day where it is another', () => {
	expect(utc('2026-11-20T14:36:03.268Z')).toBe('2026-11-20 14:36:03 UTC');
	expect(local('2026-11-20T14:36:03.268Z', 'America/New_York')).toBe('09:36:03 America/New_York');
	expect(local('2026-11-20T14:36:03.268Z', 'Pacific/Auckland')).toBe('2026-11-21 03:36:03 Pacific/Auckland');
	expect(local('2026-11-20T05:00:00.000Z', 'America/New_York')).toBe('00:00:00 America/New_York');
	for (const nowhere of [null, 'UTC', 'Nowhere/At_All', '']) expect(local('2026-11-20T14:36:03.268Z', nowhere)).toBeNull();
});
