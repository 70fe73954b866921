import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { packTarball } from '../scripts/n8n';
import { accountFigures } from './accounts';
import { batchFigures } from './batch';
import { duel } from './duel';
import { cutFigures, explanation, loadFigures, startFigures, type Figure } from './figures';
import { ledgerFigures } from './ledger';
import { ledgerAppends } from './ledger/appendMs';
import { loads } from './load';
import { jsonOf, tableOf } from './report';
import { restoreFigures } from './restoration';
import { onSlowerDisk } from './slowDisk';
import { startPairs } from './starts';
import { summarise } from './statistics';

const started = Date.now();
const say = (line: string) => process.stderr.write(`${String(Math.floor((Date.now() - started) / 1000)).padStart(4)}s  ${line}\n`);

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, only: { type: 'string' }, 'flush-ms': { type: 'string' } } });

const rounds = (): number => {
	const wanted = values.quick ? 2 : Number(values.rounds);
	if (!Number.isInteger(wanted) || wanted < 1) throw new Error(`--rounds ${values.rounds} is not a number of rounds`);
	return wanted;
};

const explained: string[] = [];

/** Each measures by itself, so that one can be looked at alone. */
const parts: Record<string, () => Promise<Figure[]>> = {
	cut: async () => {
		const fought = await duel(rounds(), say);
		explained.push(...explanation(fought));
		return cutFigures(fought);
	},
	starts: async () => startFigures(await startPairs(values.quick ? 1 : 3, say)),
	load: async () => loadFigures(loads(values.quick ? 3 : 9), statSync(await packTarball()).size),
	batch: () => batchFigures(values.quick ? 15 : 150, say),
	restore: () => restoreFigures(say),
	accounts: () => accountFigures(values.quick ? 2 : 5, say),
	ledger: async () => [{ name: 'ledgerAppendMs', unit: 'ms', summary: summarise(await ledgerAppends(200)) }, ...(await ledgerFigures(values.quick ? { records: 20_000, rounds: 2 } : { records: 1_000_000, rounds: 5 }, say))],
};

const main = async (): Promise<void> => {
	const wanted = values.only === undefined ? Object.keys(parts) : [values.only];
	const figures: Figure[] = [];
	for (const name of wanted) {
		const part = parts[name];
		if (part === undefined) throw new Error(`--only ${name} is none of: ${Object.keys(parts).join(', ')}`);
		figures.push(...(await part()));
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
