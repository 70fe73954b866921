/**
 * Preloaded into n8n. On SIGUSR2 it collects garbage: otherwise the memory of two starts differs by when V8 last cleaned
 * up, which is far more than a pack can add.
 */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
	collect();
	collect();
});
