import { createHash } from 'node:crypto';
import { canonicalize } from '../../ledger/canonical';
import type { Json } from '../../ledger/types';
import type { Role } from './catalogue';
import { keyOf, type Named } from './named';
import type { Direction } from './planned';

const sha256 = (value: Json): string => createHash('sha256').update(canonicalize(value), 'utf8').digest('hex');

const plain = ({ system, right }: Named): Json => ({ system, right });

/** What a row says. Where it stands in the table is no part of that. */
const wording = ({ where, gives, privileged, approvers, needsFirst, conflictsWith, overlapDays, daysBeforeStart }: Role): Json => ({
	where: { ...where },
	gives: gives === null ? null : plain(gives),
	privileged,
	approvers: [...approvers],
	needsFirst: needsFirst.map(plain),
	conflictsWith: conflictsWith.map(plain),
	overlapDays,
	daysBeforeStart,
});

const sorted = (values: readonly Json[]): Json[] => values.map((value) => ({ value, text: canonicalize(value) })).sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0)).map(({ value }) => value);

export interface Hashed {
	personId: string;
	eventKey: string;
}

/** One right, for one person in one event, as these rows give it and these people are asked. */
export const coverHash = ({ personId, eventKey }: Hashed, direction: Direction, right: Named, rows: readonly Role[], approvers: readonly string[] | null): string =>
	sha256({ person: personId, event: eventKey, do: direction, right: keyOf(right), rows: sorted(rows.map(wording)), approvers: approvers === null ? null : [...approvers].sort() });

export const planHash = (personId: string, additions: readonly Named[], removals: readonly (Named & { id: string })[], rows: readonly Role[]): string =>
	sha256({
		person: personId,
		additions: [...new Set(additions.map(keyOf))].sort(),
		removals: [...new Set(removals.map(({ system, id }) => `${system}/#${id}`))].sort(),
		rows: sorted([...new Set(rows)].map(wording)),
	});
