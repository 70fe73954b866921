import type { Ledger } from '../../ledger/types';
import { isInForce } from '../exceptions/exception';
import { exceptionsIn } from '../exceptions/register';
import { keep } from '../keep';
import { isWithin } from '../places';
import { compare, type Finding, type SystemAccount } from './compare';
import { clearFlags, noteFlag, type Flag } from './flagged';
import { leavingsIn, type Progress } from './leaving';
import type { Rostered } from './roster';
import { lastComparison, lengthsOf, noteComparison, shortenedLists, whyRosterIsSuspect } from './suspect';
import { shortenedWords, uncomparedWords, whyOf, type Age } from './words';

export interface Lists {
	people: readonly Rostered[];
	accounts: readonly SystemAccount[];
	/** What went wrong while accounts were listed: sentences. */
	failures: readonly string[];
}

export interface ReviewTerms {
	workflow: string;
	now: Date;
	everybodyHas: readonly string[];
	judgeGuests: boolean;
	shrinkPercent: number;
	labelOf(system: string): string;
}

export type Outlet = 'orphans' | 'shouldBeDisabled' | 'missing' | 'attention' | 'fine';

export interface Reviewed {
	to: Outlet;
	finding: Finding | null;
	age: Age | null;
	/** Nobody was told of it before. */
	isNew: boolean;
	progress: Progress | null;
	why: string;
}

const outlets: { readonly [Kind in Finding['kind']]: Outlet } = {
	orphan: 'orphans',
	shouldBeDisabled: 'shouldBeDisabled',
	missing: 'missing',
	ambiguous: 'attention',
	severalAccounts: 'attention',
	registered: 'fine',
	unusable: 'fine',
	guest: 'fine',
	belongs: 'fine',
};

const dayMs = 24 * 60 * 60_000;

/** Compares, and remembers since when each finding has been one. Takes nothing from anybody. */
export const reviewAccess = async (ledger: Ledger, { people, accounts, failures }: Lists, terms: ReviewTerms): Promise<Reviewed[]> => {
	const { workflow, now, everybodyHas, judgeGuests, shrinkPercent, labelOf } = terms;
	const before = await lastComparison(ledger, workflow);
	const lengths = lengthsOf(people, accounts);
	const leavings = await leavingsIn(ledger, now);
	const suspicion = whyRosterIsSuspect(lengths, before, before === undefined ? [] : leavings.leftSince(before.at), shrinkPercent);
	if (suspicion !== null) {
		await keep(ledger, { kind: 'source.suspect', once: ['source.suspect', 'reconcile', workflow, now.toISOString().slice(0, 10), suspicion.message].join('/'), content: { workflow, source: 'reconcile', why: suspicion.message } });
		throw suspicion;
	}

	const shortened = shortenedLists(lengths, before, shrinkPercent);
	const isWhole = (system: string): boolean => lengths.accounts[system] !== undefined && !shortened.some((one) => one.system === system);
	const comparable = everybodyHas.filter((system) => Object.keys(lengths.accounts).some((place) => isWithin(system, place)));
	const wholly = comparable.filter((system) => !shortened.some((one) => isWithin(system, one.system)));
	const inForce = (await exceptionsIn(ledger)).filter((exception) => isInForce(exception, now));
	const findings = compare({ people, accounts, inForce, formerById: leavings.formerById, everybodyHas: failures.length > 0 ? [] : wholly, judgeGuests });

	const reviewed: Reviewed[] = [];
	const flags: Flag[] = [];
	for (const finding of findings) {
		const progress = finding.kind === 'shouldBeDisabled' ? leavings.progressOf(finding.person) : null;
		const isDue = progress?.kind !== 'announced';
		const flag = isDue ? flagOf(finding) : null;
		if (flag !== null) flags.push(flag);
		const noted = flag === null ? null : await noteFlag(ledger, workflow, flag);
		const age = noted === null ? null : { firstSeen: noted.firstSeen, days: Math.max(0, Math.floor((now.getTime() - Date.parse(noted.firstSeen)) / dayMs)) };
		reviewed.push({ to: isDue ? outlets[finding.kind] : 'fine', finding, age, isNew: noted?.isNew ?? false, progress, why: whyOf(finding, age, progress, labelOf) });
	}
	await clearFlags(ledger, workflow, flags, (system) => failures.length === 0 && isWhole(system));
	const kept = Object.fromEntries(shortened.filter(({ now: found }) => found > 0 || failures.length > 0).map(({ system, before: count }) => [system, count]));
	await noteComparison(ledger, workflow, { ...lengths, accounts: { ...lengths.accounts, ...kept } });

	const uncompared = everybodyHas.filter((system) => !comparable.includes(system) && !shortened.some((one) => isWithin(system, one.system)));
	const problems = [...failures, ...shortened.map((one) => shortenedWords(one, labelOf)), ...uncompared.map((system) => uncomparedWords(system, labelOf))];
	return [...reviewed, ...problems.map((why): Reviewed => ({ to: 'attention', finding: null, age: null, isNew: false, progress: null, why }))];
};

const flagOf = (finding: Finding): Flag | null => {
	if (finding.kind === 'missing') return { as: 'missing', system: finding.system, id: `person ${finding.person.id}`, label: finding.person.name };
	if (finding.kind !== 'orphan' && finding.kind !== 'shouldBeDisabled') return null;
	const { system, id, label } = finding.account;
	return { as: finding.kind, system, id, label };
};
