/**
 * node guard.js <command> …  Runs a command that must not outlive whoever asked for it, however that one ends: killed, or
 * a test under jest, where `process.on('exit')` is never called. The channel to the parent closes in any case.
 */
const { spawn } = require('node:child_process');

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

// We lead the process group: this takes the command, all its children and ourselves.
process.once('disconnect', () => {
	if (process.platform === 'win32') child.kill('SIGKILL');
	else process.kill(-process.pid, 'SIGKILL');
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));

child.once('spawn', () => process.send?.({ pid: child.pid }));
child.once('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
