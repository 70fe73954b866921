import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs this bench again on a disk whose flushes take that much longer, for both sides of every ratio. Needs Linux and a C compiler. */
export const onSlowerDisk = (flushMs: number): number => {
	const folder = mkdtempSync(join(tmpdir(), 'jml-slow-disk-'));
	const library = join(folder, 'slowDisk.so');
	execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, join(__dirname, 'slowDisk.c'), '-ldl'], { stdio: 'inherit' });
	// PostgreSQL runs as another user.
	chmodSync(folder, 0o755);
	const env = { ...process.env, LD_PRELOAD: library, JML_FLUSH_US: String(Math.round(flushMs * 1_000)) };
	const args = [...process.execArgv, ...process.argv.slice(1).filter((argument, index, all) => argument !== '--flush-ms' && all[index - 1] !== '--flush-ms')];
	return spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1;
};
