import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Imported before n8n-core and Okta's SDK: both take settings from wherever they lie around. */
const folder = mkdtempSync(join(tmpdir(), 'jml-contract-'));
process.env['N8N_USER_FOLDER'] = folder;
process.env['N8N_ENCRYPTION_KEY'] = 'contract';
process.env['N8N_LOG_LEVEL'] = 'silent';
process.env['N8N_DIAGNOSTICS_ENABLED'] = 'false';

for (const name of Object.keys(process.env)) {
	// A proxy would stand between both clients and the double, and the SDK offers no way to switch it off.
	if (/^(OKTA_|(https?|all|no)_proxy$)/i.test(name)) delete process.env[name];
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const temporaryFolder = (name: string): string => mkdtempSync(join(folder, name));
