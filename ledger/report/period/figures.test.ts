import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { compareWithList, idsIn } from './compare';
import { sampleOf, usualSampleSize } from './sample';
import { spreadOf } from './spread';
import { defaultTargets, termsIn } from './targets';

describe('nearest rank', () => {
	it.each([
		[[], null, null],
		[[7], 7, 7],
		[[2, 1], 1, 2],
		[[15, 20, 35, 40, 50], 35, 50],
		[Array.from({ length: 20 }, (_, index) => 20 - index), 10, 19],
		[Array.from({ length: 100 }, (_, index) => index + 1), 50, 95],
	])('of %j', (numbers, p50, p95) => {
		expect(spreadOf(numbers)).toMatchObject({ count: numbers.length, p50, p95 });
	});

	it('gives a number that occurs, with at least that share at or below it', () => {
		fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
			const { p50, p95, max } = spreadOf(numbers);
			const below = (limit: number) => numbers.filter((one) => one <= limit).length / numbers.length;
			expect(numbers).toEqual(expect.arrayContaining([p50, p95, max]));
			expect(below(p50!)).toBeGreaterThanOrEqual(0.5);
			expect(below(p95!)).toBeGreaterThanOrEqual(0.95);
		}));
	});
});

describe('the sample', () => {
	const ids = Array.from({ length: 60 }, (_, index) => `hr_event_20260701_${index}`);

	it('is what any program draws that sorts by HMAC-SHA256 under the seed', () => {
		for (const seed of ['2026-10-05 Kestrel', 'é', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(300)]) {
			const rank = (id: string) => createHmac('sha256', seed).update(id).digest('hex');
			expect(sampleOf(ids, seed, 25)).toEqual([...ids].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, 25));
		}
	});

	it('depends on the seed, and not on the order of the cases', () => {
		expect(sampleOf(ids.toReversed(), 'a', 10)).toEqual(sampleOf(ids, 'a', 10));
		expect(sampleOf(ids, 'b', 10)).not.toEqual(sampleOf(ids, 'a', 10));
		expect(sampleOf(ids, 'a', 99).toSorted()).toEqual(ids.toSorted());
	});

	it.each([[0, 0], [1, 1], [9, 9], [10, 5], [50, 5], [51, 6], [100, 10], [241, 25], [1_000, 25]])('of a population of %d is usually %d', (population, size) => {
		expect(usualSampleSize(population)).toBe(size);
	});
});

describe('a list of HR', () => {
	it('is read as it is pasted', () => {
		expect(idsIn(' 30\r\n31, 32;33\t"34"\n\n')).toEqual(['30', '31', '32', '33', '34']);
		expect(idsIn('')).toEqual([]);
	});

	it('is compared in both directions', () => {
		expect(compareWithList(['30', '31', '31', '40'], ['30', '31', '50', '50'])).toEqual({ both: ['30', '31'], missingHere: ['50'], notInList: ['40'], repeated: ['50'] });
	});
});

describe('terms', () => {
	it.each([undefined, null, 7, {}, { targets: 'x' }, { targets: { 'sign-in': '7', credentials: 0, data: -1, devices: null } }])('from %j are the usual ones', (given) => {
		expect(termsIn(given as never)).toEqual({ targets: defaultTargets, timeZone: null });
	});

	it('are taken where they make sense', () => {
		expect(termsIn({ targets: { 'sign-in': 5, other: 1 }, timeZone: 'Asia/Riyadh' })).toEqual({ targets: { ...defaultTargets, 'sign-in': 5 }, timeZone: 'Asia/Riyadh' });
	});
});
