import { toHex, utf8 } from '../../verify/bytes';
import { hmacSha256 } from '../../verify/hmac';
import { sha256 } from '../../verify/primitives';
import { compareTexts } from './share';

/** Told to whoever wants to draw the same sample with a program of their own. */
export const sampleMethod = 'Each case id is hashed with HMAC-SHA256 under the seed (both as UTF-8), the hexadecimal results are sorted, and the first cases are the sample. Who knows the seed draws the same cases again; who does not can foresee none of them.';

const keyBytes = 64;

const keyOf = (seed: string): Uint8Array => {
	const bytes = utf8(seed);
	return bytes.length > keyBytes ? sha256(bytes) : bytes;
};

export const sampleOf = (caseIds: readonly string[], seed: string, size: number): string[] => {
	const key = keyOf(seed);
	return caseIds
		.map((caseId) => ({ caseId, rank: toHex(hmacSha256(key, utf8(caseId))) }))
		.sort((one, other) => compareTexts(one.rank, other.rank))
		.slice(0, size)
		.map(({ caseId }) => caseId);
};

/** What auditors commonly take: all of fewer than ten, a tenth but at least five of a small population, 25 of a large one. */
export const usualSampleSize = (population: number): number => (population < 10 ? population : Math.min(25, Math.max(5, Math.ceil(population / 10))));
