import { createHash } from 'node:crypto';
import { isBackDated } from '../event';
import { shown } from '../exceptions/exception';
import type { Hold } from './hold';
import { namelyHeld, sentence } from './words';

/** Who alone may decide, to be put at the beginning of a sentence. */
export const whoMay = ({ approvers = [] }: Pick<Hold, 'approvers'>): string => `Only ${approvers.join(' or ')}`;

const howDecided = (hold: Hold): string[] => {
	const { needs, plan, approvers } = hold;
	if (plan === undefined) return [`${needs === 1 ? 'One person decides' : 'Two people have to approve'}. Rejected, it is not carried out.`];
	return [`Plan ${plan.hash}`, `${approvers === undefined ? 'One person decides' : `${whoMay(hold)} decides`}. Rejected, it is left out, and the rest of the plan goes on.`];
};

/** Of one event alone: what its case keeps, where others were decided on with it. */
export const partOf = (hold: Hold): string => {
	const { id, reasons, requestedBy, event } = hold;
	return [
		`${id}: ${sentence(`${namelyHeld(hold)}, in effect from ${shown(event.effectiveAt)}, according to ${event.source}`)}`,
		...(isBackDated(event) ? [`HR said so at ${shown(event.receivedAt)}, after it had taken effect.`] : []),
		...(requestedBy === null ? [] : [sentence(`Asked for by ${requestedBy}, who cannot decide on it`)]),
		...reasons.map(({ why }) => `- ${sentence(why)}`),
		...howDecided(hold),
	].join('\n');
};

/** What somebody has to read before they decide. It follows from the holds alone, whoever asks and whenever. */
export const textOf = (holds: readonly Hold[]): string => {
	const sorted = [...holds].sort((a, b) => (a.id < b.id ? -1 : 1));
	const head = sorted.length === 1 ? [] : [`${sorted.length} events are decided on together.`];
	return [...head, ...sorted.map(partOf)].join('\n\n');
};

/** To be ticked in a list: the id of each hold comes first. */
export const lineOf = (holds: readonly Hold[]): string => {
	const [first] = holds;
	if (first === undefined) return '';
	const what = holds.length === 1 ? namelyHeld(first) : `${holds.length} events together`;
	return `${holds.map(({ id }) => id).join(', ')}: ${what}, because of ${[...new Set(holds.flatMap(({ reasons }) => reasons.map(({ code }) => code)))].join(', ')}`;
};

const entities: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '{': '&#123;', '}': '&#125;' };

/** For a page of a form. Braces too, because n8n evaluates what stands between two of them, and names come from outside. */
export const asHtml = (text: string): string => `<pre>${text.replace(/[&<>"'{}]/g, (character) => entities[character]!)}</pre>`;

/** A form sends line breaks its own way and may trim the ends; every other character counts. */
export const asShown = (text: string): string => text.replaceAll('\r\n', '\n').trim();

export const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export interface Listed {
	holds: readonly Hold[];
	text: string;
	hash: string;
}

export const together = (holds: readonly Hold[]): Listed => {
	const text = textOf(holds);
	return { holds, text, hash: hashOf(text) };
};

const inFlood = ({ reasons }: Hold): boolean => reasons.some(({ code }) => code === 'breaker');

/** One for each, or all that opened the breaker of a workflow as one, so that a plan can be decided on as a plan. */
export const listOf = (holds: readonly Hold[], floodsTogether: boolean): Listed[] => {
	if (!floodsTogether) return holds.map((hold) => together([hold]));
	const floods = new Map<string, Hold[]>();
	for (const hold of holds.filter(inFlood)) floods.set(hold.workflow, [...(floods.get(hold.workflow) ?? []), hold]);
	return [...[...floods.values()].map(together), ...holds.filter((hold) => !inFlood(hold)).map((hold) => together([hold]))];
};
