import { homedir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../ledger';
import type { Ledger } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { systemClock } from '../../lifecycle/clock';

const folder = 'jml-ledger';

/** n8n's own data folder: it is what people mount and back up. */
export const ledgerDirectory = (): string => join(process.env['N8N_USER_FOLDER'] ?? homedir(), '.n8n', folder);

/** The instance's address without its scheme names the ledger, so that an auditor can tell two apart. */
const originOf = (instanceUrl: string): string => {
	const name = instanceUrl.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '');
	return `${name.replace(/[\s+]/g, '-') || 'n8n'}/${folder}`;
};

const opened = new Map<string, Promise<Ledger>>();

/** One connection for the life of the process; n8n never tells a node that it is done. */
export const openNodeLedger = (instanceUrl: string): Promise<Ledger> => {
	if (process.env['EXECUTIONS_MODE'] === 'queue') {
		throw new Problem(
			'misconfigured',
			'n8n runs in queue mode, where workers do not share a disk, and the evidence ledger in n8n\'s data folder is for one machine. Run n8n in regular mode for now; a PostgreSQL ledger for queue mode is on the way.',
		);
	}
	const directory = ledgerDirectory();
	let ledger = opened.get(directory);
	if (!ledger) {
		ledger = openLedger({ directory, origin: originOf(instanceUrl), now: systemClock.now });
		opened.set(directory, ledger);
		// A disk that was full once may have room again.
		ledger.catch(() => opened.delete(directory));
	}
	return ledger;
};
