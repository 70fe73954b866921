import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { provide } from './debian.mjs';

const find = () => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));

/**
 * The program of a Redis server, through which n8n on several machines hands out its executions.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export const redisServer = () => provide({ name: 'Redis server', find, packages: ['redis-server'], size: '5 MB', otherwise: 'Install Redis 6 or newer.' });
