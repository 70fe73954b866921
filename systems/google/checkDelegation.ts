import { asProblem, Problem } from '../../lifecycle/problem';
import { scopesNeeded, usedBy } from './check';
import { actingFor } from './scopes';
import { admin, itself, owner, scopesFor, type ServiceAccount, type Subject } from './serviceAccount';
import { mintSession } from './session';
import type { SendForm } from '../http/types';

/** The token of the admin, once one was issued for the mailboxes and for the service account itself, too. */
export const checkDelegation = async (account: ServiceAccount, send: SendForm): Promise<string> => {
	const mint = (subject: Subject, scopes: readonly string[]) => mintSession(account, subject, scopes, send, () => new Date());
	// The admin's own mailbox stands for all: what is authorised, is so for everybody.
	const subjects = [admin(account), owner(account.adminEmail), itself].filter((subject) => scopesFor(account, subject).length > 0);
	const refused: string[] = [];
	let token = '';
	for (const subject of subjects) {
		const scopes = scopesFor(account, subject);
		try {
			const session = await mint(subject, scopes);
			if (subject.acting === 'admin') ({ token } = session);
		} catch (error) {
			if (asProblem(error).code !== 'forbidden') throw error;
			refused.push(...(await refusedAmong(scopes, (scope) => mint(subject, [scope]))));
		}
	}
	if (refused.length > 0) {
		throw new Problem('forbidden', `Google issues no token, because the service account is not authorised for ${refused.map((scope) => `${scope} (${usedBy(scope) || 'no step'})`).join('; ')}. In the Admin console under Security, API controls, Domain-wide delegation, authorise its client ID for all Scopes of this credential, or take them out here; it can take up to 24 hours to work.`, { missing: refused });
	}
	if (token === '') throw new Problem('misconfigured', `The Scopes in the Google credential are none the Directory knows. Enter those the steps need: ${scopesNeeded.filter((scope) => actingFor(scope) === 'admin').join(', ')}.`);
	return token;
};

/** Google does not say which one is missing, so each is asked for alone. */
const refusedAmong = async (scopes: readonly string[], mint: (scope: string) => Promise<unknown>): Promise<string[]> => {
	const refused: string[] = [];
	for (const scope of scopes) await mint(scope).catch(() => refused.push(scope));
	return refused.length > 0 ? refused : [...scopes];
};
