/** A group or role of a system, as the role catalogue names it. */
export interface Named {
	/** As the system's results and `access` are called: `okta`, `github:acme`. */
	system: string;
	label: string;
	/** Name or id. */
	right: string;
}

/** `Okta: Finance` */
export const shownRight = ({ label, right }: Named): string => `${label}: ${right}`;

const simply = (text: string): string => text.trim().toLowerCase();

/** The same right, however its letters are written. */
export const keyOf = ({ system, right }: Pick<Named, 'system' | 'right'>): string => `${system}/${simply(right)}`;

export interface KnownSystem {
	id: string;
	label: string;
	/** Of several places of its kind each is a system of its own, such as an organisation in GitHub. */
	places?: { called: string; required: boolean };
}

const squashed = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const slug = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

const kindNamed = (given: string, known: readonly KnownSystem[]): KnownSystem | undefined => known.find(({ id, label }) => squashed(given) !== '' && [id, label].some((name) => squashed(name) === squashed(given)));

/** By id or label, in upper or lower case; null where that names no system. */
export const systemNamed = (given: string, known: readonly KnownSystem[]): Pick<Named, 'system' | 'label'> | null => {
	const kind = kindNamed(given, known);
	if (kind !== undefined) return kind.places?.required === true ? null : { system: kind.id, label: kind.label };
	const [, before, place] = /^([^:]+):(.+)$/s.exec(given) ?? [];
	const placed = before === undefined ? undefined : kindNamed(before, known);
	return placed?.places === undefined || slug(place!) === '' ? null : { system: `${placed.id}:${slug(place!)}`, label: `${placed.label} ${place!.trim()}` };
};

/** What may be written, for who wrote something else. */
export const systemsInWords = (known: readonly KnownSystem[]): string =>
	known.flatMap(({ id, label, places }) => [...(places?.required === true ? [] : [label]), ...(places === undefined ? [] : [`${id}:<${places.called}>`])]).join(', ');

/** `System: Right`. The name of a place has a colon too, and no space behind it. */
export const rightNamed = (given: string, known: readonly KnownSystem[]): Named | null => {
	const [, before, right = ''] = /^(.+?):\s+(.+)$/s.exec(given.trim()) ?? /^([^:]+):(.+)$/s.exec(given.trim()) ?? [];
	const system = before === undefined ? null : systemNamed(before.trim(), known);
	return system === null || right.trim() === '' ? null : { ...system, right: right.trim() };
};
