import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Imported before n8n-core, which reads these once and writes into the folder when it is loaded. */
const folders: string[] = [];

const newUserFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'jml-n8n-home-'));
	folders.push(folder);
	return folder;
};

process.env['N8N_USER_FOLDER'] = newUserFolder();
process.env['N8N_ENCRYPTION_KEY'] = 'harness';
process.env['N8N_LOG_LEVEL'] = 'silent';
process.env['N8N_DIAGNOSTICS_ENABLED'] = 'false';

/** A fresh data folder, and with it a fresh ledger, for the test that begins. */
export const freshUserFolder = (): string => (process.env['N8N_USER_FOLDER'] = newUserFolder());

export const ledgerFolder = (): string => join(process.env['N8N_USER_FOLDER']!, '.n8n', 'jml-ledger');

afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
