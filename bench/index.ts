import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { packTarball } from '../scripts/n8n';
import { duel } from './duel';
import { explanation, figuresOf, type Measured } from './figures';
import { ledgerAppends } from './ledgerAppend';
import { loads } from './load';
import { jsonOf, tableOf } from './report';
import { startPairs } from './starts';

const started = Date.now();
const say = (line: string) => process.stderr.write(`${String(Math.floor((Date.now() - started) / 1000)).padStart(4)}s  ${line}\n`);

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });

const measure = async (): Promise<Measured> => {
	const rounds = values.quick ? 2 : Number(values.rounds);
	if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is not a number of rounds`);
	const tarballBytes = statSync(await packTarball()).size;
	const measured = { tarballBytes, loads: loads(values.quick ? 3 : 9), appends: await ledgerAppends(200) };
	const starts = await startPairs(values.quick ? 1 : 3, say);
	return { ...measured, starts, duel: await duel(rounds, say) };
};

const main = async (): Promise<void> => {
	const measured = await measure();
	const figures = figuresOf(measured);
	process.stdout.write(`\n${tableOf(figures)}\n\n${explanation(measured).join('\n')}\n`);
	if (!values.json) return;
	const machine = { node: process.version, cores: availableParallelism(), platform: `${process.platform}-${process.arch}` };
	process.stdout.write(`${JSON.stringify({ ...jsonOf(figures), machine })}\n`);
};

main().catch((error: unknown) => {
	say(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 1;
});
