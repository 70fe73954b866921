import { readable, residualLabel, stepName } from '../../page/labels';
import { h, type Children, type Markup } from '../../page/markup';
import { badge, instant, said, section, table } from '../../page/parts';
import type { Residual } from '../../view';
import type { CaseStep, PeriodCase, PeriodView } from '../view';
import { counted, minutesText, standingLabel, verdictTone } from './labels';

/** With a script, a way to everything about the case. */
export const caseName = (caseId: string): Markup => h('code', { 'data-case': caseId }, caseId);

const nameOf = ({ view: { person } }: PeriodCase): Markup => said(person?.name ?? 'nobody named');

const who = (of: PeriodCase): Children => [h('strong', {}, nameOf(of)), h('span', { class: 'local' }, caseName(of.caseId))];

const stepOf = ({ step }: CaseStep): Markup => said(stepName({ system: step.system, step: step.action }));

export const late = ({ late: steps }: PeriodView): Markup =>
	section(
		'late',
		'Not in time, and why',
		steps.length === 0
			? h('p', {}, 'Every step was read back within its target.')
			: table(
					`${counted(steps.length, 'step')} that ${steps.length === 1 ? 'was' : 'were'} not read back within the target`,
					['Case', 'Step', 'Standing', 'Took', 'Target', 'Why'],
					steps.map(({ of, step }) => [who(of), stepOf({ of, step }), badge(standingLabel[step.standing]), minutesText(step.minutesFromStart), minutesText(step.slaMinutes), said(step.why)]),
					{ wide: true },
				),
	);

/** Two clocks, kept apart: these are HR's. */
export const hrLate = ({ hrLate: steps }: PeriodView): Markup | null => {
	const cases = [...new Set(steps.map(({ of }) => of))];
	if (cases.length === 0) return null;
	const rows = cases.map((of) => {
		const its = steps.filter((step) => step.of === of).map(({ step }) => step.minutesFromEffective ?? 0);
		return [who(of), instant(of.effectiveAt, null), instant(of.hrEnteredAt, null), minutesText(of.hrMinutes), minutesText(Math.max(...its)), `${its.length}`];
	});
	return section(
		'hr-late',
		'In time by our clock, and late all the same',
		h('p', {}, 'HR said it after it had taken effect. The target counts from when we knew; the person had access for longer.'),
		table('Cases that HR told of late', ['Case', 'Took effect', 'HR said so', 'HR’s part', 'All closed after', 'Steps'], rows, { wide: true }),
	);
};

const yesNo = (answer: boolean | null): Children => (answer === null ? ['–'] : [badge(answer ? { tone: 'good', text: 'Yes' } : { tone: 'bad', text: 'No' })]);

export const population = (view: PeriodView): Markup =>
	section(
		'population',
		'Population',
		h('p', {}, 'All cases that took effect in the period, in that order. The ledger has signed that these are the cases it was asked to hand over, and how many records each has; no record of them can be left out unnoticed. Whether HR knows of more, only HR’s own list can tell.'),
		view.cases.length === 0 ? h('p', {}, 'None.') : table(`${counted(view.cases.length, 'case')}`, ['Person', 'Event', 'When', 'Verdict', 'On time', 'Steps in time'], view.cases.map(caseRow), { wide: true }),
	);

const times = (pairs: readonly [string, string | null][]): Markup => h('dl', { class: 'times' }, pairs.map(([name, at]) => at !== null && h('div', {}, h('dt', {}, name), h('dd', {}, instant(at, null)))));

