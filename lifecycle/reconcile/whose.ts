import type { ListedAccount } from '../accounts';
import { asName } from '../person';
import { isGone, type Roster, type Rostered } from './roster';

export type Whose =
	| { kind: 'one'; person: Rostered }
	| { kind: 'several'; people: readonly Rostered[] }
	/** Has somebody's work e-mail, and an HR id that is nobody's. */
	| { kind: 'contradiction'; person: Rostered; hrId: string }
	| { kind: 'nobody' };

/** By the HR id, and only where there is none by the work e-mail, which is now and then also the login. Never by name. */
export const whoseIs = ({ byId, byEmail }: Roster, { personId, email, label }: Pick<ListedAccount, 'personId' | 'email' | 'label'>): Whose => {
	const hrId = personId?.trim() ?? '';
	const carriers = byId.get(hrId);
	if (carriers !== undefined) return oneOf(carriers);
	const addressed = [email, label].map((address) => byEmail.get(asName(address ?? ''))).find((people) => people !== undefined);
	if (addressed === undefined) return { kind: 'nobody' };
	const whose = oneOf(addressed);
	return hrId !== '' && whose.kind === 'one' && !isGone(whose.person) ? { kind: 'contradiction', person: whose.person, hrId } : whose;
};

/** Whoever comes back under another id has the same address as before, and it is theirs. */
const oneOf = (people: readonly Rostered[]): Whose => {
	const present = people.filter((one) => !isGone(one));
	if (present.length > 1) return { kind: 'several', people: present };
	return { kind: 'one', person: present[0] ?? people[0]! };
};
