import { judgePeriod } from '../ledger/report/words';
import type { Known } from '../ledger/verify';
import { verifyPeriod, type VerifiedPeriod } from '../ledger/verify/period';
import type { Io } from './io';
import { keyLines, sayHolds, sayRefused } from './said';

export const verifyPeriodText = (period: string, known: Known, io: Io): number => {
	const result = verifyPeriod(period, known);
	return result.ok ? sayHolds(judgePeriod({ ok: true, found: result }), result, report(result), io) : sayRefused(result, io);
};

const report = (found: VerifiedPeriod): string[] => [
	`Period        from ${found.from} until before ${found.to}`,
	`Cases         ${found.cases}, none missing that the ledger signed for`,
	`Records       ${found.records}, none missing`,
	...(found.erased > 0 ? [`Erased        the content of ${found.erased} of them, as later records say`] : []),
	`Ledger        ${found.origin}`,
	`State         as of ${found.size} records in the ledger, exported ${found.exportedAt}`,
	`Root          ${found.root}`,
	...keyLines(found),
];
