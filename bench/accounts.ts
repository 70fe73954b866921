import type { System } from '../lifecycle/system';
import { startSandbox } from '../sandbox';
import type { Figure } from './figures';
import { heapMb } from './heap';
import { median, summarise } from './statistics';
import { labelOf, systemNames, systems } from './systems';

const few = 1_000;
const many = 10_000;
/** Less than this comes and goes by itself. */
const noticedMb = 0.2;

interface Listing {
	/** How long it took to go through all pages, each time. */
	ms: number[];
	/** The most that was held at the end of a page, above what was held before the first; the least of three times. */
	heapMb: number;
}

/** Every account of a system, asked for as the node asks, with as many and with ten times as many. */
export const accountFigures = async (rounds: number, say: (line: string) => void): Promise<Figure[]> => {
	const figures: Figure[] = [];
	for (const name of systemNames) {
		// As many as AWS gives at once, which is more than the double does by itself.
		const sandbox = await startSandbox({ settings: { aws: { pageSize: 1_000 } } });
		try {
			const system = systems[name].connect(sandbox);
			const listing = async (count: number): Promise<Listing> => {
				systems[name].openAccounts(sandbox, count);
				const listed = await pass(system, () => {});
				if (listed.accounts !== count) throw new Error(`${system.label} listed ${listed.accounts} accounts of ${count}`);
				const ms: number[] = [];
				for (let round = 0; round < rounds; round++) ms.push((await pass(system, () => {})).ms);
				/** Without what the doubles remember of the requests: that is not held by whoever lists. */
				const held = (): number => {
					for (const journal of Object.values(sandbox.journals)) journal.clear();
					return heapMb();
				};
				const growth: number[] = [];
				for (let time = 0; time < 3; time++) {
					const before = held();
					let most = before;
					await pass(system, () => (most = Math.max(most, held())));
					growth.push(most - before);
				}
				// What the engine does meanwhile for itself only ever adds.
				const least = Math.min(...growth);
				say(`${system.label}: ${count} accounts in ${median(ms).toFixed(0)} ms, holding ${least.toFixed(2)} MB`);
				return { ms, heapMb: least };
			};
			const [short, long] = [await listing(few), await listing(many)];
			figures.push(
				{ name: `listMs${labelOf(name)}`, unit: 'ms', summary: summarise(long.ms) },
				{ name: `listTimeRatio${labelOf(name)}`, unit: '', summary: summarise(long.ms.map((ms) => ms / median(short.ms))) },
				{ name: `listHeapMb${labelOf(name)}`, unit: 'MB', summary: summarise([long.heapMb]) },
				{ name: `listHeapRatio${labelOf(name)}`, unit: '', aim: 2, summary: summarise([Math.max(long.heapMb, noticedMb) / Math.max(short.heapMb, noticedMb)]) },
			);
		} finally {
			await sandbox.stop();
		}
	}
	return figures;
};

/** What was handed out is forgotten, as somebody does who writes each page down. */
const pass = async (system: System, pageEnds: () => void): Promise<{ ms: number; accounts: number }> => {
	const begun = performance.now();
	let accounts = 0;
	for await (const page of system.accounts(system.connect(() => {}))) {
		accounts += page.length;
		pageEnds();
	}
	return { ms: performance.now() - begun, accounts };
};
