import type { Ledger } from '../../ledger/types';
import { aloneWith } from '../alone';
import type { Clock } from '../clock';
import { keep } from '../keep';
import { subjectOf, type Spot } from './history';

const hourMs = 60 * 60_000;
const kind = 'device.wipeAllowed';

/**
 * How many wipes may be sent within an hour, over all cases and managements: whoever leaves, they do not leave by the
 * dozen. Counted and taken by one worker at a time; the same wipe of the same case takes its place once.
 */
export const takePlace = async (ledger: Ledger, clock: Clock, spot: Spot, cap: number, signal?: AbortSignal): Promise<boolean> =>
	await aloneWith(ledger, clock, signal)('wipes', async () => {
		const once = `wipe/${spot.caseId}/${subjectOf(spot.system, spot.deviceId)}`;
		if ((await ledger.records({ once })).length > 0) return true;
		if (await isFull(ledger, clock, cap)) return false;
		await keep(ledger, { kind, caseId: spot.caseId, subject: subjectOf(spot.system, spot.deviceId), once, content: { system: spot.system, device: spot.deviceId } });
		return true;
	});

export const isFull = async (ledger: Ledger, clock: Clock, cap: number): Promise<boolean> => {
	const lately = await ledger.records({ kinds: [kind], newestFirst: true, limit: cap });
	const oldest = lately.at(-1);
	return lately.length >= cap && (oldest === undefined || Date.parse(oldest.at) > clock.now().getTime() - hourMs);
};
