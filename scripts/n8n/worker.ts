import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../lib/port.mjs';
import { installPack } from './pack';
import { watchProcess } from './process';
import type { StartOptions } from './server';
import { n8nBin, settings } from './settings';

/** `env` names the database, the Redis and the key that it shares with its main. */
export type WorkerOptions = Pick<StartOptions, 'nodeBinary' | 'n8nFolder' | 'packs' | 'env' | 'webhookBaseUrl' | 'logFile'> & {
	/** How many executions it runs at once. */
	concurrency?: number;
};

export interface RunningWorker {
	readonly userFolder: string;
	logs(): string;
	stop(): Promise<void>;
	/** As if the power of its machine went. */
	kill9(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;

/** `n8n worker` with a folder of its own, as on a machine of its own. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
	const userFolder = mkdtempSync(join(tmpdir(), 'jml-n8n-worker-'));
	for (const tarball of options.packs ?? []) await installPack(userFolder, tarball);

	const env = { ...settings({ ...options, userFolder }), N8N_RUNNERS_BROKER_PORT: String(await freePort()), ...options.env };
	const args = [n8nBin(options.n8nFolder), 'worker', ...(options.concurrency ? [`--concurrency=${options.concurrency}`] : [])];
	const worker = watchProcess(options.nodeBinary, args, { env, cwd: userFolder, logFile: options.logFile });
	const stop = async () => {
		await worker.end('SIGTERM');
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	};
	try {
		await worker.line('n8n worker is now ready', START_TIMEOUT_MS);
	} catch (error) {
		await stop();
		throw error;
	}
	return { userFolder, logs: worker.log, stop, kill9: () => worker.end('SIGKILL') };
}
