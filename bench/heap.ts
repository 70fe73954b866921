import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is held, and not what waits to be collected. */
export const heapMb = (): number => {
	collect();
	return process.memoryUsage().heapUsed / 2 ** 20;
};
