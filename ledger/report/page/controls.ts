import type { CaseView, ControlView } from '../view';
import { outcomeLabel, stepName } from './labels';
import { h, type Children, type Markup } from './markup';
import { icon, recordLink, said, section, table } from './parts';

export const controls = (view: CaseView): Markup => {
	const rows = view.controls.map((control) => [
		[h('strong', {}, `${control.framework} ${control.id}`)],
		control.meaning,
		evidence(control),
	]);
	return section(
		'controls',
		'Controls this is evidence for',
		h('p', {}, 'Which record speaks for which control is the judgement of this package’s authors. No publisher of a standard has confirmed it, and the meanings are in our words. Those marked with * we could not compare with the publisher’s text at all. Whether a control is met is for you to say.'),
		table('Controls, and the records of this case that speak for them', ['Control', 'Meaning', 'Evidence in this case'], rows.map(([id, meaning, found], index) => [[id, view.controls[index]!.wording === 'not compared' && ' *'], meaning, found])),
	);
};

const evidence = ({ steps, records, sealed }: ControlView): Children => {
	if (steps.length + records.length === 0) return [sealed ? 'This file as a whole: signed records that cannot be changed unnoticed' : 'None'];
	return [
		h(
			'ul',
			{ class: 'plain' },
			steps.map((step) => {
				const label = outcomeLabel(step);
				return h('li', {}, icon(label.tone), ' ', said(stepName(step)), ` – ${label.text.toLowerCase()} (`, recordLink(step.record), ')');
			}),
			records.map((number) => h('li', {}, recordLink(number))),
		),
	];
};
