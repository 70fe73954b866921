import { createAppender } from './append';
import { audit } from './audit';
import { exportCase, exportPeriod } from './bundle';
import { signCheckpoint } from './checkpoint';
import type { Database } from './database';
import { assertNotReserved, erase } from './erase';
import { LedgerError } from './errors';
import { activeLeases, takeLease } from './leases';
import type { Signer } from './note';
import { findRecords } from './query';
import { accept } from './record';
import { exportSegment } from './segment';
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
export const createLedger = ({ database, signer, now: here, onClose }: LedgerParts): Ledger => {
	const now = () => new Date(here().getTime() + database.clockAheadMs());
	const appender = createAppender(database, signer, now);
	const parts = () => ({ database: open(), signer, now });
	let closed = false;
	const open = (): Database => {
		if (closed) throw new LedgerError('closed', 'This ledger was closed. Open it again before using it.');
		return database;
	};
	return {
		origin: signer.name,
		append: async (record) => {
			assertNotReserved(record.kind);
			const accepted = accept(record);
			open();
			return await appender.append(accepted);
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
		exportCase: async (caseId, heldCheckpoint) => await exportCase(parts(), caseId, heldCheckpoint),
		exportPeriod: async (period, caseIds) => await exportPeriod(parts(), period, caseIds),
		exportSegment: async (range, withContent) => await exportSegment(parts(), range, withContent),
		erase: async (erasure) => await erase(parts(), erasure),
		verify: async () => await audit(open(), signer),
		close: async () => {
			if (closed) return;
			closed = true;
			await appender.idle();
			await onClose();
		},
	};
};
