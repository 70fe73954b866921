import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox';

/** What makes an n8n take the simulated company's vendors for the real ones, under their real names. */
export interface OutsideEnv {
	env: Record<string, string>;
	remove(): void;
}

export const outsideEnv = ({ outside }: Pick<Sandbox, 'outside'>): OutsideEnv => {
	const folder = mkdtempSync(join(tmpdir(), 'jml-outside-'));
	const file = join(folder, 'outside.pem');
	writeFileSync(file, outside.certificate);
	return {
		// In small letters, because these go before what the machine may have in capitals.
		env: { https_proxy: outside.proxyUrl, http_proxy: outside.proxyUrl, no_proxy: 'localhost,127.0.0.1', NODE_EXTRA_CA_CERTS: file },
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
};
