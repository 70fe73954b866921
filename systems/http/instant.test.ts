import { instantIn } from './instant';

test.each([
	['2026-01-02 03:04:05.000006+00:00', '2026-01-02T03:04:05.000Z'],
	['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000Z'],
	['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
	['', null],
	['never', null],
	[7, null],
])('the instant %s', (given, instant) => expect(instantIn(given)).toBe(instant));
