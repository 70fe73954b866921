import type { Io } from '../../cli/io';

/** What a command prints, and the code it ends with. */
export const outputOf = async (command: (args: string[], io: Io) => Promise<number>, args: string[]): Promise<{ code: number; out: string; err: string }> => {
	const [out, err]: [string[], string[]] = [[], []];
	const code = await command(args, { stdout: (line) => out.push(line), stderr: (line) => err.push(line) });
	return { code, out: out.join('\n'), err: err.join('\n') };
};
