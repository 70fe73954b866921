import { waitAsked } from './rateLimit';

const now = new Date('2026-11-20T10:00:00.000Z');
const epoch = now.getTime() / 1_000;

describe('how long a throttled answer asks to wait', () => {
	test.each<[string, Record<string, string>, number | undefined]>([
		['Retry-After in seconds', { 'retry-after': '7' }, 7_000],
		['Retry-After as a date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT' }, 30_000],
		['Okta: reset instant in seconds', { 'x-rate-limit-reset': String(epoch + 45), 'x-rate-limit-limit': '600' }, 46_000],
		['reset instant in milliseconds', { 'x-ratelimit-reset': String((epoch + 45) * 1_000) }, 46_000],
		['reset as seconds from now', { 'ratelimit-reset': '12' }, 13_000],
		['reset measured by the server\'s own clock', { 'x-rate-limit-reset': String(epoch + 105), date: 'Fri, 20 Nov 2026 10:01:00 GMT' }, 46_000],
		['a reset that has passed', { 'x-rate-limit-reset': String(epoch - 45) }, 1_000],
		['Okta\'s concurrency limit describes no bucket', { 'x-rate-limit-limit': '0', 'x-rate-limit-reset': String(epoch + 45) }, undefined],
		['nothing said', {}, undefined],
		['nonsense', { 'retry-after': 'soon', 'x-rate-limit-reset': '-' }, undefined],
		['negative seconds', { 'retry-after': '-5' }, undefined],
	])('%s', (_name, headers, expected) => {
		expect(waitAsked(headers, now)).toBe(expected);
	});
});
