import type { Erased } from './erase';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const shown = 20;
const listed = (ids: readonly string[]): string => `${ids.slice(0, shown).join(', ')}${ids.length > shown ? ` and ${ids.length - shown} more` : ''}`;

/** For whoever answers for it: what went, what stayed and why, and what to do. */
export const retentionSummary = ({ dryRun, cases, single, held, open, more, before }: Erased, days: number): string => {
	const day = before.slice(0, 10);
	const nothing = cases.count + single.records === 0;
	const what = [
		...(cases.count > 0 ? [`the content of ${counted(cases.count, 'case')} (${counted(cases.records, 'record')})`] : []),
		...(single.records > 0 ? [`the content of ${counted(single.records, 'record')} that ${single.records === 1 ? 'belongs' : 'belong'} to no case`] : []),
	].join(' and ');
	const since = `last written before ${day}, ${days} days ago`;
	return [
		nothing ? `Nothing ${dryRun ? 'would be' : 'was'} erased: nothing is past its retention (${since}) that may be erased.` : `${dryRun ? 'Would erase' : 'Erased'} ${what}, ${since}.`,
		...(held.cases.length > 0 ? [`${counted(held.cases.length, 'case')} ${held.cases.length === 1 ? 'is' : 'are'} kept by legal holds: ${listed(held.cases.map(({ caseId, exceptions }) => `${caseId} (${exceptions.join(', ')})`))}.`] : []),
		...(held.single > 0 ? [`${counted(held.single, 'single record')} ${held.single === 1 ? 'is' : 'are'} kept by legal holds.`] : []),
		...(open.length > 0 ? [`${counted(open.length, 'case')} ${open.length === 1 ? 'is not over and so was' : 'are not over and so were'} not erased. Run ${open.length === 1 ? 'it' : 'them'} again or have HR take the event back: ${listed(open)}.`] : []),
		...(more ? ['There is more: run it again.'] : []),
		...(dryRun && !nothing ? ['Nothing was erased. Switch off Only Show What Would Be Erased to do it; what is erased cannot be brought back.'] : []),
	].join(' ');
};
