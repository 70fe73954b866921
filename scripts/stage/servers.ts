import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/port.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { watchProcess } from '../n8n';

/** What n8n on several machines shares. */
export interface Servers {
	/** For its main and every worker: where its database and its queue are, and the key its credentials are encrypted with. */
	env: Record<string, string>;
	/** The database as its administrator reaches it. */
	postgres: { host: string; port: number; database: string; user: string; password: string };
	stop(): Promise<void>;
}

export const startServers = async (programs: { postgres: string; redis: string }): Promise<Servers> => {
	// First what goes by itself with us, should the other not start.
	const redis = await startRedis(programs.redis);
	const database = await startPostgres(programs.postgres);
	const postgres = { host: '127.0.0.1', port: database.told.port, database: 'postgres', user: 'postgres', password: database.told.password };
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			// As n8n 3 will do always.
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64url'),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: postgres.host,
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: postgres.database,
			DB_POSTGRESDB_USER: postgres.user,
			DB_POSTGRESDB_PASSWORD: postgres.password,
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			// What a first publication wakes n8n up with may be lost; then it waits for the next look, else 15 seconds away.
			N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '250',
		},
		postgres,
		stop: async () => {
			await Promise.all([database.stop(), redis.stop()]);
		},
	};
};

/** It forgets everything when it stops. */
const startRedis = async (program: string): Promise<{ port: number; stop(): Promise<void> }> => {
	const folder = mkdtempSync(join(tmpdir(), 'jml-redis-'));
	const port = await freePort();
	const server = watchProcess(program, ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no'], { env: process.env, cwd: folder });
	const stop = async () => {
		await server.end('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await server.line('Ready to accept connections', 10_000);
	} catch (error) {
		await stop();
		throw error;
	}
	return { port, stop };
};
