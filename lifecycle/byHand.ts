import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger/types';
import { byHandSystem } from './case';
import { caseIn, isOpening, openingKinds } from './caseRecords';
import { endsAccess } from './event';
import { takenBy } from './givingBack/taken';
import { recordResult, resultOf, type Within } from './journal';
import type { StepResult } from './outcome';
import type { Person } from './person';
import { Problem } from './problem';

/** What no system of ours reaches, and somebody does. */
export interface Chore {
	/** Such as `Building badge`. */
	what: string;
	/** Whoever does it, as Tell Somebody knows them: a team, or an address. */
	who: string;
	/** In words for whoever does it. */
	how: string;
}

/** What a ticket needs. A type, not an interface: it becomes an item. */
export type ChoreTicket = { caseId: string; what: string; audience: string; subject: string; text: string; about: string };

export interface Chores {
	results: StepResult[];
	/** None in a dry run, since whoever gets a ticket does what it says; and none that was opened before somebody was told. */
	tickets: ChoreTicket[];
}

const letters = /[\p{L}\p{N}]/u;

/** The end of a ticket's number: letters that every ticket system takes, and a hash in place of those it would drop. */
const slugOf = (what: string): string => {
	if (!letters.test(what)) return '';
	const plain = what.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
	const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);
	const isWhole = !plain.split(/[a-z0-9]/).some((rest) => letters.test(rest));
	return isWhole ? slug : [slug, createHash('sha256').update(plain).digest('hex').slice(0, 6)].filter((part) => part !== '').join('-');
};

/**
 * That something is done by hand is said in the evidence as what it is: found, and not removable from here. Whether it was
 * done, only the ticket knows.
 */
export const recordChores = async (ledger: Ledger, within: Within, chores: readonly Chore[]): Promise<Chores> => {
	const { caseId, run } = within;
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'step.settled', 'event.told', 'event.givenBack'] });
	const openings = records.filter(isOpening);
	const opening = openings.findLast(({ content }) => caseIn(content).run === run);
	if (opening === undefined) throw new Problem('misconfigured', `There is no open case ${caseId || '(none given)'} in the ledger, so nothing was recorded and no ticket is opened. Put an Evidence Ledger node with Open Case at the start of the workflow.`);
	const { dryRun, kind } = caseIn(opening.content);
	// Who it is stands where the case was opened first.
	const { person } = openings.find(({ content }) => content?.['person'] !== undefined)!.content as unknown as { person: Person };
	if (!endsAccess({ kind })) throw new Problem('misconfigured', `The event of ${person.name} is "${kind}", and what is done by hand here is for people who leave, so nothing was recorded and no ticket is opened. Take this node out of the workflow.`);
	// What was given back meanwhile has to be taken once more, and the ticket of the first time was called off.
	const times = records.filter(({ kind }) => kind === 'event.givenBack').length;
	const slugs = chores.map(({ what }) => slugOf(what)).map((slug) => (slug !== '' && times > 0 ? `${slug}-${times + 1}` : slug));
	for (const [index, { what, who }] of chores.entries()) {
		const lacks = slugs[index] === '' ? 'says nothing under What' : who === '' ? `says nobody under Who, for "${what}"` : slugs.indexOf(slugs[index]!) !== index ? `is there twice: "${what}"` : null;
		if (lacks !== null) throw new Problem('misconfigured', `Line ${index + 1} of what is done by hand ${lacks}, so for ${person.name} nothing was recorded and no ticket is opened. Mend the line in this node, then run the case again.`);
	}
	const results = chores.map(({ what, who }, index) => resultOf(byHandSystem, slugs[index]!, null, {
		outcome: dryRun ? 'planned' : 'not_removable_here', verified: dryRun ? false : 'unverifiable', requestedAt: null, effectiveAt: null, verifiedAt: null,
		reason: `${what}: nothing here reaches it, so ${who} ${dryRun ? 'would do' : 'does'} it by hand. ${dryRun ? 'In a dry run no ticket is opened' : `Whether it was done stands in the ticket ${caseId}/${slugs[index]}`}`,
	}));
	const toldAt = records.findLast(({ kind, content }) => kind === 'event.told' && content?.['workflow'] === opening.content?.['workflow'])?.seq ?? -1;
	const handedOut = new Set(records.filter(({ kind, content, seq }) => kind === 'step.settled' && seq < toldAt && content?.['system'] === byHandSystem && content['outcome'] === 'not_removable_here').map(({ content }) => content!['step']));
	for (const result of results) await recordResult(ledger, within, 'cut', result);
	return { results, tickets: dryRun ? [] : chores.flatMap((chore, index) => (handedOut.has(slugs[index]!) ? [] : [ticketOf(chore, slugs[index]!, person, caseId)])) };
};

/** What the cases that are given back had asked somebody to do: whoever got the ticket has to hear that it is over. */
export const choresToCallOff = async (ledger: Ledger, caseId: string): Promise<string[]> => {
	const { cases } = await takenBy(ledger, caseId);
	const asked = (await Promise.all(cases.map((one) => ledger.records({ caseId: one, kinds: ['step.settled'], subject: byHandSystem })))).flat();
	return [...new Set(asked.flatMap(({ caseId: of, content }) => (content?.['outcome'] === 'not_removable_here' ? [`${of}/${String(content['step'])}`] : [])))];
};

const ticketOf = ({ what, who, how }: Chore, about: string, person: Person, caseId: string): ChoreTicket => {
	const known = [person.title, person.department, person.location, person.workEmail].filter((one) => typeof one === 'string' && one !== '');
	return {
		caseId, what, audience: who, about, subject: `${what}: ${person.name} has left`,
		text: [`${person.name}${known.length === 0 ? '' : ` (${known.join(', ')})`} has left. HR ID: ${person.id}.${person.manager?.name ? ` Manager: ${person.manager.name}.` : ''}`, how, `Nothing else does this, and nothing checks it: close this ticket only when it was done. Case: ${caseId}.`].filter((line) => line !== '').join('\n\n'),
	};
};
