import { duration, millisecondsBetween } from '../time';
import type { CaseView, Residual } from '../view';
import { readable, residualLabel } from './labels';
import { h, type Children, type Markup } from './markup';
import { badge, facts, instant, recordLink, said, section, table } from './parts';
import { timeline } from './timeline';

export const overview = (view: CaseView): Markup =>
	section('overview', 'What happened', h('div', { class: 'columns' }, h('div', {}, whoAndWhat(view), approvals(view)), h('div', {}, timeline(view))), contradictions(view));

const whoAndWhat = ({ person, event, promise, run }: CaseView): Markup => {
	const timeZone = person?.timeZone ?? null;
	const text = (value: string | null | undefined) => (value ? said(value) : null);
	const pairs: [string, Children[number]][] = [
		['Event', event && said([event.name, event.source === null ? '' : `as ${event.source} says`].filter(Boolean).join(', '))],
		['HR told us', event && instant(event.receivedAt, timeZone)],
		['Takes effect', event && instant(event.effectiveAt, timeZone)],
		['Deadline', run?.dueBy && promise ? [instant(run.dueBy, timeZone), h('span', { class: 'local' }, `${duration(millisecondsBetween(promise.startAt, run.dueBy))} after it took effect and we knew`)] : null],
		['HR latency', event?.effectiveAt && event.receivedAt ? hrLatency(event.effectiveAt, event.receivedAt) : null],
		['Employee', person && said([person.id, person.workEmail, person.workerType].filter(Boolean).join(', '))],
		['Manager', text(person?.manager)],
		['Employed', person?.startDate || person?.lastDay ? said(`${person?.startDate ?? '?'} to ${person?.lastDay ?? '?'}`) : null],
		['Clearance', text(person?.clearance)],
		['Event key', event?.key ? h('code', {}, event.key) : null],
	];
	return facts(pairs.filter(([, value]) => value !== null && value !== undefined && value !== ''));
};

const hrLatency = (effectiveAt: string, receivedAt: string): string => {
	const late = millisecondsBetween(effectiveAt, receivedAt);
	return late <= 0 ? 'none: HR said it in time' : `${duration(late)}: HR said it after it had taken effect`;
};

const approvals = ({ decisions, event, person }: CaseView): Markup =>
	h(
		'div',
		{ class: 'approvals' },
		h('h3', {}, 'On whose approval'),
		decisions.length === 0
			? h('p', {}, event?.source ? ['On the word of the HR system (', said(event.source), '). Nobody decided it by hand in this case.'] : 'No decision by a named person is recorded in this case.')
			: decisions.map((one) => [
					h('p', {}, h('strong', {}, readable(one.decision)), ' by ', said(one.by), one.requestedBy !== null && [', asked for by ', said(one.requestedBy)], ' (', recordLink(one.record), ')'),
					h('p', {}, instant(one.at, person?.timeZone ?? null)),
					one.reason !== null && h('p', {}, 'Reason: ', said(one.reason)),
					one.what !== null && h('details', {}, h('summary', {}, 'What they were shown'), h('pre', {}, one.what)),
					one.asShown === false && h('p', { class: 'alarm' }, badge({ tone: 'bad', text: 'The text above is not the one whose hash was recorded' })),
				]),
	);

const contradictions = (view: CaseView): Children =>
	view.contradictions.map((text) => h('p', { class: 'alarm' }, badge({ tone: 'bad', text })));

/** What still is, or may be. */
export const residualRisk = ({ residual, run, restored }: CaseView): Markup => {
	const rows = residual.map(({ kind, what, why, record }: Residual) => {
		const [system = '', step = ''] = what.split('/');
		return [badge(residualLabel[kind]), h('span', {}, said(`${readable(system)}: ${readable(step)}`)), said(why), record === null ? '–' : recordLink(record)];
	});
	const nothing = run?.dryRun ? 'This was a dry run: nothing was changed, so all access is as it was.' : run === null ? 'No step is recorded, so nothing can be said.' : 'Nothing that the steps know of.';
	return section('residual', restored ? 'Not back' : 'Open points and residual risk', rows.length === 0 ? h('p', {}, nothing) : table(restored ? 'What is not as it was before the cut, and whose it is to do something about it' : 'What still is, or may be, and what to do about it', ['Kind', 'Where', 'What', 'Evidence'], rows));
};
