import { duration, millisecondsBetween, utc } from '../time';
import type { CaseView } from '../view';
import type { Tone } from './labels';
import { h, type Markup } from './markup';

interface Stop {
	name: string;
	at: string;
	tone: Tone;
}

const stopsOf = ({ event, decisions, run, runs, promise, verdict, cameBack, firstGoneAt }: CaseView): Stop[] => {
	// A case that was looked at again was cut in an earlier run.
	const steps = run === null || run.dryRun ? [] : runs.filter(({ dryRun }) => !dryRun).flatMap((one) => one.steps);
	const asked = steps.flatMap(({ requestedAt }) => requestedAt ?? []).sort()[0];
	const seen = steps.flatMap(({ requestedAt, verifiedAt, deferred }) => (requestedAt === null || deferred ? [] : (verifiedAt ?? []))).sort().at(-1);
	const due = promise?.dueBy ?? null;
	const gone = cameBack.length > 0 ? (firstGoneAt ?? seen) : seen;
	const late = due !== null && gone !== undefined && gone > due;
	const stops: [string, string | null | undefined, Tone][] = [
		['HR told us', event?.receivedAt, 'plain'],
		['Takes effect', event?.effectiveAt, 'plain'],
		...decisions.map(({ decision, at }): [string, string, Tone] => [`Decided: ${decision}`, at, 'plain']),
		['First change sent', asked, 'plain'],
		[verdict === 'Complete' ? 'Last change read back' : 'Last one read back so far', seen, late ? 'bad' : verdict === 'Complete' ? 'good' : 'plain'],
		...cameBack.map(({ at }): [string, string, Tone] => ['Access had come back', at, 'bad']),
		['Looked at last', runs.filter(({ dryRun, closedAt }) => !dryRun && closedAt !== null).slice(1).at(-1)?.closedAt, 'plain'],
		['Deadline', due, late ? 'bad' : 'plain'],
	];
	const known = stops.flatMap(([name, at, tone]) => (typeof at === 'string' ? [{ name, at, tone }] : []));
	return known.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
};

const [left, top, apart] = [104, 16, 54];

/** What happened when, in order, with the time between. Not to scale: minutes and days have to stand side by side. */
export const timeline = (view: CaseView): Markup | null => {
	const stops = stopsOf(view);
	if (stops.length < 2) return null;
	const gaps = stops.slice(1).map(({ at }, index) => duration(millisecondsBetween(stops[index]!.at, at)));
	const spoken = stops.map(({ name, at }, index) => `${name} ${utc(at)}${index === 0 ? '' : `, ${gaps[index - 1]} later`}`).join('; ');
	const y = (index: number) => top + index * apart;
	return h(
		'svg',
		{ class: 'timeline', viewBox: `0 0 372 ${y(stops.length - 1) + 32}`, role: 'img', 'aria-label': `Timeline: ${spoken}.` },
		gaps.map((gap, index) => [
			h('line', { x1: `${left}`, x2: `${left}`, y1: `${y(index) + 9}`, y2: `${y(index + 1) - 9}` }),
			h('text', { x: `${left - 14}`, y: `${y(index) + apart / 2 + 4}`, 'text-anchor': 'end' }, gap),
		]),
		stops.map(({ name, at, tone }, index) => [
			h('circle', { class: tone, cx: `${left}`, cy: `${y(index)}`, r: '6' }),
			h('text', { class: 'stop', x: `${left + 18}`, y: `${y(index) + 5}` }, name),
			h('text', { x: `${left + 18}`, y: `${y(index) + 22}` }, utc(at)),
		]),
	);
};
