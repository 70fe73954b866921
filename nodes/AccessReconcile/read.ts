import type { Standing } from '../../lifecycle/known';
import { Problem } from '../../lifecycle/problem';
import type { SystemAccount } from '../../lifecycle/reconcile/compare';

export const textIn = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

const standings: readonly Standing[] = ['working', 'onLeave', 'ahead', 'gone'];

/** Who is misread here is taken for gone, or for working, so nobody is guessed at. */
export const standingIn = (id: string, given: string): Standing => {
	if (id === '') throw new Problem('misconfigured', 'An item of People in HR has no HR ID, so nothing was compared: whoever it is would be taken for nobody. Correct "HR ID" of Access Reconcile, or leave such items out before it.');
	const found = standings.find((standing) => standing === given);
	if (found === undefined) throw new Problem('misconfigured', `Of HR ID ${id} it does not say whether they work here (${given === '' ? 'nothing' : `"${given.slice(0, 40)}"`}), so nothing was compared. Correct "Standing" of Access Reconcile: it has to give working, onLeave, ahead or gone.`);
	return found;
};

/** An expression may give anything, and a limit that is no number limits nothing. */
export const numberIn = (given: unknown): number => {
	if (typeof given === 'number' && given >= 0 && given <= 100) return given;
	throw new Problem('misconfigured', 'Suspicious Shrinking of Access Reconcile is not a number from 0 to 100, so nothing was compared.');
};

const orNull = (value: unknown): string | null => textIn(value) || null;

const kinds: readonly SystemAccount['kind'][] = ['person', 'guest', 'service'];

/** As List Accounts puts it out. Of a list made by other nodes the system, the id and whether it can be used are enough. */
export const accountIn = (value: unknown): SystemAccount => {
	const account = Object(value) as { [name: string]: unknown };
	const [system, id] = [textIn(account['system']), textIn(account['id'])];
	if (system === '' || id === '' || typeof account['usable'] !== 'boolean') {
		throw new Problem('misconfigured', 'An item of Accounts is no account, so nothing was compared: each needs account.system, account.id, and account.usable, which is true or false. List Accounts of the access nodes gives them; leave out other items before Access Reconcile.');
	}
	return {
		system,
		id,
		label: textIn(account['label']) || textIn(account['email']) || id,
		personId: orNull(account['personId']),
		email: orNull(account['email']),
		name: orNull(account['name']),
		status: textIn(account['status']),
		usable: account['usable'],
		kind: kinds.find((kind) => kind === account['kind']) ?? 'person',
		masteredBy: orNull(account['masteredBy']),
		createdAt: orNull(account['createdAt']),
		lastSignInAt: orNull(account['lastSignInAt']),
	};
};
