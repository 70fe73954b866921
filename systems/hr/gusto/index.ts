import type { Dictionary } from '../../http/parse';
import { dayIn, idIn, isDictionary, joined, mustShow, namesOf, textIn } from '../fields';
import { eachOf } from '../people';
import { anyOf, hmac, same } from '../signatures/compare';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import type { Door, End, Entry, HrSource } from '../source';

/** Gusto signs no time: what is known again is known by its uuid, and what is very old is not taken at all. */
const oldestMs = 4 * 24 * 60 * 60_000;

const door: Door = ({ headers, body }, { secrets }, { now }) => {
	const payload = jsonIn(body);
	const signature = headers['x-gusto-signature'];
	if (signature === undefined && isDictionary(payload) && textIn(payload['verification_token']) !== null) return verification(payload);
	if (secrets.length === 0) return refuse('no key');
	if (!signature) return refuse('unsigned');
	if (!anyOf(secrets, (secret) => same(signature, hmac('sha256', secret, body).toString('hex')))) return refuse('wrong signature');
	const id = isDictionary(payload) ? textIn(payload['uuid']) : null;
	if (!isDictionary(payload) || id === null) return refuse('no message');
	const sentAt = Number(payload['timestamp']) * 1_000;
	return now.getTime() - sentAt <= oldestMs ? { kind: 'genuine', deliveries: [{ id, payload }] } : refuse('too old');
};

/** Unsigned, so anybody can send one: it is answered, and believed only by who has just made the subscription. */
const verification = (payload: Dictionary): ReturnType<Door> => ({
	kind: 'handshake',
	reply: { status: 200, body: {} },
	tell: {
		why: `Gusto sent a verification token for the webhook subscription ${idIn(payload['webhook_subscription_uuid'])?.slice(0, 64) ?? '(not named)'}. If you have just made that subscription, and its uuid is the one Gusto gave you, open this execution, copy body.verification_token of the Webhook node into the credential "HR Webhook", and confirm it with PUT /v1/webhook_subscriptions/{uuid}/verify. If you have made none, ignore this: somebody is trying to plant a secret.`,
	},
});

const grant = 'give the application the scopes employees:read and employments:read in Gusto';

const read: HrSource['read'] = (answer) =>
	eachOf(Array.isArray(answer) ? answer : [answer], 'Gusto', (record) => idIn(record['uuid']), entryOf);

const entryOf = (employee: Dictionary, id: string): Entry => {
	const terminated = mustShow(employee, 'terminated', 'Gusto', grant);
	const terminations = mustShow(employee, 'terminations', 'Gusto', grant);
	const jobs = Array.isArray(employee['jobs']) ? employee['jobs'].filter(isDictionary) : [];
	const job = jobs.find(({ primary }) => primary === true) ?? jobs[0] ?? {};
	const rehire = isDictionary(employee['rehire']) ? dayIn(employee['rehire']['effective_date'], 'The date of the rehire') : null;
	const managerId = idIn(employee['manager_uuid']);
	return {
		person: {
			id,
			...namesOf(id, null, textIn(employee['preferred_first_name']) ?? textIn(employee['first_name']), textIn(employee['last_name'])),
			workEmail: textIn(employee['work_email']),
			title: textIn(job['title']),
			department: textIn(employee['department']),
			location: locationOf(job['location']),
			manager: managerId === null ? null : { id: managerId, name: null, email: null },
			workerType: textIn(employee['current_employment_status']),
			clearance: null,
		},
		employeeNumber: textIn(employee['employee_code']),
		timeZone: null,
		stints: [{ label: labelOf(terminated, employee['onboarded']), firstDay: rehire ?? dayIn(job['hire_date'], 'The hire date'), end: lastOf(terminations) }],
		changedAt: null,
	};
};

const labelOf = (terminated: unknown, onboarded: unknown): string => {
	if (typeof terminated !== 'boolean') return `terminated: ${String(terminated)}`;
	return terminated ? 'terminated' : onboarded === false ? 'onboarding' : 'active';
};

/** Whoever was rehired has more than one. A cancelled one is no longer in the list. */
const lastOf = (terminations: unknown): End | null => {
	const ends = (Array.isArray(terminations) ? terminations : []).filter(isDictionary).flatMap((termination): End[] => {
		const date = dayIn(termination['effective_date'], 'The date of the termination');
		return date === null ? [] : [{ date, meaning: 'lastDayWorked', kind: 'terminate', row: textIn(termination['uuid']) }];
	});
	return ends.sort((a, b) => a.date.localeCompare(b.date)).at(-1) ?? null;
};

const locationOf = (location: unknown): string | null => (isDictionary(location) ? joined(textIn(location['city']), textIn(location['state'])) : textIn(location));

export const gusto: HrSource = {
	id: 'gusto',
	label: 'Gusto',
	labels: { active: 'active', onboarding: 'preboarding', terminated: 'terminated' },
	door,
	hints: (payload) => {
		if (!isDictionary(payload) || payload['entity_type'] !== 'Employee') return [];
		const employeeId = idIn(payload['entity_uuid']);
		return employeeId === null ? [] : [{ employeeId, said: textIn(payload['event_type']) ?? 'employee.updated' }];
	},
	read,
};
