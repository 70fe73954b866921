import type { Ledger } from '../../ledger/types';
import type { Check, Checked } from '../check';
import { shown } from '../exceptions/exception';
import { firstNews } from '../shipping/handOut';
import { sinksIn, type SinkStanding } from '../shipping/sinks';

/** Evidence is shipped every quarter of an hour; what an hour did not bring away, the next one will not. */
const longestMs = 60 * 60_000;

export const checkSinks = async (ledger: Ledger, now: Date): Promise<Checked[]> => {
	const sinks = await sinksIn(ledger);
	if (sinks.length === 0) {
		return [{ what: 'Copies of the evidence', ok: false, message: 'No copy of the evidence is kept outside of n8n, so whoever can write to its disk or database can make it disappear. Import Ship Evidence for S3 or for your SIEM, let it run, and check again.' }];
	}
	return await Promise.all(sinks.map(async (sink) => ({ what: `Copies of the evidence in ${sink.name}`, ...(await check(ledger, now, sink)) })));
};

const check = async (ledger: Ledger, now: Date, { next, settledAt }: SinkStanding): Promise<Check> => {
	const last = settledAt === null ? 'It has never confirmed anything' : `It took something last at ${shown(settledAt)}`;
	const waiting = await firstNews(ledger, next);
	if (waiting === undefined) return { ok: true, message: `${last}, and nothing is waiting for it` };
	const lag = `the oldest record it does not have is number ${waiting.seq}, of ${shown(waiting.at)}`;
	if (now.getTime() - Date.parse(waiting.at) <= longestMs) return { ok: true, message: `${last}; ${lag}` };
	return { ok: false, message: `${last}, and ${lag}. Look into the executions of the workflow that ships to it; if this sink is not used any more, nothing has to be done.` };
};
