import type { Dictionary } from '../../http/parse';
import { dayIn, idIn, isDictionary, listIn, mustShow, namesOf, suspect, textIn, Unclear } from '../fields';
import { eachOf } from '../people';
import { digestOf } from '../signatures/compare';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import { refusalByToken } from '../signatures/token';
import type { Door, End, Entry, HrSource, ReadOptions, Stint } from '../source';

/** Personio signs nothing: it sends the token it was given, in clear inside TLS. Hence the message is a hint and no more. */
const door: Door = (message, keys) => {
	const refusal = refusalByToken(message, { ...keys, tokenIn: { header: 'authorization' } });
	if (refusal) return refusal;
	const payload = jsonIn(message.body);
	return isDictionary(payload) ? { kind: 'genuine', deliveries: [{ id: digestOf(message.body), payload }] } : refuse('no message');
};

const listOf = (answer: unknown): unknown[] => {
	if (isDictionary(answer) && '_data' in answer) return Array.isArray(answer['_data']) ? listIn(answer['_data'], 'Personio', '_data') : [answer['_data']];
	return Array.isArray(answer) ? answer : [answer];
};

const grant = 'tick the employment attributes (start date, end date, termination) for the API credential in Personio';

const read: HrSource['read'] = (answer, options) => {
	if (options.employments === undefined || options.employments === null || options.employments === '') {
		throw suspect('Personio tells in a second answer until when somebody is employed, and the node was given none. Nothing was concluded from it. Read /v2/persons/{id}/employments as well, and enter its answer in "Employments".');
	}
	const employments = listOf(options.employments).filter(isDictionary);
	return eachOf(listOf(answer), 'Personio', (person) => idIn(person['id']), (person, id) => entryOf(person, id, employments, options));
};

const entryOf = (person: Dictionary, id: string, employments: readonly Dictionary[], options: ReadOptions): Entry => {
	const own = employments.filter((employment) => isDictionary(employment['person']) && idIn(employment['person']['id']) === id);
	const [oldest, ...later] = own.map((employment) => ({ employment, stint: stintOf(employment, options) })).sort((a, b) => (a.stint.firstDay ?? '').localeCompare(b.stint.firstDay ?? ''));
	if (!oldest) throw new Unclear(`Personio showed no employment of theirs, so nobody can tell whether they stay; ${grant}`);
	const { employment } = later.at(-1) ?? oldest;
	const managerId = isDictionary(employment['supervisor']) ? idIn(employment['supervisor']['id']) : null;
	const units = Array.isArray(employment['org_units']) ? employment['org_units'].filter(isDictionary) : [];
	return {
		person: {
			id,
			...namesOf(id, null, textIn(person['preferred_name']) ?? textIn(person['first_name']), textIn(person['last_name'])),
			workEmail: textIn(person['email']),
			title: nameIn(employment['position'], 'title'),
			department: nameIn(units.find(({ type }) => type === 'department') ?? units[0], 'name'),
			location: nameIn(employment['office'], 'name'),
			manager: managerId === null ? null : { id: managerId, name: null, email: null },
			workerType: textIn(employment['type']),
			clearance: null,
		},
		employeeNumber: textIn(person['employee_number']),
		timeZone: null,
		stints: [oldest.stint, ...later.map(({ stint }) => stint)],
		changedAt: null,
	};
};

const stintOf = (employment: Dictionary, { endsWith = 'terminationDate' }: ReadOptions): Stint => {
	const firstDay = dayIn(mustShow(employment, 'employment_start_date', 'Personio', grant), 'The start date of the employment');
	if (employment['termination'] === undefined) mustShow(employment, 'employment_end_date', 'Personio', grant);
	return { label: textIn(mustShow(employment, 'status', 'Personio', grant)) ?? '', firstDay, end: endOf(employment, endsWith) };
};

/** Without a termination the end of a fixed term remains. The last working day may lie before the end of the contract. */
const endOf = (employment: Dictionary, endsWith: 'lastWorkingDay' | 'terminationDate'): End | null => {
	const row = textIn(employment['id']);
	const contractEnd = dayIn(employment['employment_end_date'], 'The end date of the employment');
	if (!isDictionary(employment['termination'])) return contractEnd === null ? null : { date: contractEnd, kind: 'contract-end', row };
	const { termination } = employment;
	const lastWorked = dayIn(termination['last_working_date'] ?? termination['last_working_day'], 'The last working day');
	if (endsWith === 'lastWorkingDay' && lastWorked !== null) return { date: lastWorked, meaning: 'lastDayWorked', kind: 'terminate', row };
	const date = dayIn(termination['termination_date'], 'The termination date') ?? contractEnd ?? lastWorked;
	return date === null ? null : { date, kind: 'terminate', row };
};

const nameIn = (value: unknown, field: string): string | null => (isDictionary(value) ? (textIn(value[field]) ?? textIn(value['name'])) : textIn(value));

export const personio: HrSource = {
	id: 'personio',
	label: 'Personio',
	labels: { ONBOARDING: 'preboarding', ACTIVE: 'active', LEAVE: 'leave', INACTIVE: 'terminated' },
	door,
	hints: (payload) => {
		const said = isDictionary(payload) ? textIn(payload['event_name']) : null;
		if (!isDictionary(payload) || !said || !isDictionary(payload['payload'])) return [];
		const about = payload['payload'];
		const named = isDictionary(about['person']) ? about['person']['id'] : (about['person_id'] ?? (said.startsWith('person.') ? about['id'] : undefined));
		const employeeId = idIn(named);
		return employeeId === null ? [] : [{ employeeId, said }];
	},
	read,
};
