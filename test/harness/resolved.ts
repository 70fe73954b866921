import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import ts from 'typescript';

const root = join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[]; credentials: string[] } };

export interface Resolved<Type> {
	/** The source, relative to the package. */
	file: string;
	made: Type;
}

const resolve = <Type>(built: string): Resolved<Type> => {
	const file = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const className = basename(file).split('.')[0]!;
	const classes = require(join(root, file)) as { [name: string]: new () => Type };
	return { file, made: new classes[className]!() };
};

export const allNodes = manifest.n8n.nodes.map((path) => resolve<INodeType>(path));
export const allCredentials = manifest.n8n.credentials.map((path) => resolve<ICredentialType>(path));

/** A value as somebody would have written it out, one property a line, so that a complaint shows where. */
const literal = (value: unknown, key = ''): string => {
	if (value === 'main' && (key === 'inputs' || key === 'outputs')) return 'NodeConnectionTypes.Main';
	if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[\n${value.map((item) => literal(item, key)).join(',\n')},\n]`;
	if (typeof value !== 'object' || value === null) return String(value);
	if (Object.keys(value).length === 0) return '{}';
	return `{\n${Object.entries(value).map(([name, member]) => `${/^\w+$/.test(name) ? name : literal(name)}: ${literal(member, name)}`).join(',\n')},\n}`;
};

/** The file as it would read had nobody derived anything: the linters see literals only. */
export const writtenOut = (file: string, property: 'description' | 'properties', value: unknown): { file: string; code: string } => {
	const code = readFileSync(join(root, file), 'utf8');
	const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
	const members = source.statements.filter(ts.isClassDeclaration).flatMap((statement) => [...statement.members]);
	const found = members.find((member): member is ts.PropertyDeclaration => ts.isPropertyDeclaration(member) && member.name.getText() === property);
	if (!found?.initializer) throw new Error(`${file} has no ${property}.`);
	return { file, code: code.slice(0, found.initializer.getStart()) + literal(value) + code.slice(found.initializer.getEnd()) };
};

export const lint = (texts: { file: string; code: string }[]): string[][] => {
	// Under jest's NODE_ENV=test the plugin of n8n-nodes-base looks for package.json elsewhere.
	const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, 'lintTexts.mjs')], { input: JSON.stringify(texts), encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } });
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as string[][];
};
