import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

const windows = process.platform === 'win32';

/** n8n starts task runners of its own, so only the whole group is certain to be gone. */
function killGroup(child: ChildProcess): void {
	try {
		if (windows || child.pid === undefined) child.kill('SIGKILL');
		else process.kill(-child.pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
}

export interface Watched {
	/** Of the command itself, once it runs. */
	pid(): number | undefined;
	readonly exited: Promise<void>;
	isRunning(): boolean;
	exitCode(): number | null;
	log(): string;
	/** Resolves when the output contains the text, rejects when the process ends first. */
	line(text: string, timeoutMs: number): Promise<void>;
	end(signal: 'SIGTERM' | 'SIGKILL', graceMs?: number): Promise<void>;
}

const KEPT_LOG = 400_000;

/** Runs a command in a process group of its own, keeps its output, and leaves nothing of it when it ends or we do. */
export function watchProcess(command: string, args: string[], options: { env: NodeJS.ProcessEnv; cwd: string; logFile?: string | undefined }): Watched {
	const guard = join(__dirname, 'guard.js');
	const child = spawn(process.execPath, [guard, command, ...args], { cwd: options.cwd, env: options.env, detached: !windows, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
	const file = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : undefined;
	const listeners = new Set<() => void>();
	let log = '';
	let running = true;
	let pid: number | undefined;

	child.on('message', (message: { pid: number }) => (pid = message.pid));
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (chunk: string) => {
			log = (log + chunk).slice(-KEPT_LOG);
			file?.write(chunk);
			listeners.forEach((listener) => listener());
		});
	}

	const exited = new Promise<void>((resolve) => {
		child.once('exit', () => {
			running = false;
			killGroup(child);
			file?.end();
			listeners.forEach((listener) => listener());
			resolve();
		});
	});

	return {
		pid: () => pid,
		exited,
		isRunning: () => running,
		exitCode: () => child.exitCode,
		log: () => log,
		line: (text, timeoutMs) =>
			new Promise((resolve, reject) => {
				const done = (settle: () => void) => {
					clearTimeout(timer);
					listeners.delete(check);
					settle();
				};
				const fail = (why: string) => done(() => reject(new Error(`${why}. It said:\n${log.slice(-4000)}`)));
				const check = () => {
					if (log.includes(text)) done(resolve);
					else if (!running) fail(`It ended (${child.signalCode ?? child.exitCode}) before it said "${text}"`);
				};
				const timer = setTimeout(() => fail(`It did not say "${text}" within ${timeoutMs / 1000} s`), timeoutMs);
				listeners.add(check);
				check();
			}),
		end: async (signal, graceMs = 10_000) => {
			if (!running) return;
			if (signal === 'SIGKILL') killGroup(child);
			else child.kill(signal);
			const timer = setTimeout(() => killGroup(child), graceMs);
			await exited;
			clearTimeout(timer);
		},
	};
}
