import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';

const sync = (path: string): void => {
	const file = openSync(path, 'r+');
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
};

/** A new file survives a power cut only once its directory is on disk too. Windows has no such call and needs none. */
export const syncDirectory = (path: string): void => {
	if (process.platform === 'win32') return;
	const directory = openSync(path, 'r');
	try {
		fsyncSync(directory);
	} finally {
		closeSync(directory);
	}
};

export const makeDirectory = (path: string): void => {
	const first = mkdirSync(path, { recursive: true, mode: 0o700 });
	if (first !== undefined) syncDirectory(dirname(first));
};

/**
 * Creates a private file complete or not at all: written aside, then hard-linked into place, which the
 * system refuses if the name is taken. Of several processes at once one wins and the others find its file.
 */
export const createOnce = async (path: string, fill: (draft: string) => void | Promise<void>): Promise<void> => {
	const draft = `${path}.${randomUUID()}.new`;
	closeSync(openSync(draft, 'wx', 0o600));
	try {
		await fill(draft);
		sync(draft);
		linkSync(draft, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	} finally {
		unlinkSync(draft);
	}
	syncDirectory(dirname(path));
};
