import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nFromEnvironment, packTarball, startN8n, type RunningN8n } from '../scripts/n8n';

export interface Start {
	ms: number;
	mb: number;
}

export interface StartPair {
	bare: Start;
	packed: Start;
}

/** n8n goes on for a moment after it said that it is ready. */
const settleMs = 3_000;

/** Starts of n8n without and with the pack, in turns, each on a data folder that has been started before. */
export const startPairs = async (count: number, say: (line: string) => void): Promise<StartPair[]> => {
	const place = { ...n8nFromEnvironment(), env: { NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'collectGarbage.js'))}` } };
	say('Starting n8n without and with the pack …');
	const bare = await startN8n(place);
	await bare.halt();
	let packed: RunningN8n | undefined;
	try {
		packed = await startN8n({ ...place, packs: [await packTarball()] });
		await packed.halt();
		const pairs: StartPair[] = [];
		for (let turn = 1; turn <= count; turn++) {
			// Who goes first changes, so that a machine that gets slower does not look like a heavier pack.
			const order = turn % 2 === 1 ? [bare, packed] : [packed, bare];
			const started = new Map<RunningN8n, Start>();
			for (const n8n of order) started.set(n8n, await startOnce(n8n));
			const pair = { bare: started.get(bare)!, packed: started.get(packed)! };
			pairs.push(pair);
			say(`Start ${turn} of ${count}: without ${describe(pair.bare)}, with ${describe(pair.packed)}`);
		}
		return pairs;
	} finally {
		await bare.stop();
		await packed?.stop();
	}
};

const startOnce = async (n8n: RunningN8n): Promise<Start> => {
	await n8n.restart();
	await sleep(settleMs);
	if (process.platform !== 'win32') process.kill(n8n.pid!, 'SIGUSR2');
	await sleep(settleMs);
	const start = { ms: n8n.startMs, mb: residentMb(n8n.pid!) };
	await n8n.halt();
	return start;
};

const residentMb = (pid: number): number => {
	const status = `/proc/${pid}/status`;
	const kilobytes = existsSync(status) ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1] : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
	return Number(kilobytes) / 1024;
};

const describe = ({ ms, mb }: Start): string => `${(ms / 1000).toFixed(1)} s and ${mb.toFixed(0)} MB`;
