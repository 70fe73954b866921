import type { IDataObject } from 'n8n-workflow';
import { isBackDated, type HrEvent } from '../../lifecycle/event';
import { markRead, waiting } from '../../lifecycle/inbox';
import type { Person } from '../../lifecycle/person';
import { asProblem } from '../../lifecycle/problem';
import { lastRead, noteRead } from '../../lifecycle/sources';
import { answerIn } from '../../systems/hr/answer';
import { suspect } from '../../systems/hr/fields';
import { observe, stated, type Observer } from '../../systems/hr/observe';
import type { Said, State } from '../../systems/hr/source';
import { markOf } from '../shared/ledger';
import { dayOf, hourOf, itemOf, markOfProblem, noOutputs, tell, type Outputs, type Place } from './place';
import { jsonOf, mappedIn, readOptionsOf, rulesOf } from './settings';

/** From what the HR system answered to people and events. Whatever is doubtful is told, and nothing is concluded from it. */
export const read = async (place: Place): Promise<Outputs> => {
	const rules = rulesOf(place.context, place.index);
	const answered = await saidIn(place).catch(doubtful);
	if ('doubt' in answered) return { ...noOutputs(), attention: await tellOfDoubt(place, answered.doubt) };

	const observer: Observer = { ledger: place.ledger, taker: place.taker, source: place.source, rules, now: place.now, trying: place.trying };
	const unread = new Set(place.trying ? [] : (await waiting(place.ledger, place.taker, place.now, Infinity)).unread);
	const outputs = noOutputs();
	const longGone: string[] = [];
	let working = 0;
	for (const said of answered) {
		const employeeId = idOf(said);
		const found = await foundIn(observer, said);
		if ('why' in found) outputs.attention.push(...(await quarantine(place, employeeId, nameOf(said), found.why)));
		else if ('longGone' in found) longGone.push(found.longGone);
		else {
			outputs.events.push(...found.events.map((event) => eventItem(place, found.person, event)));
			if (found.gap && found.events.length > 0) outputs.attention.push(...(await tell(place, { kind: 'event.quarantined', employeeId, problem: `${whoIs(place, employeeId, nameOf(said))}: ${found.gap}.`, within: dayOf(place.now) })));
			if (found.state === 'active' || found.state === 'leave' || found.state === 'gardenLeave') working += 1;
		}
		if (employeeId !== null && unread.delete(employeeId)) await markRead(place.ledger, place.taker, employeeId);
	}
	outputs.attention.push(...(await tellOfLongGone(place, longGone)));
	if (holdsEverybody(place) && !place.trying) await noteRead(place.ledger, place.taker, { latest: place.now.toISOString(), headcount: working, people: answered.length }, place.now, false);
	return outputs;
};

/** A source that is down is one mail, and not one for each of whom it was asked about; what is doubtful of one alone names them. */
const tellOfDoubt = (place: Place, doubt: string): ReturnType<typeof tell> => {
	const asked = askedIn(place);
	const about = asked === '' || doubt.includes(`employee ${asked} `) ? '' : ` It was asked about employee ${asked}; of others with whom the same happens within the hour, nobody is told.`;
	return tell(place, { kind: 'source.suspect', employeeId: null, asked, problem: `${doubt}${about}`, within: hourOf(place.now), mark: markOfProblem(doubt) });
};

const doubtful = (error: unknown): { doubt: string } => {
	const problem = asProblem(error);
	if (problem.code !== 'bad_answer') throw problem;
	return { doubt: problem.message };
};

const saidIn = async (place: Place): Promise<Said[]> => {
	const { context, index, source } = place;
	const answer = source.id === 'generic' ? mappedIn(context, index) : answerIn(jsonOf(context.getNodeParameter('answer', index)), source.label);
	const said = source.read(answer, readOptions(place));
	onlyAsked(place, said);
	await noneMissing(place, said);
	return said;
};

type Found = { person: Person & { employeeNumber?: string | null }; events: HrEvent[]; state?: State; gap?: string | null } | { why: string } | { longGone: string };

