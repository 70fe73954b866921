import type { Dictionary } from '../../http/parse';
import { dayIn, idIn, isDictionary, joined, listIn, mustShow, namesOf, suspect, textIn } from '../fields';
import { eachOf } from '../people';
import type { Entry, HrSource } from '../source';
import { suggestedHints } from '../suggestedBody';

const home = 'https://rest.ripplingapis.com';
const grant = 'give the API token access to the field in Rippling';

/** Whoever could write the link would be sent the token with the next request. */
const staysAtHome = (link: unknown): boolean => link === null || link === undefined || (typeof link === 'string' && URL.canParse(link) && new URL(link).origin === home);

const read: HrSource['read'] = (answer) => {
	if (isDictionary(answer) && !staysAtHome(answer['next_link'])) throw suspect('Rippling named a next page that is not its own address. Nothing was concluded from the answer, and the link must not be followed.');
	const workers = isDictionary(answer) && 'results' in answer ? listIn(answer['results'], 'Rippling', 'results') : [answer];
	return eachOf(workers, 'Rippling', (worker) => idIn(worker['id']), entryOf);
};

const entryOf = (worker: Dictionary, id: string): Entry => {
	const label = textIn(mustShow(worker, 'status', 'Rippling', grant)) ?? '';
	const date = dayIn(mustShow(worker, 'end_date', 'Rippling', grant), 'The end date');
	const manager = isDictionary(worker['manager']) ? worker['manager'] : {};
	const managerId = idIn(worker['manager_id']) ?? idIn(manager['id']);
	return {
		person: {
			id,
			...namesOf(id, nameOf(worker) ?? textIn(worker['work_email']), givenNameOf(worker), familyNameOf(worker)),
			workEmail: textIn(worker['work_email']),
			title: textIn(worker['title']),
			department: namedIn(worker['department']),
			location: namedIn(worker['location']),
			manager: managerId === null ? null : { id: managerId, name: nameOf(manager), email: textIn(manager['work_email']) },
			workerType: namedIn(worker['employment_type']),
			clearance: null,
		},
		employeeNumber: textIn(worker['number']),
		timeZone: null,
		stints: [{ label, firstDay: dayIn(worker['start_date'], 'The start date'), end: date === null ? null : { date, kind: 'terminate', row: null } }],
		changedAt: textIn(worker['updated_at']),
	};
};

/** Only where the request expands the user. */
const nameOf = (worker: Dictionary): string | null => {
	const { user, name } = userOf(worker);
	return textIn(user['name']) ?? textIn(user['display_name']) ?? textIn(name['formatted']) ?? joined(givenNameOf(worker), familyNameOf(worker));
};

const userOf = (worker: Dictionary): { user: Dictionary; name: Dictionary } => {
	const user = isDictionary(worker['user']) ? worker['user'] : {};
	return { user, name: isDictionary(user['name']) ? user['name'] : {} };
};

const givenNameOf = (worker: Dictionary): string | null => textIn(userOf(worker).name['preferred_given_name']) ?? textIn(userOf(worker).name['given_name']);
const familyNameOf = (worker: Dictionary): string | null => textIn(userOf(worker).name['family_name']);

const namedIn = (value: unknown): string | null => (isDictionary(value) ? (textIn(value['name']) ?? textIn(value['label'])) : textIn(value));

export const rippling: HrSource = {
	id: 'rippling',
	label: 'Rippling',
	labels: { HIRED: 'preboarding', ACCEPTED: 'preboarding', ACTIVE: 'active', TERMINATED: 'terminated' },
	hints: suggestedHints,
	read,
	goesOn: (answer) => isDictionary(answer) && typeof answer['next_link'] === 'string' && staysAtHome(answer['next_link']),
};
