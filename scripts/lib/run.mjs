import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

const windows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let watching = false;

/**
 * The whole group, because npm, jest and n8n have children of their own that outlive them.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function killGroup(child, signal = 'SIGTERM') {
	if (child.pid === undefined) return;
	try {
		if (windows) child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {}
}

function watch() {
	if (watching) return;
	watching = true;
	process.on('exit', () => running.forEach((child) => killGroup(child, 'SIGKILL')));
	for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => {
			running.forEach((child) => killGroup(child, signal));
			// Enough for a child to put things away; whatever is left then goes with the `exit` above.
			setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), running.size ? 5000 : 0).unref();
			if (running.size === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
		});
	}
}

/**
 * A child in a process group of its own that does not outlive us.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
	watch();
	const child = spawn(command, args, { stdio: 'inherit', detached: !windows, ...options });
	running.add(child);
	child.once('exit', () => {
		killGroup(child, 'SIGKILL');
		running.delete(child);
	});
	child.once('error', () => running.delete(child));
	return child;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 and more for a signal
 */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = start(command, args, options);
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
	});
}

/**
 * Runs quietly; only a failure shows what the command wrote.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>} what it wrote, stdout and stderr together
 */
export function capture(command, args, { onLine, ...options } = {}) {
	return new Promise((resolve, reject) => {
		const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
		let text = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
				text += chunk;
				const line = chunk.trim().split(/[\r\n]+/).pop();
				if (line) onLine?.(line.slice(0, 120));
			});
		}
		child.once('error', reject);
		child.once('close', (code, signal) => {
			if (code === 0) resolve(text);
			else reject(Object.assign(new Error(`\`${command} ${args.join(' ')}\` ended with ${signal ?? code}:\n${text.slice(-4000)}`), { output: text }));
		});
	});
}

/**
 * npm tells its children about the project they were started in and its settings; a package manager that works
 * elsewhere must not take them for its own (our `ignore-scripts` would leave n8n without a database driver).
 * @param {string} [nodeBinary] becomes the `node` that install scripts find
 * @param {Record<string, string | undefined>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnv(nodeBinary, extra = {}) {
	const projectOnly = /^npm_(package_|lifecycle_|config_(local_prefix|prefix|ignore_scripts|dir|global_prefix)$)/i;
	/** @type {NodeJS.ProcessEnv} */
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !projectOnly.test(name)));
	if (nodeBinary) {
		const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
		env[path] = [dirname(nodeBinary), env[path]].filter(Boolean).join(delimiter);
	}
	return { ...env, ...extra };
}

/**
 * The npm that came with the user's Node, by its own script where npm started us (Windows cannot spawn `npm.cmd` without a shell).
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(...args) {
	const cli = process.env.npm_execpath;
	if (cli?.endsWith('npm-cli.js')) return [process.env.npm_node_execpath ?? process.execPath, [cli, ...args]];
	return windows ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', args];
}
