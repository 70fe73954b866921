import type { LedgerRecord } from '../../ledger/types';

interface Intended {
	system?: unknown;
	step?: unknown;
	operation?: unknown;
	account?: { id?: unknown };
	before?: { sets?: readonly { arn: string; reachable: boolean }[] };
}

/** What is asked of the ledger for it. */
export const denialKinds = ['step.intended'] as const;

/** The permission sets in which a case meant to deny somebody's sessions: after the cut nothing else leads to them. */
export const deniedIn = (records: readonly LedgerRecord[], userId: string): string[] => {
	const intended = records
		.map(({ content }) => content as Intended | null | undefined)
		.filter((one) => one?.system === 'identityCenter' && one.step === 'denySessions' && one.operation === 'cut' && one.account?.id === userId);
	return [...new Set(intended.flatMap((one) => (one?.before?.sets ?? []).filter(({ reachable }) => reachable).map(({ arn }) => arn)))];
};
