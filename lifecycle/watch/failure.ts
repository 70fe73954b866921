import { createHash } from 'node:crypto';
import { redact } from '../../ledger/secrets';
import type { Ledger, LedgerRecord } from '../../ledger/types';
import { caseIn, openingKinds } from '../caseRecords';
import { endsAccess } from '../event';
import { shown } from '../exceptions/exception';
import { namely, sentence } from '../guard/words';
import { nextTry, type Announcement } from '../inbox';
import { keep } from '../keep';
import { pendingIn, placeOf } from '../pending';

/** What n8n says of an execution that failed. */
export interface Failure {
	workflow: string;
	workflowName: string;
	/** Empty where it was not a node, or nobody knows which. */
	node: string;
	/** Empty where there was no execution: a trigger could not start, or could not look. */
	execution: string;
	message: string;
}

/** A case that the failed execution was working on, and what becomes of it. A type, not an interface: it becomes an item. */
export type Concerned = {
	caseId: string;
	person: string;
	endsAccess: boolean;
	dryRun: boolean;
	/** As it was closed before the failure; null where it was not. */
	verdict: string | null;
	/** When it is taken up again by itself; null where nobody does that. */
	takenUpAt: string | null;
	why: string;
};

export interface Recorded extends Failure {
	cases: Concerned[];
	/** Events that the workflow has taken in and not finished, where no case says which they are. */
	unfinished: number;
	/** The same was said a short while ago. */
	repeated: boolean;
}

/** Executions work on cases that were opened a moment ago, or an hour where vendors made them wait. */
const openingsLookedAt = 1_000;
const failuresLookedAt = 200;

/** Keeps that a workflow failed, beside the cases, where it does not look as if somebody had gone on with them. */
export const recordFailure = async (ledger: Ledger, said: Failure, now: Date, sameAgainMs: number): Promise<Recorded> => {
	const failure = { ...said, message: redact(said.message) };
	const { workflow, workflowName, node, execution, message } = failure;
	const concerned = await concernedBy(ledger, failure, now);
	const sign = createHash('sha256').update([workflow, node, message].join('\n'), 'utf8').digest('hex').slice(0, 16);
	const subject = `failed/${workflow}`;
	const before = await ledger.records({ kinds: ['workflow.failed'], subject, newestFirst: true, limit: failuresLookedAt });
	const repeated = concerned.length === 0 && before.some(({ at, content }) => content?.['sign'] === sign && content['told'] === true && now.getTime() - Date.parse(at) < sameAgainMs);
	await keep(ledger, {
		kind: 'workflow.failed', subject, ...(execution === '' ? {} : { once: `workflow.failed/${workflow}/${execution}` }),
		content: { workflow, name: workflowName, node, execution, message, sign, told: !repeated, cases: concerned.map(({ caseId }) => caseId), employees: concerned.map(({ employee }) => employee) },
	});
	const unfinished = concerned.length > 0 ? 0 : [...(await pendingIn(ledger)).started.values()].filter((taken) => taken.workflow === workflow).length;
	return { ...failure, cases: concerned.map(({ employee: _, ...one }) => one), unfinished, repeated };
};

/** Open Case has written down in which execution it ran: n8n tells the error workflow nothing of the items. */
const concernedBy = async (ledger: Ledger, { workflow, execution }: Failure, now: Date): Promise<(Concerned & { employee: string })[]> => {
	if (execution === '') return [];
	const openings = await ledger.records({ kinds: openingKinds, newestFirst: true, limit: openingsLookedAt });
	const own = openings.filter(({ content }) => content?.['workflow'] === workflow && caseIn(content).run === execution);
	return (await Promise.all(own.reverse().map((opening) => outlook(ledger, opening, now)))).flat();
};

/** As the trigger and Release What Is Due have it unless somebody set another: after this they take up what is silent. */
const usualSilenceMs = 5 * 60_000;

const outlook = async (ledger: Ledger, { caseId = '', content }: LedgerRecord, now: Date): Promise<(Concerned & { employee: string })[]> => {
	const { run, dryRun } = caseIn(content);
	const workflow = String(content!['workflow']);
	const records = await ledger.records({ caseId });
	const first = records.find(({ kind }) => kind === 'case.opened')?.content as unknown as Announcement | null | undefined;
	if (!first) return [];
	const { person, event } = first;
	const verdict = records.findLast(({ kind, content: said }) => kind === 'case.closed' && said?.['run'] === run)?.content?.['verdict'] ?? null;
	const taken = (await pendingIn(ledger)).started.get(placeOf({ workflow }, event));
	const takenUpAt = taken === undefined ? null : (nextTry(taken, records.at(-1)?.at ?? now.toISOString(), usualSilenceMs)?.toISOString() ?? null);
	const one = { caseId, person: person.name || person.id, endsAccess: endsAccess(event), dryRun, verdict: verdict === null ? null : String(verdict), takenUpAt, employee: person.id };
	return [{ ...one, why: sentence(`${namely(first)} (case ${caseId}): ${whatBecomesOf(one)}`) }];
};

const whatBecomesOf = ({ dryRun, verdict, takenUpAt }: Pick<Concerned, 'dryRun' | 'verdict' | 'takenUpAt'>): string => {
	const closed = verdict === null ? '' : `it had been closed before that: ${verdict}. `;
	if (takenUpAt !== null) return `${closed}${closed === '' ? 'it' : 'It'} is taken up again by itself at about ${shown(takenUpAt)}, from the start; what is done already is read and not done twice`;
	if (verdict !== null) return `${closed}What failed came after it; look whether whoever had to know was told`;
	if (dryRun) return 'it was a dry run, so nothing was changed, and it is not taken up again';
	return 'nobody takes it up again by itself. Mend what failed, and run the case again, as workflows/README.md says under "Running a case again"';
};
