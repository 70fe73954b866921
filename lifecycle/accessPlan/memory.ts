import type { Ledger, LedgerRecord } from '../../ledger/types';
import type { Whose } from '../again';
import { askedOf, tryOf, type Cover, type Memory, type Withheld, type Word } from './planned';

export const planKinds = ['plan.held', 'hold.decided', 'plan.made'] as const;

/** What this case, in this workflow, has been told and has planned before. A copy of the workflow has its own. */
export const memoryOf = async (ledger: Ledger, { workflow, caseId, event }: Whose): Promise<Memory> => {
	const records = await ledger.records({ caseId, kinds: planKinds });
	const mine = records.filter(({ content }) => content?.['workflow'] === workflow && content['key'] === event.key);
	const of = (kind: (typeof planKinds)[number]): LedgerRecord[] => mine.filter((record) => record.kind === kind);
	const covers = new Map(of('plan.held').map(({ content }) => [String(content!['hold']), (content!['plan'] as { covers: Cover[] }).covers]));

	const approved = new Map<string, Word>();
	const rejected = new Map<string, Word>();
	for (const { content, at } of of('hold.decided')) {
		const { hold, decision, settles, by } = content as unknown as { hold: string; decision: string; settles: boolean; by: { name: string } };
		if (!settles) continue;
		for (const cover of covers.get(hold) ?? []) {
			if (decision === 'approved') approved.set(cover.hash, { hold, by: by.name, at });
			else rejected.set(askedOf(cover.do, cover), { hold, by: by.name, at });
		}
	}

	const tries = new Map<string, number>();
	for (const { content } of of('plan.made')) {
		for (const one of (content!['withheld'] ?? []) as unknown as Withheld[]) tries.set(tryOf(one.cause, one), (tries.get(tryOf(one.cause, one)) ?? 0) + 1);
	}
	return { approved, rejected, tries };
};
