/**
 * node --expose-gc loadOnce.js <file> …  Loads node and credential files as n8n does, in a process that has loaded
 * n8n-workflow as n8n has, and says what that took.
 */
const { basename } = require('node:path');
const { performance } = require('node:perf_hooks');

require('n8n-workflow');
global.gc();
const before = process.memoryUsage.rss();
const begun = performance.now();
for (const file of process.argv.slice(2)) {
	const { [basename(file).split('.')[0]]: Type } = require(file);
	// n8n makes one of each, and only then are the derived descriptions there.
	new Type();
}
const ms = performance.now() - begun;
process.stdout.write(JSON.stringify({ ms, mb: (process.memoryUsage.rss() - before) / 2 ** 20 }));
