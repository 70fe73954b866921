import type { NodeJson, RunningN8n } from '../../../scripts/n8n';

/** Has a node write into a ledger that nobody answers at. */
export const brokenLedger = async ({ api }: RunningN8n): Promise<(node: NodeJson) => void> => {
	const id = await api.createCredential('jmlLedgerPostgresApi', 'broken', { host: '127.0.0.1', port: 1, database: 'jml', user: 'jml', password: '', schema: 'jml_ledger', tls: 'off', ledgerName: 'other/jml-ledger', signingKey: '' });
	return (node) => {
		node.credentials = { jmlLedgerPostgresApi: { id, name: 'broken' } };
	};
};
