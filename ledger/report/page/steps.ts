import { comparedWith, local, millisecondsBetween } from '../time';
import type { CallView, CaseView, Difference, RunView, StepView } from '../view';
import { outcomeLabel, runVerdict, stepName } from './labels';
import { h, type Children, type Markup } from './markup';
import { badge, instant, raw, recordLink, said, section, table } from './parts';

const heads = ['Step', 'Outcome', 'When', 'Before → after'];

export const steps = (view: CaseView): Markup => {
	const { run, restored } = view;
	const title = run?.dryRun ? 'What would have been done' : restored ? 'What was given back' : 'What was done';
	return section('steps', title, run === null || run.steps.length === 0 ? h('p', {}, 'No step is recorded.') : stepTable(view, run, 'Each step, how it ended, and what was read before and after'));
};

export const stepTable = (view: CaseView, run: RunView, caption: string): Markup =>
	table(caption, heads, run.steps.map((step) => row(view, step)), { wide: true });

const row = (view: CaseView, step: StepView): Children => [
	[h('strong', {}, said(stepName(step))), step.remainder && h('span', { class: 'local' }, 'what it had to leave'), step.account !== null && h('span', { class: 'local' }, said(step.account.label)), h('span', { class: 'local' }, recordLink(step.record), step.closes !== null && `, closes ${step.closes}`)],
	badge(outcomeLabel(step)),
	when(view, step),
	[changes(step.changes), step.reason !== '' && h('p', {}, said(step.reason)), details(step)],
];

/** Two clocks: that of the deadline, and that of HR. */
const when = ({ promise, event, person }: CaseView, step: StepView): Children => {
	const times: [string, string | null][] = [['Sent', step.requestedAt], ['In effect', step.effectiveAt], ['Read back', step.verifiedAt]];
	const done = step.verifiedAt ?? step.effectiveAt;
	const there = done === null ? null : local(done, person?.timeZone ?? null);
	const inHr = event?.effectiveAt && event.effectiveAt !== promise?.startAt ? event.effectiveAt : null;
	return [
		h('dl', { class: 'times' }, times.map(([name, at]) => at !== null && h('div', {}, h('dt', {}, name), h('dd', {}, instant(at, null))))),
		there !== null && h('p', { class: 'local' }, there),
		done !== null && promise !== null && h('p', { class: 'local' }, comparedWith(millisecondsBetween(promise.startAt, done), 'the clock started')),
		done !== null && inHr !== null && h('p', { class: 'local' }, comparedWith(millisecondsBetween(inHr, done), 'it took effect')),
	];
};

const changes = (differences: readonly Difference[]): Markup | null =>
	differences.length === 0
		? null
		: h('ul', { class: 'changes' }, differences.map(({ path, before, after }) => h('li', {}, h('span', { class: 'path' }, said(path)), ': ', before !== null && h('del', {}, said(before)), before !== null && after !== null && ' → ', after !== null && h('ins', {}, said(after)), after === null && ' (gone)')));

const details = ({ calls, before, after }: StepView): Children => [
	calls.length > 0 && h('p', {}, h('a', { href: '#requests' }, `${calls.length} ${calls.length === 1 ? 'request' : 'requests'}`)),
	before !== undefined && raw('State before', JSON.stringify(before, null, 2)),
	after !== undefined && raw('State after', JSON.stringify(after, null, 2)),
];

/** What was asked of the systems, with the ids by which they find it in their own logs. */
export const requests = ({ runs: all }: CaseView): Markup | null => {
	const rows = all.flatMap((one) => one.steps).flatMap((step) => step.calls.map((call) => requestRow(step, call)));
	return rows.length === 0 ? null : section('requests', 'Requests to the systems', table('Each request that changed or read something for a step, with the system’s own id of it', ['Step', 'Request', 'Answer', 'Request id'], rows));
};

const requestRow = (step: StepView, { method, path, status, requestId, problem }: CallView): Children => [
	[said(stepName(step)), h('span', { class: 'local' }, recordLink(step.record))],
	method === null ? '–' : h('code', {}, `${method} ${path ?? ''}`),
	[status === null ? problem === null && '–' : `${status}`, problem !== null && h('code', {}, problem)],
	requestId === null ? '–' : h('code', {}, requestId),
];

/** All ways through the workflow, and what the ones not shown above found. */
export const runs = (view: CaseView): Markup | null => {
	if (view.runs.length === 0) return null;
	const timeZone = view.person?.timeZone ?? null;
	const nameOf = ({ id }: RunView) => id ?? 'no run named';
	const rows = view.runs.map((run) => [
		[h('strong', {}, said(nameOf(run))), run === view.run && h('span', { class: 'local' }, 'the one that counts')],
		run.dryRun ? 'Dry run' : 'Real',
		[instant(run.openedAt, timeZone), run.openedIn !== null && h('span', { class: 'local' }, recordLink(run.openedIn))],
		[instant(run.closedAt, timeZone), run.closedIn !== null && h('span', { class: 'local' }, recordLink(run.closedIn))],
		badge(runVerdict(run)),
		`${run.steps.length}`,
	]);
	const others = view.runs.filter((run) => run !== view.run && run.steps.length > 0);
	return section(
		'runs',
		'Runs of the case',
		h('p', {}, 'Each way through the workflow is judged by itself. The last one that was not a dry run counts.'),
		table('Runs, in the order they began', ['Run', 'Kind', 'Opened', 'Closed', 'Verdict', 'Steps'], rows),
		others.map((run) => h('details', {}, h('summary', {}, `Steps of run ${nameOf(run)}`), stepTable(view, run, `Steps of run ${nameOf(run)}`))),
	);
};