const foundIn = async (observer: Observer, said: Said): Promise<Found> => {
	if (said.kind === 'unclear') return said;
	if (said.kind === 'entry') {
		const observed = await observe(observer, said.entry);
		if (observed.kind === 'longGone') return { longGone: said.entry.person.id };
		// A new id with a number that somebody else has had is held by the guard.
		return observed.kind === 'told' ? { ...observed, person: { ...observed.person, employeeNumber: said.entry.employeeNumber } } : observed;
	}
	const found = stated(observer, said.statement);
	return 'why' in found ? found : { person: found.person, events: [found.event] };
};

const readOptions = ({ context, index, source }: Place) => {
	const options = readOptionsOf(context, index);
	return source.id === 'personio' ? { ...options, employments: answerIn(options.employments, source.label) } : options;
};

const idOf = (said: Said): string | null => (said.kind === 'unclear' ? said.employeeId : said.kind === 'entry' ? said.entry.person.id : said.statement.person.id);

const nameOf = (said: Said): string | null => (said.kind === 'unclear' ? null : said.kind === 'entry' ? said.entry.person.name : said.statement.person.name);

const askedIn = ({ context, index }: Place): string => String(context.getNodeParameter('asked', index, '') ?? '').trim();

const onlyAsked = (place: Place, said: readonly Said[]): void => {
	const asked = askedIn(place);
	const other = asked === '' ? undefined : said.find((one) => idOf(one) !== asked);
	if (other) throw suspect(`${place.source.label} was asked about employee ${asked} and answered about somebody else. Nothing was concluded from it. Look at the HTTP Request node in front of this one.`);
};

const holdsEverybody = ({ context, index }: Place): boolean => context.getNodeParameter('holds', index, 'some') === 'everybody';

/** Nobody leaves the number of all people by leaving, so an answer that became much shorter is not whole. */
const noneMissing = async (place: Place, said: readonly Said[]): Promise<void> => {
	const { context, index, ledger, taker, source } = place;
	if (!holdsEverybody(place)) return;
	const before = await lastRead(ledger, taker);
	const smallest = Number(context.getNodeParameter('smallestPart', index, 80)) / 100;
	if (before !== undefined && said.length < before.people * smallest) {
		throw suspect(`${source.label} showed ${said.length} people, and ${before.people} the last time. Nobody was taken for a leaver, and nothing else was concluded from it. Look at filters and permissions; if it is right, lower "Smallest Part of the Last Answer" for one reading.`);
	}
};

const whoIs = ({ source }: Place, employeeId: string | null, name: string | null): string =>
	employeeId === null ? `Somebody in ${source.label}` : name === null || name === `Employee ${employeeId}` ? `Employee ${employeeId}` : `${name} (employee ${employeeId})`;

const quarantine = (place: Place, employeeId: string | null, name: string | null, why: string): ReturnType<typeof tell> => {
	return tell(place, { kind: 'event.quarantined', employeeId, problem: `${whoIs(place, employeeId, name)} was not acted upon: ${why}.`, within: dayOf(place.now) });
};

/** The first reading shows everybody who ever left. Whether they still have accounts is for a comparison, not for a thousand cases. */
const tellOfLongGone = async (place: Place, ids: readonly string[]): ReturnType<typeof tell> => {
	const items = [];
	for (const id of ids) {
		const problem = `Employee ${id} had left more than 30 days before they were first seen.`;
		if ((await tell(place, { kind: 'event.quarantined', employeeId: id, problem, within: '' })).length > 0) items.push(id);
	}
	if (items.length === 0) return [];
	const people = items.length === 1 ? 'One person' : `${items.length} people`;
	const problem = `${people} had left more than 30 days before ${place.source.label} was first read, and no case was started for them: ${items.slice(0, 50).join(', ')}${items.length > 50 ? ' and others' : ''}. Look whether they still have accounts.`;
	return [itemOf(place, { source: place.taker.source, employeeId: items.length === 1 ? items[0]! : null, problem, employees: items })];
};

const eventItem = (place: Place, person: Person, event: HrEvent) =>
	itemOf(place, { person: person as unknown as IDataObject, event: { ...event, ...(isBackDated(event) ? { backDated: true } : {}) } as unknown as IDataObject, ledger: markOf(place.context, place.ledger) });