const caseRow = (one: PeriodCase): Children => {
	const { view, steps } = one;
	return [
		[h('strong', {}, nameOf(one)), h('span', { class: 'local' }, said(view.person?.id ?? '')), h('span', { class: 'local' }, caseName(one.caseId))],
		[said(view.event?.name ?? '–'), view.restored && h('span', { class: 'local' }, 'access given back'), view.givenBack !== null && h('span', { class: 'local' }, 'given back since')],
		times([['HR said so', one.hrEnteredAt], ['Took effect', one.effectiveAt], ['Opened', one.openedAt], ['Closed', one.closedAt]]),
		[badge({ tone: verdictTone(view.verdict), text: view.verdict }), view.contradictions.length > 0 && badge({ tone: 'bad', text: 'Its records say otherwise' })],
		yesNo(one.onTime),
		steps.length === 0 ? '–' : `${steps.filter(({ standing }) => standing === 'in time').length} of ${steps.length}`,
	];
};

export const notCounted = ({ belated, takenBack, drills, dryRuns, erased }: PeriodView): Markup | null => {
	if (belated.length + takenBack.length + drills.length + dryRuns.length + erased.length === 0) return null;
	const row = (one: PeriodCase): Children => [who(one), said(one.view.event?.name ?? '–'), instant(one.effectiveAt, null), instant(one.openedAt, null), badge({ tone: verdictTone(one.view.verdict), text: one.view.verdict })];
	const heads = ['Case', 'Event', 'Took effect', 'Opened', 'Verdict'];
	return section(
		'not-counted',
		'Not counted',
		belated.length > 0 && [h('h3', {}, 'Took effect before the period'), h('p', {}, 'They were opened only in this period, so an export of the earlier one that was made in time does not have them. Ask for that period again.'), table('Opened in the period, and took effect before', heads, belated.map(row), { wide: true })],
		takenBack.length > 0 && [h('h3', {}, 'Taken back by HR'), h('p', {}, 'HR took back what it had said before they were finished. What had been done by then stands in the case.'), table('Cases that HR took back', heads, takenBack.map(row), { wide: true })],
		drills.length > 0 && [h('h3', {}, 'Drills'), h('p', {}, 'Nobody left. Somebody who exists for drills only was cut, to see that it works and how long it takes.'), table('Cases that were drills', heads, drills.map(row), { wide: true })],
		dryRuns.length > 0 && [h('h3', {}, 'Dry runs'), h('p', {}, 'Nothing was changed in them. If somebody left in earnest, look for another case of theirs.'), table('Only tried out', heads, dryRuns.map(row), { wide: true })],
		erased.length > 0 && [
			h('h3', {}, 'Erased'),
			h('p', {}, 'Their content was erased, as later records say. That they were there, how many records they have and when those were written is still proven; when they took effect is not known any more, so those opened in the period are listed.'),
			table('Cases with erased content', ['Case', 'Records', 'First record', 'Last record'], erased.map(({ caseId, records, firstAt, lastAt }) => [h('code', {}, caseId), `${records}`, instant(firstAt, null), instant(lastAt, null)])),
		],
	);
};

interface Point extends Residual {
	of: PeriodCase[];
}

const shownCases = 6;

/** What many cases have in common is said once. */
export const openPoints = ({ residual }: PeriodView): Markup => {
	const points = new Map<string, Point>();
	for (const { of, residual: point } of residual) {
		const key = JSON.stringify([point.kind, point.what, point.why]);
		const known = points.get(key);
		if (known === undefined) points.set(key, { ...point, of: [of] });
		else if (known.of.at(-1) !== of) known.of.push(of);
	}
	const order = Object.keys(residualLabel);
	const rows = [...points.values()].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)).map(({ kind, what, why, of }) => {
		const [system = '', step = ''] = what.split('/');
		const more = of.length - shownCases;
		return [badge(residualLabel[kind]), said(`${readable(system)}: ${readable(step)}`), said(why), [`${of.length}`, h('span', { class: 'local' }, of.slice(0, shownCases).map((one) => [caseName(one.caseId), ' ']), more > 0 && `and ${more} more`)]];
	});
	return section('open-points', 'Open points and residual risk', rows.length === 0 ? h('p', {}, 'Nothing that the steps know of.') : table('What still is, or may be, in the counted cases', ['Kind', 'Where', 'What', 'Cases'], rows, { wide: true }));
};
