import { append } from './append';
import { audit } from './audit';
import { exportCase } from './bundle';
import { signCheckpoint } from './checkpoint';
import type { Database } from './database';
import { LedgerError } from './errors';
import { activeLeases, takeLease } from './leases';
import type { Signer } from './note';
import { findRecords } from './query';
import { accept } from './record';
import { headOf, sizeOf } from './tree';
import type { Ledger } from './types';

export interface LedgerParts {
	database: Database;
	signer: Signer;
	now: () => Date;
	/** Called once, when this ledger is closed; the database may be shared with others. */
	onClose: () => Promise<void>;
}

/** The ledger over any database. */
export const createLedger = ({ database, signer, now, onClose }: LedgerParts): Ledger => {
	let closed = false;
	const open = (): Database => {
		if (closed) throw new LedgerError('closed', 'This ledger was closed. Open it again before using it.');
		return database;
	};
	return {
		append: async (record) => {
			const accepted = accept(record);
			return await open().write((sql) => append(sql, accepted, signer, now));
		},
		records: async (query) => await findRecords(open().read, query),
		lease: async (key, owner, ttlMs) => await takeLease(open(), now, key, owner, ttlMs),
		activeLeases: async (prefix) => await activeLeases(open(), now, prefix),
		head: async () => {
			const sql = { all: open().read };
			return await headOf(sql, await sizeOf(sql));
		},
		checkpoint: async () => (await signCheckpoint(open(), signer)).note,
		vkey: async () => signer.vkey,
		exportCase: async (caseId, heldCheckpoint) => await exportCase(open(), signer, now, caseId, heldCheckpoint),
		verify: async () => await audit(open(), signer.vkey),
		close: async () => {
			if (closed) return;
			closed = true;
			await onClose();
		},
	};
};
