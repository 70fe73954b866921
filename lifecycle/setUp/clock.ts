import type { Check } from '../check';

const mostMs = 2 * 60_000;

const inWords = (ms: number): string => (ms < 60_000 ? `${Math.round(ms / 1_000)} seconds` : `${Math.round(ms / 60_000)} minutes`);

/** A `Date` header has whole seconds, and took a while to come: good enough for what minutes decide. */
export const checkClock = (outside: string, now: Date): Check => {
	const theirs = Date.parse(outside);
	if (Number.isNaN(theirs)) {
		return { ok: false, message: `The clock of n8n was compared with nothing, because no date came from an outside server ("${outside.slice(0, 60)}"). Look whether n8n reaches that server, and that Date of an Outside Server gives the date header of its answer.` };
	}
	const off = now.getTime() - theirs;
	if (Math.abs(off) <= mostMs) return { ok: true, message: `The clock of n8n differs from an outside server's by ${inWords(Math.abs(off))}` };
	return { ok: false, message: `The clock of n8n is ${inWords(Math.abs(off))} ${off > 0 ? 'ahead of' : 'behind'} an outside server's, so people are cut that much too ${off > 0 ? 'early' : 'late'}, and systems refuse signed requests. Have the machine take its time from a time server (NTP), and check again.` };
};
