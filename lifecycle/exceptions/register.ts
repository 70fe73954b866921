import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { Problem } from '../problem';
import { following, type View } from '../view';
import { isInForce, type Exception, type ExceptionTerms } from './exception';

const subjectOf = (id: string): string => `exception/${id}`;

type Register = Map<string, { seq: number; exception: Exception }>;

const registerView: View<Register> = {
	kinds: ['exception.registered', 'exception.ended', 'record.erased'],
	empty: () => new Map(),
	take: (register, { kind, seq, at, content }) => {
		if (kind === 'record.erased') return forget(register, content);
		if (content === null) return;
		const id = String(content['id']);
		if (kind === 'exception.registered') {
			register.set(id, { seq, exception: { ...(content as unknown as ExceptionTerms), id, registeredAt: at, ended: null } });
			return;
		}
		const known = register.get(id);
		if (known) known.exception = { ...known.exception, ended: { at, by: String(content['by']), why: String(content['why']) } };
	},
};

const forget = (register: Register, content: LedgerRecord['content']): void => {
	const erased = new Set(content?.['seqs'] as number[] | undefined);
	for (const [id, { seq }] of register) if (erased.has(seq)) register.delete(id);
};

const registerIn = following(registerView);

/** Every exception there ever was, as the ledger has them at this moment. */
export const exceptionsIn = async (ledger: Ledger): Promise<Exception[]> => [...(await registerIn(ledger)).values()].map(({ exception }) => exception);

const retryMs = 24 * 60 * 60_000;

const alike = (terms: ExceptionTerms): string => {
	const { type, who, system, step, owner, reason, expiresAt, registeredBy } = terms;
	return JSON.stringify([type, [...who].sort(), system, step, owner, reason, expiresAt, registeredBy]);
};

/**
 * The same words again within a day are a workflow that ran twice, and give the exception that is there. Later they say
 * that somebody has looked again and still means it, and are kept as such.
 */
export const registerException = async (ledger: Ledger, terms: ExceptionTerms, now: Date): Promise<Exception> => {
	const same = (await exceptionsIn(ledger)).filter((one) => alike(one) === alike(terms));
	const again = same.find((one) => isInForce(one, now) && now.getTime() - Date.parse(one.registeredAt) < retryMs);
	if (again) return again;
	// Of two that say the same at once, one is kept.
	const once = `exception/${createHash('sha256').update(alike(terms)).digest('hex')}/${now.toISOString().slice(0, 10)}/${same.length}`;
	// By chance, and not from the words: what was said could be guessed from it after it was erased.
	const id = `ex_${randomBytes(5).toString('hex')}`;
	const { record } = await ledger.append({ kind: 'exception.registered', subject: subjectOf(id), once, content: { id, ...(terms as unknown as JsonObject) } });
	return { ...(record.content as unknown as ExceptionTerms & { id: string }), registeredAt: record.at, ended: null };
};

/** Ended once; whoever ends it again is told who did. */
export const endException = async (ledger: Ledger, ending: { id: string; by: string; why: string }): Promise<Exception> => {
	const id = ending.id.trim();
	const [by, why] = [ending.by.trim(), ending.why.trim()];
	const exception = (await exceptionsIn(ledger)).find((one) => one.id === id);
	if (!exception) throw new Problem('misconfigured', `There is no exception ${id || '(none given)'} in the ledger, so nothing was ended. List Exceptions shows the ids.`);
	if (by === '') throw new Problem('misconfigured', `Nobody is named who ends ${id}, so it was not ended. Name the person in Ended By.`);
	if (why === '') throw new Problem('misconfigured', `No reason is given why ${id} ends, so it was not ended. Say in Why what has changed.`);
	const { record } = await ledger.append({ kind: 'exception.ended', subject: subjectOf(id), once: `${subjectOf(id)}/ended`, content: { id, by, why } });
	return { ...exception, ended: { at: record.at, by: String(record.content?.['by']), why: String(record.content?.['why']) } };
};
