import type { ServiceNowSettings } from './settings';
import type { Row } from './state';

type Operator = '!=' | '=' | 'STARTSWITH' | 'LIKE' | 'ISEMPTY' | 'ISNOTEMPTY';

interface Condition {
	field: string;
	operator: Operator;
	value: string;
}

const fits: Record<Operator, (held: string, wanted: string) => boolean> = {
	'=': (held, wanted) => held === wanted,
	'!=': (held, wanted) => held !== wanted,
	STARTSWITH: (held, wanted) => held.startsWith(wanted),
	LIKE: (held, wanted) => held.includes(wanted),
	ISEMPTY: (held) => held === '',
	ISNOTEMPTY: (held) => held !== '',
};

function conditionIn(text: string): Condition | undefined {
	const [, field = '', operator, value = ''] = /^([a-z_][\w.]*)(!=|=|STARTSWITH|LIKE|ISNOTEMPTY|ISEMPTY)(.*)$/s.exec(text) ?? [];
	return operator === undefined ? undefined : { field, operator: operator as Operator, value };
}

/** An encoded query: `a=1^b=2^ORb=3`. What names no field of the table is left out, as if it had not been asked. */
export function rowsFor(rows: readonly Row[], fields: readonly string[], query: string, { invalidQueryReturnsNoRows }: Pick<ServiceNowSettings, 'invalidQueryReturnsNoRows'>): Row[] {
	const clauses = query.split('^').filter((clause) => clause !== '' && !clause.startsWith('ORDERBY'));
	const groups: Condition[][] = [];
	let invalid = false;
	for (const clause of clauses) {
		const either = clause.startsWith('OR');
		const condition = conditionIn(either ? clause.slice(2) : clause);
		if (condition === undefined || !fields.includes(condition.field)) invalid = true;
		else if (either && groups.length > 0) groups.at(-1)!.push(condition);
		else groups.push([condition]);
	}
	if (invalid && invalidQueryReturnsNoRows) return [];
	return rows.filter((row) => groups.every((group) => group.some(({ field, operator, value }) => fits[operator](row[field] ?? '', value))));
}
