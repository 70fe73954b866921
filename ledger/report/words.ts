import type { Evidence, HeldCheckpoint, Refused } from '../verify';

/** How it stands with the evidence, in the words of page and command line alike. */
export interface Judgement {
	/**
	 * - `holds`: against what the auditor was given
	 * - `alone`: in itself, and nothing shows whose it is; or a checkpoint was given, and nothing shows the way from it
	 * - `broken`: it does not hold
	 * - `unusable`: what was given to check against is not what it should be
	 */
	state: 'holds' | 'alone' | 'broken' | 'unusable';
	heading: string;
	detail: string;
}

export const relation: { readonly [held in HeldCheckpoint]: string } = {
	same: 'the one you hold',
	continued: 'proven to continue the one you hold: nothing was rewritten since',
	not_proven: 'of the same ledger as the one you hold. Whether it continues it is not shown; ask for an export made with your checkpoint',
};

/** What was found in evidence that holds, of whatever kind. */
export type Found = Pick<Evidence['found'], 'keyTrusted' | 'heldCheckpoint' | 'vkey' | 'size' | 'exportedAt'>;

export const judge = (result: Evidence | Refused): Judgement => judgeWhole(result, 'no record of the case is missing');

export const judgePeriod = (result: { ok: true; found: Found } | Refused): Judgement => judgeWhole(result, 'all cases and records that the ledger signed for are there');

/** `complete` says in what nothing is missing. */
export const judgeWhole = (result: { ok: true; found: Pick<Found, 'keyTrusted' | 'heldCheckpoint'> } | Refused, complete: string): Judgement => {
	if (!result.ok) {
		return result.code === 'argument'
			? { state: 'unusable', heading: 'It could not be checked.', detail: result.problem }
			: { state: 'broken', heading: 'The evidence does NOT hold.', detail: result.problem };
	}
	const { keyTrusted, heldCheckpoint } = result.found;
	const whole = `Every hash, proof and signature fits, and ${complete}`;
	if (!keyTrusted) {
		return { state: 'alone', heading: 'The evidence holds in itself.', detail: `${whole}. Whose ledger it is, only the key can tell that you were given by another way.` };
	}
	if (heldCheckpoint === 'not_proven') {
		return { state: 'alone', heading: 'The evidence holds, but says nothing about your checkpoint.', detail: `${whole}, signed with the key you gave. The checkpoint is ${relation.not_proven}.` };
	}
	return { state: 'holds', heading: 'The evidence holds.', detail: `${whole}, signed with the key you gave${heldCheckpoint === undefined ? '' : `. The checkpoint is ${relation[heldCheckpoint]}`}.` };
};

/** Whether a page shows what the evidence in it says. Pages of other versions are written otherwise, and cannot be compared. */
export type PageStanding = { is: 'faithful' } | { is: 'changed' } | { is: 'of another version'; by: string };

export const pageWords = (standing: PageStanding): string => {
	switch (standing.is) {
		case 'faithful':
			return 'The page shows what the evidence in it says.';
		case 'changed':
			return 'The page around the evidence was CHANGED: it shows something else than the evidence in it says. Do not read it; have it written anew with jml page.';
		case 'of another version':
			return `Whether the page shows what the evidence in it says was not compared: it was written by ${standing.by}, and pages of other versions look different.`;
	}
};
