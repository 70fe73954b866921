import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Ledger } from '../../ledger';

export const temporaryLedger = async (now: () => Date): Promise<Ledger> => {
	const directory = mkdtempSync(join(tmpdir(), 'jml-ledger-'));
	const ledger = await openLedger({ directory, origin: 'unit.test/jml', now });
	return {
		...ledger,
		close: async () => {
			await ledger.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
};
