import type { Dictionary } from '../../http/parse';
import { dayIn, idIn, isDictionary, listIn, namesOf, textIn, Unclear } from '../fields';
import { eachOf } from '../people';
import { anyOf, digestOf, hmac, same } from '../signatures/compare';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import type { Door, Entry, HrSource } from '../source';

/** No time is signed apart from the one in the body. */
const oldestMs = 4 * 24 * 60 * 60_000;

const door: Door = ({ headers, body }, { secrets }, { now }) => {
	if (isPing(body)) return { kind: 'handshake', reply: { status: 200, body: {} } };
	if (secrets.length === 0) return refuse('no key');
	const signature = headers['bob-signature'];
	if (!signature) return refuse('unsigned');
	if (!anyOf(secrets, (secret) => same(signature, hmac('sha512', secret, body).toString('base64')))) return refuse('wrong signature');
	const payload = jsonIn(body);
	if (!isDictionary(payload)) return refuse('no message');
	const sentAt = Date.parse(String(payload['triggeredAt']));
	if (now.getTime() - sentAt > oldestMs) return refuse('too old');
	return { kind: 'genuine', deliveries: [{ id: digestOf(body), payload }] };
};

/** HiBob tests the address before it has a secret for it. */
const isPing = (body: Buffer): boolean => {
	const text = body.toString('utf8', 0, 100).trim();
	const payload = jsonIn(text);
	return text === 'Ping test' || payload === 'Ping test' || (isDictionary(payload) && Object.keys(payload).length === 1 && payload['text'] === 'Ping test');
};

/** HiBob names a field `work.title`, and answers with it nested, or as `/work/title` with a value of its own. Undefined where it was left out. */
const fieldOf = (employee: Dictionary, name: string): unknown => {
	const flat = employee[`/${name.replaceAll('.', '/')}`] ?? employee[name];
	if (flat !== undefined) return isDictionary(flat) && 'value' in flat ? flat['value'] : flat;
	const path = name.startsWith('root.') ? [name.slice('root.'.length)] : name.split('.');
	const nested = path.reduce<unknown>((at, part) => (isDictionary(at) ? at[part] : undefined), employee);
	return nested === undefined && name.startsWith('root.') && isDictionary(employee['root']) ? employee['root'][path[0]!] : nested;
};

/** Departments and sites are numbers of a list, and readable beside that. */
const readable = (employee: Dictionary, name: string): string | null => {
	const beside = isDictionary(employee['humanReadable']) ? textIn(fieldOf(employee['humanReadable'], name)) : null;
	return beside ?? textIn(fieldOf(employee, name));
};

const shown = (employee: Dictionary, name: string): unknown => {
	const value = fieldOf(employee, name);
	if (value === undefined) throw new Unclear(`HiBob left out "${name}", so nobody can tell whether they stay; ask for that field, and give the service user permission to see its category`);
	return value;
};

const entryOf = (employee: Dictionary, id: string): Entry => {
	const status = textIn(shown(employee, 'internal.lifecycleStatus'));
	const date = dayIn(shown(employee, 'internal.terminationDate'), 'The termination date');
	const firstDay = dayIn(shown(employee, 'work.startDate'), 'The start date');
	const manager = fieldOf(employee, 'work.reportsTo');
	const managerId = isDictionary(manager) ? idIn(manager['id']) : idIn(fieldOf(employee, 'work.reportsTo.id'));
	return {
		person: {
			id,
			...namesOf(id, textIn(fieldOf(employee, 'root.displayName')) ?? textIn(fieldOf(employee, 'root.fullName')), textIn(fieldOf(employee, 'root.firstName')), textIn(fieldOf(employee, 'root.surname'))),
			workEmail: textIn(fieldOf(employee, 'root.email')),
			title: readable(employee, 'work.title'),
			department: readable(employee, 'work.department'),
			location: readable(employee, 'work.site'),
			manager: managerId === null ? null : { id: managerId, name: isDictionary(manager) ? textIn(manager['displayName']) : null, email: isDictionary(manager) ? textIn(manager['email']) : null },
			workerType: null,
			clearance: null,
		},
		employeeNumber: textIn(fieldOf(employee, 'work.employeeIdInCompany')),
		timeZone: null,
		stints: [{ label: status ?? '', firstDay, end: date === null ? null : { date, kind: 'terminate', row: null } }],
		changedAt: null,
	};
};

const read: HrSource['read'] = (answer) => {
	const people = isDictionary(answer) && 'employees' in answer ? listIn(answer['employees'], 'HiBob', 'employees') : [answer];
	return eachOf(people, 'HiBob', (employee) => idIn(fieldOf(employee, 'root.id')), entryOf);
};

export const hibob: HrSource = {
	id: 'hibob',
	label: 'HiBob',
	labels: { Hired: 'preboarding', Employed: 'active', 'On Leave': 'leave', Leave: 'leave', 'Long Leave': 'leave', 'Parental Leave': 'leave', 'Garden Leave': 'gardenLeave', Terminated: 'terminated' },
	door,
	hints: (payload) => {
		const said = isDictionary(payload) ? textIn(payload['type']) : null;
		if (!isDictionary(payload) || !said?.startsWith('employee.')) return [];
		const employeeId = isDictionary(payload['data']) ? idIn(payload['data']['employeeId']) : null;
		return employeeId === null ? [] : [{ employeeId, said }];
	},
	read,
};
