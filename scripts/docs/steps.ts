import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offersOf } from '../../lifecycle/exceptions/entry';
import { systems } from '../../systems';
import type { Derived } from './derived';

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
const pages = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
/** Tables go where `<!-- steps:<system> -->` … `<!-- /steps:<system> -->` stand. */
const documents = ['README.md', ...pages.map((file) => join('docs', file))];
const exceptionsTemplate = join('workflows', 'exceptions.json');

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
const withTables = (text: string): string =>
	systems.reduce((document, { id, steps }) => {
		const [start, end] = [`<!-- steps:${id} -->`, `<!-- /steps:${id} -->`];
		const [from, to] = [document.indexOf(start), document.indexOf(end)];
		return from < 0 || to < 0 ? document : `${document.slice(0, from + start.length)}\n${table(steps)}\n${document.slice(to)}`;
	}, text);

interface FormField {
	fieldName?: string;
	fieldOptions?: { values: { option: string }[] };
}

/** The template with what an exception can leave to somebody, in the words of the systems' steps. */
const withOffers = (text: string): string => {
	const template = JSON.parse(text) as { nodes: { parameters: { formFields?: { values: FormField[] } } }[] };
	const fields = template.nodes.flatMap(({ parameters }) => parameters.formFields?.values ?? []).filter(({ fieldName }) => fieldName === 'keeps');
	for (const field of fields) field.fieldOptions = { values: offersOf(systems).map(({ name }) => ({ option: name })) };
	return `${JSON.stringify(template, null, '\t')}\n`;
};

/** Every file a part of which follows from the steps, as it has to be now. */
export const derivedFiles = (): Derived[] =>
	[...documents.map((file) => ({ file, derive: withTables })), { file: exceptionsTemplate, derive: withOffers }].map(({ file, derive }) => {
		const before = readFileSync(join(root, file), 'utf8');
		return { file, before, text: derive(before) };
	});

if (require.main === module) for (const { file, text, before } of derivedFiles()) if (text !== before) writeFileSync(join(root, file), text);
