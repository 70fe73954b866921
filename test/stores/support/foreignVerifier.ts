import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const verifier = join(__dirname, '..', '..', '..', 'docs', 'verifier', 'verify.py');

const python = (): string => {
	const found = process.env['JML_PYTHON'];
	if (found === undefined) throw new Error(process.env['JML_PYTHON_MISSING'] ?? 'Run these tests with: npm run test:stores');
	return found;
};

interface Given {
	vkey?: string;
	/** The checkpoint that the auditor holds. */
	held?: string;
}

/** What a verifier is handed; `what` is for whoever reads that two of them disagree. */
export type Handed = Given & { what: string } & ({ bundle: string } | { period: string } | { segments: readonly string[] } | { entry: string; proof: string });

const filesOf = (handed: Omit<Handed, keyof Given>): readonly string[] => {
	if ('segments' in handed) return handed.segments as readonly string[];
	const { bundle, period, proof } = handed as { bundle?: string; period?: string; proof?: string };
	return [bundle ?? period ?? proof!];
};

/** What docs/verifier/verify.py says of each, one object for one handed. */
export const askPython = async (handed: readonly Handed[]): Promise<Record<string, unknown>[]> => {
	const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
	const files = new Map<string, string>();
	const fileWith = (text: string): string => {
		const file = files.get(text) ?? join(folder, String(files.size));
		if (!files.has(text)) writeFileSync(file, text);
		files.set(text, file);
		return file;
	};
	try {
		const list = handed.map(({ vkey, held, ...rest }) => ({
			files: filesOf(rest).map(fileWith),
			...('entry' in rest ? { entry: fileWith(rest.entry) } : {}),
			...(vkey === undefined ? {} : { key: vkey }),
			...(held === undefined ? {} : { checkpoint: fileWith(held) }),
		}));
		const { stdout } = await execute(python(), [verifier, '--batch', fileWith(list.map((job) => `${JSON.stringify(job)}\n`).join(''))], { maxBuffer: 1e8 });
		return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
	} finally {
		rmSync(folder, { recursive: true });
	}
};

/** As from a shell: what it prints, and the code it ends with. */
export const runPython = async (...args: string[]): Promise<{ code: number; out: string }> => {
	try {
		return { code: 0, out: (await execute(python(), [verifier, ...args])).stdout };
	} catch (error) {
		const { code, stdout } = error as { code: number; stdout: string };
		return { code, out: stdout };
	}
};
