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
	/** Whether that is what the recorded hash is of; null where there is no hash, or one of a list with others on it. */
	asShown: boolean | null;
}

const kinds = ['decision.recorded', 'hold.decided', 'device.decided'];

/** Decided on as one of a list, a case keeps only its own part of what was shown. */
const isPart = (content: object): boolean => Number((content as { together?: unknown }).together ?? 1) > 1;

export const decisionsIn = (records: readonly Numbered[]): DecisionView[] =>
	records.flatMap(({ number, entry, body }) => {
		if (!kinds.includes(entry.kind) || body === null) return [];
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
			asShown: hash === null || isPart(content) ? null : what !== null && toHex(sha256(utf8(what))) === hash,
		};
	});
