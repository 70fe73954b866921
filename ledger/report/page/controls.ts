import type { CaseView, ControlView, StepView } from '../view';
import { outcomeLabel, type Tone } from './labels';
import { h, type Children, type Markup } from './markup';
import { icon, recordLink, recordLinks, section, table } from './parts';

export const controls = (view: CaseView): Markup => {
	const rows = view.controls.map((control) => [[h('span', { class: 'local' }, control.framework), h('strong', {}, control.id), control.wording === 'not compared' && ' *'], control.meaning, evidence(control)]);
	return section(
		'controls',
		'Controls this is evidence for',
		h('p', {}, 'Which record speaks for which control is the judgement of this package’s authors. No publisher of a standard has confirmed it, and the meanings are in our words. Those marked with * we could not compare with the publisher’s text at all. Whether a control is met is for you to say.'),
		table('Controls, and the records of this case that speak for them', ['Control', 'Meaning', 'Evidence in this case'], rows),
	);
};

const evidence = ({ steps, trigger, decisions, sealed }: ControlView): Children => {
	const found: Children = [
		steps.length > 0 && h('p', {}, icon(toneOf(steps)), ` ${countOf(steps)}: `, recordLinks(steps.map(({ record }) => record))),
		trigger !== null && h('p', {}, 'What HR said: ', recordLink(trigger)),
		decisions.length > 0 && h('p', {}, 'Decisions: ', recordLinks(decisions)),
		sealed && h('p', {}, 'This file as a whole: signed records that cannot be changed unnoticed'),
	];
	return found.some(Boolean) ? found : ['None'];
};

const toneOf = (steps: readonly StepView[]): Tone => {
	const tones = steps.map((step) => outcomeLabel(step).tone);
	return (['bad', 'warn', 'good'] as const).find((tone) => tones.includes(tone)) ?? 'plain';
};

const countOf = (steps: readonly StepView[]): string => {
	const settled = steps.filter((step) => step.settled);
	const unseen = settled.filter(({ verification }) => verification === 'cannot be read back').length;
	return `${settled.length} of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} settled${unseen === 0 ? '' : `, ${unseen} of which cannot be read back`}`;
};
