import { comparedWith, local, millisecondsBetween } from '../time';
import type { CallView, CaseView, Difference, RunView, StepView } from '../view';
import { outcomeLabel, readable, runVerdict, stepName } from './labels';
import { h, type Children, type Markup } from './markup';
import { badge, instant, recordLink, said, section, table } from './parts';

const heads = ['Step', 'Outcome', 'When', 'Before → after'];

export const steps = (view: CaseView): Markup => {
	const { run } = view;
	const title = run?.dryRun ? 'What would have been done' : 'What was done';
	return section('steps', title, run === null || run.steps.length === 0 ? h('p', {}, 'No step is recorded.') : stepTable(view, run, 'Each step, how it ended, and what was read before and after'));
};

export const stepTable = (view: CaseView, run: RunView, caption: string): Markup =>
	table(caption, heads, run.steps.map((step) => row(view, step)));

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

const details = ({ calls, before, after }: StepView): Markup | null => {
	const parts = [calls.length > 0 && `${calls.length} ${calls.length === 1 ? 'request' : 'requests'}`, before !== undefined && 'state before', after !== undefined && 'state after'].filter((part) => part !== false);
	if (parts.length === 0) return null;
	return h(
		'details',
		{},
		h('summary', {}, readable(parts.join(', '))),
		calls.length > 0 && h('ul', { class: 'calls' }, calls.map(call)),
		before !== undefined && [h('p', { class: 'quiet' }, 'State before'), h('pre', {}, JSON.stringify(before, null, 2))],
		after !== undefined && [h('p', { class: 'quiet' }, 'State after'), h('pre', {}, JSON.stringify(after, null, 2))],
	);
};

const call = ({ method, path, status, requestId, problem }: CallView): Markup =>
	h(
		'li',
		{},
		method !== null && h('code', {}, `${method} ${path ?? ''}`),
		status !== null && ` ${status}`,
		requestId !== null && [', request id ', h('code', {}, requestId)],
		problem !== null && h('pre', {}, problem),
	);

/** All ways through the workflow, and what the ones not shown above found. */
export const runs = (view: CaseView): Markup | null => {
	if (view.runs.length === 0) return null;
	const timeZone = view.person?.timeZone ?? null;
	const nameOf = ({ id }: RunView) => (id === null ? 'no run named' : `run ${id}`);
	const rows = view.runs.map((run) => [
		[h('strong', {}, said(readable(nameOf(run)))), run === view.run && h('span', { class: 'local' }, 'the one that counts')],
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
		others.map((run) => h('details', {}, h('summary', {}, `Steps of ${nameOf(run)}`), stepTable(view, run, `Steps of ${nameOf(run)}`))),
	);
};
