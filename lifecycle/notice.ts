import type { Ledger } from '../ledger/types';
import { keep } from './keep';
import { Problem } from './problem';

/** What became of telling somebody. A type, not an interface: it becomes an item. */
export type Notice = { caseId: string; told: boolean; why: string };

/**
 * That somebody was told of how a case was closed, which is when it is over where Close Case says so. Told twice is better
 * than never: n8n may be stopped between a mail and this record, and then the same is said once more.
 */
export const recordNotice = async (ledger: Ledger, caseId: string, problem: string | null, by?: string): Promise<Notice> => {
	const closings = (await ledger.records({ caseId, kinds: ['case.closed'] })).filter(({ content }) => content !== null);
	// Several workflows may work on one case, each with its own people to tell.
	const closed = closings.findLast(({ content }) => content?.['workflow'] === by) ?? closings.at(-1);
	if (closed?.content === undefined || closed.content === null) throw new Problem('misconfigured', `There is no closed case ${caseId} in the ledger, so no notice was recorded. Put Close Case of the Evidence Ledger in front of the node that tells people.`);
	const { workflow, run } = closed.content;
	if (problem !== null) {
		await keep(ledger, { kind: 'event.untold', caseId, content: { workflow: workflow!, run: run!, why: problem } });
		return { caseId, told: false, why: `Nobody could be told of the case ${caseId}: ${problem} It is taken up again by itself, and told then.` };
	}
	await keep(ledger, { kind: 'event.told', caseId, once: `event.told/${caseId}/${closed.seq}`, content: { workflow: workflow!, run: run! } });
	return { caseId, told: true, why: `Somebody was told of the case ${caseId}.` };
};
