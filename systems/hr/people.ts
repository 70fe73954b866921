import type { Dictionary } from '../http/parse';
import { isDictionary, Unclear } from './fields';
import type { Entry, Said } from './source';

/** Each person by itself: one that cannot be read must not keep the others from being read. */
export const eachOf = (records: readonly unknown[], vendor: string, idOf: (record: Dictionary) => string | null, entryOf: (record: Dictionary, id: string) => Entry): Said[] =>
	records.map((record) => {
		const id = isDictionary(record) ? idOf(record) : null;
		if (!isDictionary(record) || id === null) return { kind: 'unclear', employeeId: null, why: `${vendor} answered with a record that has no usable id; an id must be a text, or a number small enough not to be rounded` };
		try {
			return { kind: 'entry', entry: entryOf(record, id) };
		} catch (error) {
			if (!(error instanceof Unclear)) throw error;
			return { kind: 'unclear', employeeId: id, why: error.message };
		}
	});
