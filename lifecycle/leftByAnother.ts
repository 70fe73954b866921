import type { Json, LedgerRecord } from '../ledger/types';
import { isEntrance, openSteps } from './case';
import { caseIn } from './caseRecords';
import { type Exception } from './exceptions/exception';
import { resultIn, type StepResult } from './outcome';

const isOpening = ({ kind }: LedgerRecord): boolean => kind === 'case.opened' || kind === 'case.resumed';

/** Whether one says anything about what the other is about: a system's part that could not begin has no account and no step. */
const saysOf = (one: StepResult, other: StepResult): boolean =>
	one.system === other.system && (isEntrance(other) ? one.node === other.node : one.step === other.step && one.account?.id === other.account?.id && one.remainder === other.remainder);

/**
 * A run counts for the whole case, and another workflow may have other systems in it. What was left open there, and what
 * neither this run nor any since has said anything else of, is still open.
 */
export const leftByAnother = (records: readonly LedgerRecord[], run: string | null, inForce: readonly Exception[]): StepResult[] => {
	const openings = records.filter(isOpening);
	const opening = openings.findLast(({ content }) => caseIn(content).run === run);
	if (run === null || opening === undefined || caseIn(opening.content).dryRun) return [];
	const dryRuns = new Set(openings.flatMap(({ content }) => (caseIn(content).dryRun ? [caseIn(content).run] : [])));
	const before = records.findLast(({ kind, content }) => kind === 'case.closed' && content?.['dryRun'] === false && content['run'] !== run && content['workflow'] !== opening.content?.['workflow'])?.content?.['run'];
	const results = records.flatMap(({ kind, content }) => (kind !== 'step.settled' || content === null || dryRuns.has(String(content['run'])) ? [] : [{ of: content['run'], result: resultIn(content) }]));
	const resultsOf = (id: Json): StepResult[] => results.flatMap(({ of, result }) => (of === id ? [result] : []));
	const own = resultsOf(run);
	if (before === undefined || own.some(({ operation }) => operation !== 'cut')) return [];
	const since = results.slice(results.findLastIndex(({ of }) => of === before) + 1).map(({ result }) => result);
	return openSteps(resultsOf(before))
		.filter((left) => left.operation === 'cut' && left.system !== 'workflow')
		.filter((left) => !own.some((one) => saysOf(one, left)) && !since.some((one) => saysOf(one, left) && openSteps([one]).length === 0))
		.map((left) => unlessOver(left, inForce));
};

/** What an exception kept that is over is kept by nobody. */
const unlessOver = (left: StepResult, inForce: readonly Exception[]): StepResult => {
	const { exception, ...rest } = left;
	if (exception === undefined || inForce.some(({ id }) => id === exception)) return left;
	return { ...rest, reason: `The exception ${exception} that kept it is over, and this workflow does not have ${left.system}. Run the case again with the workflow that has it. It had said: ${left.reason}` };
};
