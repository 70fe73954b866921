import type { LedgerRecord } from '../../ledger/types';
import { endsAccess, isDrill, type HrEvent } from '../event';
import { asName, type Person } from '../person';
import { following, type View } from '../view';
import { givesAccess } from './gates';

/** Somebody HR has told of before, by what a new record of the same person would have in common. */
export interface Known {
	/** `<source>/<id>` */
	who: string;
	id: string;
	source: string;
	name: string;
	email: string;
	number: string;
	startDate: string;
	/** Somebody who has left may come back under another id. */
	left: boolean;
	/** The records it is known from. */
	seqs: number[];
}

export interface People {
	known: Map<string, Known>;
	/** By what they have in common: `email ada@acme.com`. */
	alike: Map<string, Set<string>>;
	/** Whom the guard let pass, or who has a case: nobody asks again who they are. */
	settled: Set<string>;
}

const traits = ['email', 'number', 'name'] as const;
export type Trait = (typeof traits)[number];

export const traitsOf = (one: Pick<Known, Trait>): { trait: Trait; key: string }[] => traits.flatMap((trait) => (one[trait] === '' ? [] : [{ trait, key: `${trait} ${one[trait]}` }]));

/** Compared as people write them. */
export const trimmed = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? asName(String(value)) : '');

/** What a record tells of somebody; whether they have left, only some do. */
type Told = Omit<Known, 'left'> & { left: boolean | undefined };

const learn = ({ known, alike }: People, told: Told): void => {
	const before = known.get(told.who);
	const seen = { ...told, left: told.left ?? before?.left ?? false };
	// Each kind of record knows a part; what it does not know is kept from the other.
	const now = before === undefined ? seen : { ...seen, email: seen.email || before.email, number: seen.number || before.number, name: seen.name || before.name, startDate: seen.startDate || before.startDate, seqs: [...before.seqs, ...seen.seqs] };
	forget({ known, alike }, before);
	known.set(seen.who, now);
	for (const { key } of traitsOf(now)) alike.set(key, (alike.get(key) ?? new Set()).add(now.who));
};

const forget = ({ known, alike }: Pick<People, 'known' | 'alike'>, one: Known | undefined): void => {
	if (one === undefined) return;
	known.delete(one.who);
	for (const { key } of traitsOf(one)) {
		const who = alike.get(key);
		who?.delete(one.who);
		if (who?.size === 0) alike.delete(key);
	}
};

const erased = (people: People, content: LedgerRecord['content']): void => {
	const seqs = new Set(content?.['seqs'] as number[] | undefined);
	for (const one of [...people.known.values()]) if (one.seqs.some((seq) => seqs.has(seq))) forget(people, one);
};

const takings: { [kind: string]: (people: People, record: LedgerRecord & { content: NonNullable<LedgerRecord['content']> }) => void } = {
	'person.known': (people, { subject, content, seq }) => {
		const who = subject ?? '';
		const id = String(content['employeeId']);
		learn(people, { who, id, source: who.slice(0, who.length - id.length - 1), name: trimmed(content['name']), email: trimmed(content['workEmail']), number: trimmed(content['employeeNumber']), startDate: '', left: 'standing' in content ? content['standing'] === 'gone' : undefined, seqs: [seq] });
	},

	'case.opened': (people, { subject, content, seq }) => {
		const { person, event } = content as unknown as { person: Person; event: HrEvent };
		if (isDrill(event)) return;
		const who = subject ?? `${event.source}/${person.id}`;
		learn(people, { who, id: person.id, source: event.source, name: trimmed(person.name), email: trimmed(person.workEmail), number: '', startDate: trimmed(person.startDate), left: endsAccess(event) ? true : givesAccess(event.kind) ? false : undefined, seqs: [seq] });
		people.settled.add(who);
	},

	'guard.passed': ({ settled }, { content }) => {
		if (typeof content['who'] === 'string') settled.add(content['who']);
	},

	'record.erased': (people, { content }) => erased(people, content),
};

const peopleView: View<People> = {
	kinds: Object.keys(takings),
	empty: () => ({ known: new Map(), alike: new Map(), settled: new Set() }),
	take: (people, record) => {
		const { content } = record;
		if (content !== null) takings[record.kind]!(people, { ...record, content });
	},
};

export const peopleIn = following(peopleView);
