import type { BareRecord, Json } from '../types';
import { isObject } from './json';
import { VerificationError } from './problem';
import { erasedBy, followsOn, readBody, readEntry, type Entry } from './record';
import { decisive, type CheckedRecord } from './runs';

/** Which record of the case an error is about, counted from 1. */
export type Located = (record: number) => void;

/** What the records of a case have to be, wherever they came in. */
export interface Expected<Given extends BareRecord> {
	caseId: string;
	/** How many the ledger signed for. */
	total: number;
	/** Whether it has exactly the parts that a record has there. */
	isRecord(record: Json | undefined): boolean;
	/** Whether it is proven to be in the tree. */
	isIncluded(entry: Entry, record: Given): boolean;
}

/** Each record in itself, and after the one before it. */
export const checkRecords = <Given extends BareRecord>(records: readonly Given[], { caseId, total, isRecord, isIncluded }: Expected<Given>, at: Located): CheckedRecord[] => {
	const checked: CheckedRecord[] = [];
	for (const [index, record] of records.entries()) {
		at(index + 1);
		const who = `Record ${index + 1} of ${total}`;
		if (!isRecord(record as Json | undefined)) throw new VerificationError('format', `${who} lacks a part, or has one that does not belong there.`);
		const entry = readEntry(record.entry, who);
		checkPlace(entry, checked.at(-1)?.entry ?? null, { caseId, index, who });
		const body = readBody(entry, record, who);
		if (!isIncluded(entry, record)) {
			throw new VerificationError('inclusion', `${who} is not in the ledger that was signed, or was changed since: its proof does not lead to the signed root.`);
		}
		checked.push({ entry, body });
	}
	at(Math.min(records.length, total) + 1);
	if (records.length < total) throw new VerificationError('missing_record', `Record ${records.length + 1} of ${total} is missing: the ledger signed that this case has ${total} records.`);
	if (records.length > total) throw new VerificationError('statement', `The ledger signed that this case has ${total} records, and ${records.length} are here.`);
	checkErased(checked, at);
	return checked;
};

const checkPlace = (entry: Entry, before: Entry | null, { caseId, index, who }: { caseId: string; index: number; who: string }): void => {
	if (entry.caseId !== caseId) throw new VerificationError('other_case', `${who} belongs to ${entry.caseId ?? 'no case'}, not to ${caseId}.`);
	if (entry.caseSeq! > index) throw new VerificationError('missing_record', `${who} is missing or out of place: in its place stands record ${entry.caseSeq! + 1}.`);
	if (entry.caseSeq! < index) throw new VerificationError('order', `${who} is out of place: it is record ${entry.caseSeq! + 1} of the case.`);
	if (before !== null && entry.seq <= before.seq) throw new VerificationError('order', `${who} claims to come before the one it follows.`);
	if (!followsOn(entry, before?.seq === entry.seq - 1 ? before : null)) {
		throw new VerificationError('link', `${who} does not follow from the record before it in the ledger.`);
	}
};

const checkErased = (records: readonly CheckedRecord[], at: Located): void => {
	const explained = new Map<unknown, number>();
	for (const { entry, body } of records) for (const seq of erasedBy(entry.kind, body)) explained.set(seq, entry.seq);
	for (const [index, { entry, body }] of records.entries()) {
		if (body !== null || (explained.get(entry.seq) ?? -1) > entry.seq) continue;
		at(index + 1);
		throw new VerificationError('erased', `Record ${index + 1} of ${records.length} has lost its content, and no later record says that it was erased.`);
	}
};

/** Whether the case stands closed, and with what verdict. Erasing content later does not reopen it. */
export const closingOf = (records: readonly CheckedRecord[], at: Located): { closed: boolean; verdict?: string } => {
	for (const [index, { entry, body }] of records.entries()) {
		if (entry.kind !== 'case.closed' || body === null) continue;
		const claimed = body.content['caseRecords'];
		if (claimed === index + 1) continue;
		at(index + 1);
		throw new VerificationError('closing', `Record ${index + 1} of ${records.length} closed the case over ${String(claimed)} records, but it is number ${index + 1}.`);
	}
	const last = decisive(records).at(-1);
	if (last?.entry.kind !== 'case.closed') return { closed: false };
	const verdict = last.body?.content['verdict'];
	return typeof verdict === 'string' ? { closed: true, verdict } : { closed: true };
};

export const personIn = (records: readonly CheckedRecord[]): { person?: string } => {
	for (const { body } of records) {
		const person = body?.content['person'];
		if (isObject(person) && typeof person['name'] === 'string') return { person: person['name'] };
	}
	return {};
};
