import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { verifyBundle } from '../../ledger/verify';
import type { isSigned } from '../../ledger/verify/ed25519';
import type { hmacSha256 } from '../../ledger/verify/hmac';
import type { verifyPeriod } from '../../ledger/verify/period';
import type { verifySegment } from '../../ledger/verify/segment';
import type { sha256 } from '../../ledger/verify/primitives';
import type { verifyTlogProof } from '../../ledger/verify/tlogProof';

export interface Verifier {
	verifyBundle: typeof verifyBundle;
	verifyTlogProof: typeof verifyTlogProof;
	verifyPeriod: typeof verifyPeriod;
	verifySegment: typeof verifySegment;
	isSigned: typeof isSigned;
	sha256: typeof sha256;
	hmacSha256: typeof hmacSha256;
}

const modules = ['index', 'period', 'segment', 'tlogProof', 'ed25519', 'hmac', 'primitives'];

/** The verifier as a page runs it: with the primitives for browsers, and without anything that only Node has. */
export const browserVerifier = async (): Promise<Verifier> => {
	const { primitivesForBrowsers } = require('../../scripts/build/pageScript.js') as { primitivesForBrowsers: Plugin };
	const { outputFiles } = await build({
		stdin: { contents: modules.map((name) => `export * from './${name}';`).join('\n'), resolveDir: join(__dirname, '..', '..', 'ledger', 'verify') },
		bundle: true,
		write: false,
		platform: 'browser',
		format: 'iife',
		globalName: 'verifier',
		target: 'es2022',
		plugins: [primitivesForBrowsers],
	});
	return new Function('Buffer', 'process', 'require', 'module', 'exports', `${outputFiles[0]!.text}; return verifier;`)() as Verifier;
};
