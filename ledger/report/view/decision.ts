import { toHex, utf8 } from '../../verify/bytes';
import { sha256 } from '../../verify/primitives';
import { member, textIn } from './read';
import type { Numbered } from './step';

/** What a named person decided. */
export interface DecisionView {
	record: number;
	at: string;
	decision: string;
	by: string;
	byId: string | null;
	requestedBy: string | null;
	reason: string | null;
	/** Exactly what was shown to them. */
	what: string | null;
	/** Whether that is what the recorded hash is of; null where there is no hash. */
	asShown: boolean | null;
}

export const decisionsIn = (records: readonly Numbered[]): DecisionView[] =>
	records.flatMap(({ number, entry, body }) => {
		if (entry.kind !== 'decision.recorded' || body === null) return [];
		const { content } = body;
		const by = member(content, 'by');
		const [what, hash] = [textIn(content, 'what'), textIn(content, 'shownHash')];
		return {
			record: number,
			at: entry.at,
			decision: textIn(content, 'decision') ?? 'decided',
			by: [textIn(by, 'name'), textIn(by, 'email')].filter((text) => text !== null).join(', ') || 'somebody who is not named',
			byId: textIn(by, 'id'),
			requestedBy: textIn(content, 'requestedBy'),
			reason: textIn(content, 'reason'),
			what,
			asShown: hash === null ? null : what !== null && toHex(sha256(utf8(what))) === hash,
		};
	});
