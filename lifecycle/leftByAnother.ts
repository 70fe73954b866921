import type { Json, Ledger, LedgerRecord } from '../ledger/types';
import { isEntrance, keyOf, openSteps } from './case';
import { caseIn, dryRunsIn, isOpening } from './caseRecords';
import { isInForce, type Exception } from './exceptions/exception';
import { exceptionsIn } from './exceptions/register';
import { resultIn, type StepResult } from './outcome';

/** Whether one says anything about what the other is about: a system's part that could not begin has no account and no step. */
const saysOf = (one: StepResult, other: StepResult): boolean =>
	isEntrance(other) ? one.system === other.system && one.node === other.node : keyOf(one) === keyOf(other);

/**
 * A run counts for the whole case, and another workflow may have other systems in it. What was left open there, and what
 * neither this run nor any since has said anything else of, is still open.
 */
export const leftByAnother = async (ledger: Ledger, records: readonly LedgerRecord[], run: string | null, now: Date): Promise<StepResult[]> => {
	const opening = records.findLast((record) => isOpening(record) && caseIn(record.content).run === run);
	if (run === null || opening === undefined || caseIn(opening.content).dryRun) return [];
	const dryRuns = dryRunsIn(records);
	const before = records.findLast(({ kind, content }) => kind === 'case.closed' && content?.['dryRun'] === false && content['run'] !== run && content['workflow'] !== opening.content?.['workflow'])?.content?.['run'];
	const results = records.flatMap(({ kind, content }) => (kind !== 'step.settled' || content === null || dryRuns.has(String(content['run'])) ? [] : [{ of: content['run'], result: resultIn(content) }]));
	const resultsOf = (id: Json): StepResult[] => results.flatMap(({ of, result }) => (of === id ? [result] : []));
	const own = resultsOf(run);
	if (before === undefined || own.some(({ operation }) => operation !== 'cut')) return [];
	const since = results.slice(results.findLastIndex(({ of }) => of === before) + 1).map(({ result }) => result);
	const left = openSteps(resultsOf(before))
		.filter(({ operation, system }) => operation === 'cut' && system !== 'workflow')
		.filter((one) => !own.some((other) => saysOf(other, one)) && !since.some((other) => saysOf(other, one) && openSteps([other]).length === 0));
	const inForce = left.some(({ exception }) => exception !== undefined) ? (await exceptionsIn(ledger)).filter((one) => isInForce(one, now)) : [];
	return left.map((one) => unlessOver(one, inForce));
};

/** What an exception kept that is over is kept by nobody. */
const unlessOver = (left: StepResult, inForce: readonly Exception[]): StepResult => {
	const { exception, ...rest } = left;
	if (exception === undefined || inForce.some(({ id }) => id === exception)) return left;
	return { ...rest, reason: `The exception ${exception} that kept it is over, and this workflow does not have ${left.system}. Run the case again with the workflow that has it. It had said: ${left.reason}` };
};
