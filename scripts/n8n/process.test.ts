import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { watchProcess } from './process';

/** Starts a child of its own, as n8n does with its task runner, and tells its process id. */
const withChild = "const { spawn } = require('node:child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }); console.log('child ' + child.pid + ' up'); setInterval(() => {}, 1000);";
const options = { env: process.env, cwd: __dirname };
const pidIn = (log: string) => Number(/child (\d+) up/.exec(log)?.[1]);

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		// Dead, and only not yet collected by a slow (or, in a container, missing) init.
		return !(existsSync('/proc/self/stat') && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
	} catch {
		return false;
	}
}

async function untilGone(pid: number): Promise<boolean> {
	for (const until = Date.now() + 5000; lives(pid) && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 20));
	return !lives(pid);
}

test.each(['SIGTERM', 'SIGKILL'] as const)('%s leaves nothing of the group', async (signal) => {
	const watched = watchProcess(process.execPath, ['-e', withChild], options);
	await watched.line(' up', 10_000);
	const pid = pidIn(watched.log());
	expect(lives(pid)).toBe(true);
	await watched.end(signal);
	expect(watched.isRunning()).toBe(false);
	expect(await untilGone(pid)).toBe(true);
});

test('nothing is left when the parent is killed', async () => {
	const parent = spawn(process.execPath, ['-e', `const { fork, spawn } = require('node:child_process'); spawn(process.execPath, [${JSON.stringify(join(__dirname, 'guard.js'))}, process.execPath, '-e', ${JSON.stringify(withChild)}], { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });`], { stdio: ['ignore', 'pipe', 'inherit'] });
	const log = await new Promise<string>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
	expect(lives(pidIn(log))).toBe(true);
	parent.kill('SIGKILL');
	expect(await untilGone(pidIn(log))).toBe(true);
});

test('a process that ends too early says what it said', async () => {
	const watched = watchProcess(process.execPath, ['-e', "console.error('no such port'); process.exit(3)"], options);
	await expect(watched.line('ready', 10_000)).rejects.toThrow(/no such port/);
	await watched.exited;
	expect(watched.exitCode()).toBe(3);
});

test('a command that does not exist is an error, not a wait', async () => {
	await expect(watchProcess('/no/such/command', [], options).line('ready', 10_000)).rejects.toThrow(/ENOENT/);
});
