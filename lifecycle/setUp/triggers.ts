import type { Ledger } from '../../ledger/types';
import type { Check } from '../check';
import { sentenceOf, silences, type WatchTerms } from '../signsOfLife';
import { lastReads } from '../sources';

export const checkTriggers = async (ledger: Ledger, now: Date, terms: WatchTerms): Promise<Check> => {
	const silent = await silences(ledger, now, terms);
	if (silent.length > 0) return { ok: false, message: silent.map(sentenceOf).join(' ') };
	const alive = (await lastReads(ledger)).filter(({ at }) => now.getTime() - Date.parse(at) <= terms.silentMs);
	if (alive.length === 0) {
		return { ok: false, message: 'Nothing is looking at HR: no trigger has ever given a sign of life, or all were stopped long ago. Publish the leaver workflow, which comes as a dry run, wait for a few minutes, and check again.' };
	}
	return { ok: true, message: alive.map(({ workflow, source, headcount }) => `Workflow ${workflow} looks at ${source}, where it sees ${headcount} people who work there`).join('; ') };
};
