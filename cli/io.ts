import { readFileSync } from 'node:fs';

export interface Io {
	stdout: (line: string) => void;
	stderr: (line: string) => void;
}

/** Somebody called a command in a way it cannot be called. */
export class Misuse extends Error {}

/** Bytes that are not UTF-8 are refused rather than replaced, since the hashes are over bytes. */
export const readText = (file: string): string => {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
	} catch (error) {
		throw new Misuse(`Cannot read ${file}: ${(error as Error).message}`);
	}
};

/** What a file says must not move the cursor or add lines of its own to what we say. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** 2 and how it is called, where it was called otherwise. */
export const orUsage = async (usage: string, io: Io, work: () => Promise<number>): Promise<number> => {
	try {
		return await work();
	} catch (error) {
		const misused = error instanceof Misuse || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
		if (!misused) throw error;
		io.stderr((error as Error).message);
		io.stderr(usage);
		return 2;
	}
};
