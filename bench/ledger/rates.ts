import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openAt, openBare, type Address } from './databases';
import { recordOf } from './records';

/** So many seconds for one side, then for the other: what slows the machine down for a while falls on both. */
const secondsEach = 1.5;

/** Per second, by writers that each wait for their own to be on disk before they go on. */
const rateOf = async (writers: number, write: (writer: number, index: number) => Promise<unknown>): Promise<number> => {
	const begun = performance.now();
	const until = begun + secondsEach * 1_000;
	let written = 0;
	await Promise.all(Array.from({ length: writers }, async (_, writer) => {
		for (let index = 0; performance.now() < until; index += 1) {
			await write(writer, index);
			written += 1;
		}
	}));
	return written / ((performance.now() - begun) / 1_000);
};

export interface Pair {
	ledger: number;
	bare: number;
}

let next = 100_000_000;

/** Writers in one process, as executions of n8n are. */
export const inOneProcess = async (address: Address, writers: number, rounds: number): Promise<Pair[]> => {
	const ledger = await openAt(address);
	const bare = await openBare(address, writers);
	const append = async () => ledger.append(recordOf((next += 1)));
	await rateOf(writers, append);
	await rateOf(writers, bare.insert);
	const pairs: Pair[] = [];
	for (let round = 0; round < rounds; round += 1) pairs.push({ ledger: await rateOf(writers, append), bare: await rateOf(writers, bare.insert) });
	await bare.close();
	await ledger.close();
	return pairs;
};

const root = join(__dirname, '..', '..');

/** A writer in a process of its own: see `main` below. */
const startWriter = (side: 'ledger' | 'bare', address: Address, number: number) => {
	const child = spawn(process.execPath, ['--import', 'tsx', __filename, side, JSON.stringify(address), String(number)], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const line = async (): Promise<string> => String((await lines.next()).value);
	return { line, go: () => child.stdin.write('go\n'), ended: once(child, 'close') };
};

const together = async (side: 'ledger' | 'bare', address: Address, writers: number): Promise<number> => {
	const children = Array.from({ length: writers }, (_, number) => startWriter(side, address, number));
	await Promise.all(children.map(({ line }) => line()));
	for (const { go } of children) go();
	const rates = await Promise.all(children.map(({ line }) => line()));
	await Promise.all(children.map(({ ended }) => ended));
	return rates.reduce((sum, rate) => sum + Number(rate), 0);
};

/** One writer in each of several processes, as workers of n8n are. */
export const inProcesses = async (address: Address, writers: number, rounds: number): Promise<Pair[]> => {
	await (await openBare(address, 1)).close();
	const pairs: Pair[] = [];
	for (let round = 0; round < rounds; round += 1) pairs.push({ ledger: await together('ledger', address, writers), bare: await together('bare', address, writers) });
	return pairs;
};

const main = async ([side, address, number]: string[]): Promise<void> => {
	const at = JSON.parse(address!) as Address;
	const base = 200_000_000 + Number(number) * 10_000_000 + (Date.now() % 1_000_000) * 10;
	const { write, close } = side === 'ledger' ? await openAt(at).then((ledger) => ({ write: (index: number): Promise<unknown> => ledger.append(recordOf(base + index)), close: ledger.close })) : await openBare(at, 1).then((bare) => ({ write: (): Promise<unknown> => bare.insert(0), close: bare.close }));
	process.stdout.write('ready\n');
	await once(process.stdin, 'data');
	const rate = await rateOf(1, (_, index) => write(index));
	process.stdout.write(`${rate}\n`);
	await close();
	process.exit(0);
};

if (require.main === module) void main(process.argv.slice(2));
