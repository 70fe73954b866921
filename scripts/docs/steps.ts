import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../systems';

interface Described {
	label: string;
	danger: string;
	needs: readonly string[];
	readBackFrom: string;
	givenBack: string;
	closes: string;
	remains?: readonly string[];
	optional?: true;
}

const root = join(__dirname, '..', '..');
/** Files with `<!-- steps:<system> -->` … `<!-- /steps:<system> -->` in them. */
export const documents = ['README.md'].map((file) => join(root, file));

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const table = (steps: readonly Described[]): string =>
	[
		row(['Step', 'What it does', 'Scopes', 'Restore Access', 'Read back from', 'Closes', 'Cannot reach']),
		'|---|---|---|---|---|---|---|',
		...steps.map(({ label, danger, needs, givenBack, readBackFrom, closes, remains = [], optional }) =>
			row([label + (optional ? ' (only if ticked)' : ''), danger, needs.map((scope) => `\`${scope}\``).join(' '), givenBack, readBackFrom, closes, remains.join('; ') || '–']),
		),
	].join('\n');

/** The document with its tables as the code has them now. */
export const withTables = (text: string): string =>
	systems.reduce((document, { id, steps }) => {
		const [start, end] = [`<!-- steps:${id} -->`, `<!-- /steps:${id} -->`];
		const [from, to] = [document.indexOf(start), document.indexOf(end)];
		return from < 0 || to < 0 ? document : `${document.slice(0, from + start.length)}\n${table(steps)}\n${document.slice(to)}`;
	}, text);

if (require.main === module) for (const file of documents) writeFileSync(file, withTables(readFileSync(file, 'utf8')));
