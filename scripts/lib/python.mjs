import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { provide } from './debian.mjs';

const find = () => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'python3')).find((file) => existsSync(file));

/**
 * A Python to run the second verifier with.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export const python = () => provide({ name: 'Python', find, packages: ['python3'], size: '30 MB', otherwise: 'Install Python 3.9 or newer.' });
