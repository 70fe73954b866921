import type { JsonObject } from '../../ledger/types';
import type { CheckedRecord } from '../../ledger/verify';

/** Records as the verifier hands them on: kind and content, or null where it was erased. */
export const checkedRecords = (...records: [kind: string, content: unknown, at?: string][]): CheckedRecord[] =>
	records.map(([kind, content, at = '2026-11-20T09:00:00.000Z'], index) => ({
		entry: { text: `{"seq":${index}}`, seq: index + 100, at, kind, caseId: 'c', caseSeq: index, commitment: '', prev: '' },
		body: content === null ? null : { content: content as JsonObject, subject: null, once: null },
	}));
