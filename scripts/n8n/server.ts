import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../lib/port.mjs';
import { N8nApi } from './api';
import { installPack } from './pack';
import { watchProcess, type Watched } from './process';
import { Session, type Owner } from './session';
import { n8nBin, settings } from './settings';

export interface StartOptions {
	nodeBinary: string;
	n8nFolder: string;
	/** Kept if given; otherwise a temporary one that `stop` deletes. Never the user's own. */
	userFolder?: string;
	port?: number;
	/** Tarballs of community packages to install before the start. */
	packs?: string[];
	env?: Record<string, string>;
	/** The address under which vendors reach the webhooks, if it is another than n8n's own. */
	webhookBaseUrl?: string;
	logFile?: string;
}

export interface RunningN8n {
	readonly url: string;
	readonly owner: Owner;
	readonly userFolder: string;
	readonly session: Session;
	readonly api: N8nApi;
	/** Milliseconds from the (last) start until n8n said that the editor is accessible. */
	readonly startMs: number;
	readonly pid: number | undefined;
	logs(): string;
	/** Stops n8n, and keeps its data for a `restart`. */
	halt(): Promise<void>;
	/** Stops n8n for good. */
	stop(): Promise<void>;
	/** As if the power went: SIGKILL to n8n and all its children. */
	kill9(): Promise<void>;
	/** Starts it again on the same port and data, stopping it first if it runs. */
	restart(env?: Record<string, string>): Promise<void>;
	/** One of n8n's own commands on the same data, e.g. `['export:nodes', '--output=…']`. Returns what it wrote. */
	command(args: string[], timeoutMs?: number): Promise<string>;
}

const READY = 'Editor is now accessible via';
const START_TIMEOUT_MS = 120_000;

export async function startN8n(options: StartOptions): Promise<RunningN8n> {
	const temporary = options.userFolder === undefined;
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'jml-n8n-'));
	mkdirSync(userFolder, { recursive: true });
	for (const tarball of options.packs ?? []) await installPack(userFolder, tarball);

	const fixed = settings({ ...options, userFolder });
	const owner: Owner = { email: 'owner@example.test', firstName: 'Olivia', lastName: 'Owner', password: ownerPassword(userFolder) };
	let port = options.port ?? (await freePort());
	let url = '';
	let startMs = 0;
	let n8n: Watched | undefined;
	const session = new Session(() => url);
	const api = new N8nApi(session);

	const launch = async (extra: Record<string, string> = {}) => {
		const env = { ...fixed, N8N_PORT: String(port), N8N_RUNNERS_BROKER_PORT: String(await freePort()), ...options.env, ...extra };
		const begun = performance.now();
		url = `http://127.0.0.1:${port}`;
		n8n = watchProcess(options.nodeBinary, [n8nBin(options.n8nFolder), 'start'], { env, cwd: userFolder, logFile: options.logFile });
		await n8n.line(READY, START_TIMEOUT_MS);
		startMs = performance.now() - begun;
		await session.signIn(owner);
	};
	const end = async (signal: 'SIGTERM' | 'SIGKILL') => await n8n?.end(signal);

	try {
		await launch();
	} catch (error) {
		await end('SIGKILL');
		// Somebody else took the port between finding it and using it.
		const taken = options.port === undefined && n8n?.log().includes('already in use');
		if (!taken) throw error;
		port = await freePort();
		await launch();
	}

	return {
		get url() {
			return url;
		},
		owner,
		userFolder,
		session,
		api,
		get startMs() {
			return startMs;
		},
		get pid() {
			return n8n?.pid();
		},
		logs: () => n8n?.log() ?? '',
		halt: () => end('SIGTERM'),
		stop: async () => {
			await end('SIGTERM');
			if (temporary) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		},
		kill9: async () => {
			await end('SIGKILL');
			// All that n8n does about it at the next start is to log a line and wait ten seconds.
			rmSync(join(userFolder, '.n8n', 'crash.journal'), { force: true });
		},
		restart: async (extra) => {
			await end('SIGTERM');
			await launch(extra);
			await api.settled();
		},
		command: async (args, timeoutMs = 60_000) => {
			const env = { ...fixed, N8N_RUNNERS_BROKER_PORT: String(await freePort()), ...options.env };
			const run = watchProcess(options.nodeBinary, [n8nBin(options.n8nFolder), ...args], { env, cwd: userFolder });
			const timer = setTimeout(() => void run.end('SIGKILL'), timeoutMs);
			await run.exited;
			clearTimeout(timer);
			if (run.exitCode() !== 0) throw new Error(`n8n ${args.join(' ')} ended with ${run.exitCode() ?? 'a signal'}:\n${run.log().slice(-4000)}`);
			return run.log();
		},
	};
}

/** Random, because the demo's n8n may be reachable by others on the machine; kept, because a kept folder is signed in to again. */
function ownerPassword(userFolder: string): string {
	const file = join(userFolder, 'owner-password.txt');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		const password = `Jml-${randomBytes(9).toString('base64url')}1`;
		writeFileSync(file, `${password}\n`, { mode: 0o600 });
		return password;
	}
}
