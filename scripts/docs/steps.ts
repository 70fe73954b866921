import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oktaSteps } from '../../systems/okta';

interface Described {
	label: string;
	danger: string;
	needs: readonly string[];
	readBackFrom: string;
	givenBack: string;
	optional?: true;
}

/** The systems whose steps are listed somewhere; the next one is one line. */
const systems: Record<string, readonly Described[]> = { okta: oktaSteps };

const root = join(__dirname, '..', '..');
/** Files with `<!-- steps:<system> -->` … `<!-- /steps:<system> -->` in them. */
export const documents = ['README.md'].map((file) => join(root, file));

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const table = (steps: readonly Described[]): string =>
	[
		row(['Step', 'What it does', 'Scopes', 'Restore Access', 'Read back from']),
		'|---|---|---|---|---|',
		...steps.map(({ label, danger, needs, givenBack, readBackFrom, optional }) =>
			row([label + (optional ? ' (only if ticked)' : ''), danger, needs.map((scope) => `\`${scope}\``).join(' '), givenBack, readBackFrom]),
		),
	].join('\n');

/** The document with its tables as the code has them now. */
export const withTables = (text: string): string =>
	Object.entries(systems).reduce((document, [system, steps]) => {
		const [start, end] = [`<!-- steps:${system} -->`, `<!-- /steps:${system} -->`];
		const [from, to] = [document.indexOf(start), document.indexOf(end)];
		return from < 0 || to < 0 ? document : `${document.slice(0, from + start.length)}\n${table(steps)}\n${document.slice(to)}`;
	}, text);

if (require.main === module) for (const file of documents) writeFileSync(file, withTables(readFileSync(file, 'utf8')));
