import type { ListedAccount } from '../accounts';
import { concerns, type Exception } from '../exceptions/exception';
import { isWithin } from '../places';
import { guesserFor, type OwnerGuess } from './ownerGuess';
import { grouped, isGone, rosterOf, type Rostered } from './roster';
import { whoseIs, type Whose } from './whose';

export interface SystemAccount extends ListedAccount {
	system: string;
}

/** Somebody the ledger knows to have left, whom HR may not list any more. */
export type Former = Pick<Rostered, 'id' | 'name' | 'workEmail' | 'source'>;

export interface Comparison {
	people: readonly Rostered[];
	accounts: readonly SystemAccount[];
	/** Of the exceptions register, what counts at this moment. */
	inForce: readonly Exception[];
	formerById: ReadonlyMap<string, Former>;
	/** Systems in which everybody who works here has an account. */
	everybodyHas: readonly string[];
	/** Whether guests have to belong to somebody in HR as well. */
	judgeGuests: boolean;
}

/** What comparing says of one account, or of one person who has none. */
export type Finding =
	| { kind: 'orphan'; account: SystemAccount; ownerGuess: OwnerGuess | null }
	| { kind: 'shouldBeDisabled'; account: SystemAccount; person: Rostered }
	| { kind: 'ambiguous'; account: SystemAccount; whose: Exclude<Whose, { kind: 'one' | 'nobody' }> }
	/** One person, and more accounts than one. */
	| { kind: 'severalAccounts'; account: SystemAccount; person: Rostered; others: readonly SystemAccount[] }
	| { kind: 'missing'; system: string; person: Rostered }
	/** Somebody answers for it in the register. */
	| { kind: 'registered'; account: SystemAccount; exception: Exception }
	| { kind: 'unusable'; account: SystemAccount }
	| { kind: 'guest'; account: SystemAccount }
	| { kind: 'belongs'; account: SystemAccount; person: Rostered };

/** Who has an account and who should. The same whatever the order of the lists. */
export const compare = ({ people, accounts, inForce, formerById, everybodyHas, judgeGuests }: Comparison): Finding[] => {
	const roster = rosterOf(people);
	const guess = guesserFor(roster);
	const judged = inOrder(accounts).map((account) => ({ account, whose: ownerOf(whoseIs(roster, account), account, formerById) }));

	const findings = judged.map(({ account, whose }): Finding => {
		if (!account.usable) return { kind: 'unusable', account };
		const finding = judge(account, whose, guess);
		if (finding.kind === 'belongs') return finding;
		const exception = answering(inForce, finding.kind === 'shouldBeDisabled' ? finding.person : null, account);
		if (exception !== undefined) return { kind: 'registered', account, exception };
		return finding.kind === 'orphan' && account.kind === 'guest' && !judgeGuests ? { kind: 'guest', account } : finding;
	});

	const has = new Set(judged.flatMap(({ account, whose }) => holdersOf(whose).map((person) => at(account.system, person))));
	const missing = everybodyHas.flatMap((system) => {
		const places = [...new Set(accounts.map((account) => account.system))].filter((place) => isWithin(system, place));
		return roster.people.filter((person) => person.standing === 'working' && !places.some((place) => has.has(at(place, person)))).map((person): Finding => ({ kind: 'missing', system, person }));
	});
	return [...withSeveral(findings, inForce), ...missing];
};

const at = (system: string, { id, source }: Pick<Rostered, 'id' | 'source'>): string => JSON.stringify([system, source, id]);

/** Listed twice is there once. */
const inOrder = (accounts: readonly SystemAccount[]): SystemAccount[] => {
	const rank = ({ system, label, id }: SystemAccount): string => JSON.stringify([system, label, id]);
	const once = new Map(accounts.map((account) => [JSON.stringify([account.system, account.id]), account]));
	return [...once.values()].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
};

const ownerOf = (whose: Whose, { personId }: SystemAccount, formerById: Comparison['formerById']): Whose => {
	const former = whose.kind === 'nobody' ? formerById.get(personId?.trim() ?? '') : undefined;
	return former === undefined ? whose : { kind: 'one', person: { ...former, standing: 'gone' } };
};

const holdersOf = (whose: Whose): readonly Rostered[] => (whose.kind === 'several' ? whose.people : whose.kind === 'nobody' ? [] : [whose.person]);

const judge = (account: SystemAccount, whose: Whose, guess: (account: SystemAccount) => OwnerGuess | null): Finding => {
	if (whose.kind === 'nobody') return { kind: 'orphan', account, ownerGuess: guess(account) };
	if (whose.kind !== 'one') return { kind: 'ambiguous', account, whose };
	const { person } = whose;
	return isGone(person) ? { kind: 'shouldBeDisabled', account, person } : { kind: 'belongs', account, person };
};

/** A legal hold keeps what would be destroyed, and nobody's access; a VIP is cut as everybody else, once two have confirmed it. */
const answering = (inForce: readonly Exception[], person: Rostered | null, { id, label, email, system }: SystemAccount): Exception | undefined => {
	const names = [id, label, email ?? '', person?.id ?? '', person?.workEmail ?? ''].filter((name) => name !== '');
	return inForce.find((one) => {
		const keepsAll = one.type === 'protected' || one.type === 'drill' || (one.type === 'exception' && one.step === null && isWithin(one.system ?? '', system));
		return keepsAll && concerns(one, names);
	});
};

/** Of two accounts of one person one may be forgotten at their cut. */
const withSeveral = (findings: readonly Finding[], inForce: readonly Exception[]): Finding[] => {
	const counted = findings.filter((one) => one.kind === 'belongs' && answering(inForce, null, one.account) === undefined) as Extract<Finding, { kind: 'belongs' }>[];
	const byHolder = grouped(counted, ({ account, person }) => [at(account.system, person)]);
	return findings.map((finding) => {
		if (finding.kind !== 'belongs') return finding;
		const all = byHolder.get(at(finding.account.system, finding.person)) ?? [];
		if (all.length < 2 || !all.includes(finding)) return finding;
		return { ...finding, kind: 'severalAccounts', others: all.filter((one) => one !== finding).map(({ account }) => account) };
	});
};
