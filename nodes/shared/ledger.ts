import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';
import { openLedger, openPostgresLedger } from '../../ledger';
import type { Ledger } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { systemClock } from '../../lifecycle/clock';
import { postgresLedgerOf } from './postgresLedger';

export const ledgerCredential = 'jmlLedgerPostgresApi';

const folder = 'jml-ledger';

/** n8n's own data folder: it is what people mount and back up. */
export const ledgerDirectory = (): string => join(process.env['N8N_USER_FOLDER'] ?? homedir(), '.n8n', folder);

/** The instance's address without its scheme names the ledger, so that an auditor can tell two apart. */
const originOf = (instanceUrl: string): string => {
	const name = instanceUrl.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '');
	return `${name.replace(/[\s+]/g, '-') || 'n8n'}/${folder}`;
};

type Context = Pick<IAllExecuteFunctions, 'getNode' | 'getCredentials' | 'getInstanceBaseUrl'>;

/** The ledger of a node. With the item it works on, it is made sure that all nodes of a workflow have the same one. */
export const openNodeLedger = async (context: Context, json: IDataObject = {}): Promise<Ledger> => {
	const chosen = context.getNode().credentials?.[ledgerCredential];
	const ledger = chosen === undefined ? await embedded(context.getInstanceBaseUrl()) : await inPostgres(context, chosen.id ?? chosen.name);
	const before = (json['ledger'] ?? {}) as IDataObject;
	const here = markOf(context, ledger);
	if (typeof before['origin'] === 'string' && (before['origin'] !== here.origin || (before['credential'] ?? here.credential) !== here.credential)) {
		throw new Problem(
			'misconfigured',
			`An earlier node of this workflow keeps its evidence in the ledger ${before['origin']}, and this one, with another credential or none, in ${here.origin}. Nothing was changed. Choose the same credential for the evidence ledger in every node of this package, or in none.`,
		);
	}
	return ledger;
};

/** What an item carries of the ledger it comes from. The name alone would not do: a copy of a credential with another schema has the same. */
export const markOf = (context: Pick<Context, 'getNode'>, { origin }: Ledger): { origin: string; credential: string } => ({
	origin,
	credential: context.getNode().credentials?.[ledgerCredential]?.id ?? 'none',
});

const opened = new Map<string, Promise<Ledger>>();

/** One for the life of the process: n8n never tells a node that it is done. */
const remembered = (key: string, open: () => Promise<Ledger>): Promise<Ledger> => {
	let ledger = opened.get(key);
	if (!ledger) {
		ledger = open();
		opened.set(key, ledger);
		// A disk that was full once may have room again, and a server that was down may be up.
		ledger.catch(() => opened.delete(key));
	}
	return ledger;
};

/** `n8n worker` is queue mode, also where its environment does not say so. */
export const inQueueMode = (): boolean => process.env['EXECUTIONS_MODE'] === 'queue' || process.argv[2] === 'worker';

const embedded = async (instanceUrl: string): Promise<Ledger> => {
	if (inQueueMode()) {
		throw new Problem(
			'misconfigured',
			"n8n runs in queue mode, where workers do not share a disk, and this node keeps the evidence ledger in n8n's data folder, which is for one machine. Nothing was changed. Create a credential of the type \"Evidence Ledger in PostgreSQL\" and choose it in every node of this package.",
		);
	}
	const directory = ledgerDirectory();
	return remembered(directory, () => openLedger({ directory, origin: originOf(instanceUrl), now: systemClock.now }));
};

/** Reading a credential takes n8n tens of milliseconds, and a cut would do it dozens of times. A changed one is noticed within a minute. */
const trustedForMs = 60_000;
const openedLately = new Map<string, { until: number; ledger: Promise<Ledger> }>();

const inPostgres = (context: Context, credentialId: string): Promise<Ledger> => {
	const now = systemClock.now().getTime();
	const lately = openedLately.get(credentialId);
	if (lately !== undefined && lately.until >= now) return lately.ledger;
	const ledger = openAsCredentialSays(context, credentialId);
	openedLately.set(credentialId, { until: now + trustedForMs, ledger });
	ledger.catch(() => openedLately.delete(credentialId));
	return ledger;
};

const openAsCredentialSays = async (context: Context, credentialId: string): Promise<Ledger> => {
	const data = await context.getCredentials(ledgerCredential);
	const version = createHash('sha256').update(JSON.stringify(data)).digest('hex');
	return await remembered(`${credentialId} ${version}`, () => openPostgresLedger({ ...postgresLedgerOf(data), now: systemClock.now }));
};
