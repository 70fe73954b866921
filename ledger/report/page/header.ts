import type { Verified } from '../../verify';
import { duration, millisecondsBetween, utc } from '../time';
import type { CaseView } from '../view';
import { stepName, verdictLabel } from './labels';
import { h, type Markup } from './markup';
import { icon, recordLink, said } from './parts';

/** Who, and how it ended: what is read in the first ten seconds. */
export const header = (found: Pick<Verified, 'caseId' | 'origin'>, view: CaseView): Markup[] => {
	const { person, event } = view;
	const role = [person?.title, person?.department, person?.location].filter((text) => typeof text === 'string').join(', ');
	const verdict = verdictLabel(view);
	return [
		h(
			'div',
			{ class: 'who' },
			h('p', { class: 'kicker' }, `Evidence of a ${event?.isDrill ? 'drill' : 'case'}${event === null ? '' : `: ${event.name.toLowerCase()}`}`),
			h('h1', {}, said(person?.name ?? found.caseId)),
			role !== '' && h('p', {}, said(role)),
			h('p', { class: 'quiet' }, 'Case ', h('code', {}, found.caseId), ' in the ledger ', h('code', {}, found.origin)),
		),
		h(
			'div',
			{ class: `verdict ${verdict.tone}` },
			icon(verdict.tone),
			h('div', {}, h('p', { class: 'word' }, view.verdict), h('p', {}, `${verdict.text}.`), h('p', {}, deadline(view)), view.givenBack !== null && h('p', {}, `Given back since, on ${utc(view.givenBack.at)}`, view.givenBack.by !== null && [', with the case ', h('code', {}, view.givenBack.by)], ' (', recordLink(view.givenBack.record), ').'), cameBack(view), view.residual.length > 0 && h('p', {}, h('a', { href: '#residual' }, `${view.residual.length} ${view.residual.length === 1 ? 'point' : 'points'} to know of`))),
		),
	];
};

const deadline = ({ run, restored, cameBack, firstGoneAt }: CaseView): string => {
	if (run === null || run.dueBy === null || run.dryRun || restored) return '';
	// What came back later is said beside it, and makes nobody late who was in time.
	const goneAt = cameBack.length > 0 ? (firstGoneAt ?? run.verifiedAt) : run.verifiedAt;
	if (goneAt === null) return `Due ${utc(run.dueBy)}.`;
	const toSpare = millisecondsBetween(goneAt, run.dueBy);
	return toSpare >= 0 ? `Deadline kept, with ${duration(toSpare)} to spare.` : `Deadline missed by ${duration(toSpare)}.`;
};

const cameBack = ({ cameBack: times, run }: CaseView): Markup[] =>
	times.map(({ at, steps, record }) => h('p', {}, `Access had come back after that, as was found on ${utc(at)}: `, said(steps.map(stepName).join(', ')), run?.verdict === 'Complete' && [', and was taken once more'], ' (', recordLink(record), ').'));
