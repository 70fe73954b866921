import { canonicalize } from '../ledger/canonical';
import type { JsonObject, Ledger } from '../ledger/types';
import type { Taker } from './inbox';
import { keep } from './keep';
import { asName } from './person';
import { following, type View } from './view';

export type Standing = 'ahead' | 'working' | 'onLeave' | 'gone';
export type Worker = 'employee' | 'contractor';

/** Fields that HR does not show are missing here, and never compared. */
export type Job = { title?: string | null; department?: string | null; location?: string | null; manager?: string | null };

/** What was seen of one employee, so that what HR says next can be told from what it said before. */
export type Known = {
	name: string;
	workEmail: string | null;
	employeeNumber: string | null;
	/** null until it could be told. */
	standing: Standing | null;
	worker: Worker | null;
	job: Job | null;
	/** Rows of the history that have taken effect. */
	rows: { employmentStatus: string[]; jobInfo: string[] };
	/** How often each fact has been news: what HR takes back and says again is another event. */
	told: { [fact: string]: number };
	/** HR announced this employee after we knew everybody else, so what is true of them is news. */
	fresh: boolean;
	/** Somebody has to mend something before it can be told what is true. */
	troubled: boolean;
};

export interface KnownPerson {
	employeeId: string;
	known: Known;
}

interface Everybody {
	/** By workflow and subject. */
	people: Map<string, KnownPerson>;
	/** Who carries an address or a number, by workflow, source and value. */
	carriers: Map<string, Set<string>>;
}

const at = (workflow: string, subject: string): string => `${workflow} ${subject}`;
const sourceIn = (subject: string): string => subject.slice(0, subject.lastIndexOf('/'));
const carried = (workflow: string, source: string, { workEmail, employeeNumber }: Carrying): string[] =>
	[workEmail && `@${asName(workEmail)}`, employeeNumber && `#${asName(employeeNumber)}`].filter(Boolean).map((mark) => `${at(workflow, source)} ${mark}`);

type Carrying = Pick<Known, 'workEmail' | 'employeeNumber'>;

const knownView: View<Everybody> = {
	kinds: ['person.known'],
	empty: () => ({ people: new Map(), carriers: new Map() }),
	take: ({ people, carriers }, { subject, content }) => {
		// Whoever was erased is seen for the first time again.
		if (content === null || subject === undefined) return;
		const { workflow, employeeId, ...known } = content as JsonObject & { workflow: string; employeeId: string };
		const key = at(workflow, subject);
		const marksOf = (one: Carrying) => carried(workflow, sourceIn(subject), one);
		const before = people.get(key);
		for (const mark of before ? marksOf(before.known) : []) carriers.get(mark)?.delete(key);
		const person = { employeeId, known: known as unknown as Known };
		people.set(key, person);
		for (const mark of marksOf(person.known)) carriers.set(mark, (carriers.get(mark) ?? new Set()).add(key));
	},
};

const everybodyIn = following(knownView);

export interface Acquaintances {
	of(employeeId: string): Known | undefined;
	/** Others who carry the same work e-mail address or employee number. */
	sharing(employeeId: string, marks: Carrying): KnownPerson[];
	/** Of whom it could not be told what is true. */
	troubled(): string[];
}

/** Whom a workflow knows of one source. */
export const acquaintances = async (ledger: Ledger, { workflow, source }: Taker): Promise<Acquaintances> => {
	const { people, carriers } = await everybodyIn(ledger);
	const prefix = `${at(workflow, source)}/`;
	return {
		of: (employeeId) => people.get(prefix + employeeId)?.known,
		sharing: (employeeId, marks) => {
			const keys = new Set(carried(workflow, source, marks).flatMap((mark) => [...(carriers.get(mark) ?? [])]));
			keys.delete(prefix + employeeId);
			return [...keys].map((key) => people.get(key)!);
		},
		troubled: () => [...people].filter(([key, { known }]) => known.troubled && key.startsWith(prefix)).map(([, { employeeId }]) => employeeId),
	};
};

/** Written only when it differs from what was known before. */
export const remember = async (ledger: Ledger, { source, workflow }: Taker, employeeId: string, before: Known | undefined, known: Known): Promise<void> => {
	if (before !== undefined && canonicalize(before) === canonicalize(known)) return;
	await keep(ledger, { kind: 'person.known', subject: `${source}/${employeeId}`, content: { workflow, employeeId, ...known } });
};
