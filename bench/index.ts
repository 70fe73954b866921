import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { packTarball } from '../scripts/n8n';
import { duel } from './duel';
import { explanation, figuresOf, type Figure, type Measured } from './figures';
import { ledgerFigures } from './ledger';
import { ledgerAppends } from './ledger/appendMs';
import { loads } from './load';
import { jsonOf, tableOf } from './report';
import { onSlowerDisk } from './slowDisk';
import { startPairs } from './starts';

const started = Date.now();
const say = (line: string) => process.stderr.write(`${String(Math.floor((Date.now() - started) / 1000)).padStart(4)}s  ${line}\n`);

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, only: { type: 'string' }, 'flush-ms': { type: 'string' } } });

const measure = async (): Promise<Measured> => {
	const rounds = values.quick ? 2 : Number(values.rounds);
	if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is not a number of rounds`);
	const tarballBytes = statSync(await packTarball()).size;
	const measured = { tarballBytes, loads: loads(values.quick ? 3 : 9), appends: await ledgerAppends(200) };
	const starts = await startPairs(values.quick ? 1 : 3, say);
	return { ...measured, starts, duel: await duel(rounds, say) };
};

/** The two halves: what n8n does with the pack, and what the ledger does by itself. */
const halves: Record<string, () => Promise<Figure[]>> = {
	n8n: async () => {
		const measured = await measure();
		explained.push(...explanation(measured));
		return figuresOf(measured);
	},
	ledger: () => ledgerFigures(values.quick ? { records: 20_000, rounds: 2 } : { records: 1_000_000, rounds: 5 }, say),
};
const explained: string[] = [];

const main = async (): Promise<void> => {
	const wanted = values.only === undefined ? Object.keys(halves) : [values.only];
	const figures: Figure[] = [];
	for (const name of wanted) {
		const half = halves[name];
		if (half === undefined) throw new Error(`--only ${name} is neither of: ${Object.keys(halves).join(', ')}`);
		figures.push(...(await half()));
	}
	process.stdout.write(`\n${tableOf(figures)}\n\n${explained.join('\n')}\n`);
	if (!values.json) return;
	const machine = { node: process.version, cores: availableParallelism(), platform: `${process.platform}-${process.arch}` };
	process.stdout.write(`${JSON.stringify({ ...jsonOf(figures), machine })}\n`);
};

const start = async (): Promise<void> => {
	if (values['flush-ms'] === undefined) return await main();
	process.exitCode = onSlowerDisk(Number(values['flush-ms']));
};

start().catch((error: unknown) => {
	say(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 1;
});
