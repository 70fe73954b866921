import { startOfDay } from '../../lifecycle/calendar';
import type { Change, EventKind } from '../../lifecycle/event';
import type { Standing, Worker } from '../../lifecycle/known';
import { text, type Row } from './rows';
import { cutOf, isGone, meaningOf, type Meaning, type Rules } from './rules';

/** Events of one track follow on each other: who is gone has not started, who is back is not on leave. */
export type Track = 'presence' | 'leave' | 'contract' | 'job' | 'name';

/** Something a history says happens. */
export interface Turn {
	track: Track;
	kind: EventKind;
	at: Date;
	/** The day HR wrote. */
	date: string;
	/** What tells it from every other fact of this kind about this person on that day. */
	fact: string;
	/** The row that says so. */
	row?: string;
	changes?: Change[];
	confidential?: true;
}

export interface Employment {
	standing: Standing;
	worker: Worker | null;
	/** What made it so, by track. */
	current: { presence: Turn | null; leave: Turn | null; contract: Turn | null };
	/** What is ahead, in its order. */
	ahead: Turn[];
	/** The row in effect, and what its label means. */
	row: Row | null;
	label: string;
	meaning: Meaning | null;
	/** What stands in effect is a label that nobody mapped; "not started yet" only adds to what was before. */
	undecided: { label: string; date: string } | null;
	/** Rows that have taken effect. */
	past: Row[];
	/** The label they work under, or worked under last, or will; null where none says so. */
	worksAs: string | null;
	/** Labels of rows ahead that nobody mapped. */
	unmapped: string[];
}

interface Station {
	row: Row;
	label: string;
	meaning: Meaning | null;
	at: Date;
}

export interface Circumstances {
	employeeId: string;
	rules: Rules;
	zone: string;
	privileged: boolean;
	/** The first day as the employee's record has it. */
	hired: string | null;
	now: Date;
}

const isWork = ({ meaning }: Station): boolean => meaning === 'employee' || meaning === 'contractor';

const labelOf = ({ columns }: Row): string => text(columns['employmentStatus']) ?? '';

/** What the rows of the employment status history say, whoever changed which field. */
export const employmentOf = (rows: readonly Row[], circumstances: Circumstances): Employment => {
	const { rules, zone, privileged, now } = circumstances;
	const stations = rows.map((row): Station => {
		const label = labelOf(row);
		const meaning = meaningOf(rules, label);
		return { row, label, meaning, at: (isGone(meaning) ? cutOf(row.date, rules, zone, privileged) : startOfDay(row.date, zone))! };
	});
	const past = stations.slice(0, stations.findLastIndex(({ at }) => at <= now) + 1);
	const future = stations.slice(past.length);
	const journey = walk(stations, past.length, circumstances);
	const current = past.at(-1);
	const decisive = past.findLast(({ meaning }) => meaning !== 'notStarted');
	return {
		...journey,
		row: current?.row ?? null,
		label: current?.label ?? '',
		meaning: current?.meaning ?? null,
		undecided: decisive?.meaning === null ? { label: decisive.label, date: decisive.row.date } : null,
		past: past.map(({ row }) => row),
		worksAs: (journey.standing === 'ahead' ? stations.find(isWork) : past.findLast(isWork))?.label ?? null,
		unmapped: future.filter(({ meaning }) => meaning === null).map(({ label }) => label),
	};
};

const walk = (stations: readonly Station[], pastCount: number, { employeeId, rules, zone, hired, now }: Circumstances): Pick<Employment, 'standing' | 'worker' | 'current' | 'ahead'> => {
	let presence: 'none' | 'here' | 'gone' = 'none';
	let onLeave = false;
	let worker: Worker | null = null;
	const current: Employment['current'] = { presence: null, leave: null, contract: null };
	const ahead: Turn[] = [];
	let atNow: Pick<Employment, 'standing' | 'worker'> = { standing: 'ahead', worker: null };

	stations.forEach(({ row, meaning, at }, index) => {
		const turn = (track: 'presence' | 'leave' | 'contract', kind: EventKind, extra: Partial<Turn> = {}) => {
			const made: Turn = { track, kind, at, date: row.date, fact: factOf(kind, row), row: row.id, ...extra };
			if (index >= pastCount) ahead.push(made);
			else current[track] = made;
		};
		if (isGone(meaning)) {
			if (presence !== 'gone') turn('presence', meaning === 'contractEnded' ? 'contract-end' : 'terminate', isConfidential(row, employeeId, rules) ? { confidential: true } : {});
			presence = 'gone';
			onLeave = false;
		} else if (meaning !== null && meaning !== 'notStarted') {
			const before = presence;
			if (before === 'none') turn('presence', 'start', firstDay(hired, row.date, zone));
			if (before === 'gone') turn('presence', 'rehire');
			presence = 'here';
			const leaves = meaning === 'onLeave';
			if (leaves && !onLeave) turn('leave', 'leave');
			if (!leaves && onLeave) turn('leave', 'return');
			onLeave = leaves;
			if (!leaves) {
				if (before === 'here' && worker !== null && worker !== meaning) turn('contract', 'conversion', { changes: [{ field: 'contract', from: worker, to: meaning as Worker }] });
				worker = meaning as Worker;
			}
		}
		if (index < pastCount) atNow = { standing: standingOf(presence, onLeave), worker };
	});

	// A record that has a first day and no history yet.
	if (presence === 'none' && hired !== null) {
		const first = { track: 'presence', kind: 'start', fact: startFact, ...firstDay(hired, hired, zone) } as const;
		if (first.at > now) ahead.push(first);
		else current.presence = first;
	}
	const notYet = current.presence?.kind === 'start' && current.presence.at > now;
	if (notYet) ahead.unshift(current.presence!);
	return { ...atNow, ...(notYet ? { standing: 'ahead' as const } : {}), current: notYet ? { ...current, presence: null } : current, ahead };
};

const standingOf = (presence: 'none' | 'here' | 'gone', onLeave: boolean): Standing => {
	if (presence === 'none') return 'ahead';
	if (presence === 'gone') return 'gone';
	return onLeave ? 'onLeave' : 'working';
};

const startFact = 'start';

/** Somebody starts once; whatever else happens, happens by a row. */
const factOf = (kind: EventKind, { id }: Row): string => {
	if (kind === 'start') return startFact;
	return kind === 'terminate' ? id : `${id}-${kind}`;
};

/** Where record and history differ, the later day is the first. */
const firstDay = (hired: string | null, row: string, zone: string): Pick<Turn, 'at' | 'date'> => {
	const date = hired !== null && hired > row ? hired : row;
	return { date, at: startOfDay(date, zone)! };
};

const isConfidential = ({ columns }: Row, employeeId: string, { confidentialTypes, confidentialEmployees }: Rules): boolean =>
	confidentialEmployees.includes(employeeId) || confidentialTypes.includes((text(columns['terminationTypeId']) ?? '').toLowerCase());
