import { median, summarise } from '../statistics';
import type { Figure } from '../figures';
import { makeDatabases, openAt, type Address } from './databases';
import { inOneProcess, inProcesses, type Pair } from './rates';
import { caseOf } from './records';
import { exportOne, fill, hashingPerSecond, verifyAll } from './whole';

export interface LedgerBench {
	/** How many records the ledgers have before anything is measured on them. */
	records: number;
	rounds: number;
}

const writerCounts = [1, 2, 8] as const;

export const ledgerFigures = async ({ records, rounds }: LedgerBench, say: (line: string) => void): Promise<Figure[]> => {
	const { addresses, remove } = await makeDatabases();
	try {
		const figures: Figure[] = [];
		for (const address of addresses) figures.push(...(await figuresOf(address, { records, rounds }, say)));
		return figures;
	} finally {
		await remove();
	}
};

const figuresOf = async (address: Address, { records, rounds }: LedgerBench, say: (line: string) => void): Promise<Figure[]> => {
	const { kind } = address;
	say(`${kind}: filling a ledger with ${records} records`);
	const filled = await fill(address, records);
	const figures: Figure[] = [
		{ name: `fillPerSecond${kind}`, unit: '/s', summary: summarise([filled.perSecond]) },
		{ name: `fillHeapGrowthMb${kind}`, unit: 'MB', summary: summarise([filled.heapGrowthMb]) },
	];

	for (const writers of writerCounts) {
		say(`${kind}: ${writers} ${writers === 1 ? 'writer' : 'writers'} in one process`);
		figures.push(...ratesOf(`${kind}${writers}`, await inOneProcess(address, writers, rounds), writers === 8 ? 0.9 : writers === 1 ? 0.5 : undefined));
	}
	say(`${kind}: 8 writers in processes of their own`);
	figures.push(...ratesOf(`${kind}8Processes`, await inProcesses(address, 8, Math.min(rounds, 3))));

	const ledger = await openAt(address);
	try {
		say(`${kind}: exporting one case`);
		const exported = await exportOne(ledger, records, 9);
		say(`${kind}: verifying all of it`);
		const hashing = await hashingPerSecond(ledger, Array.from({ length: 40 }, (_, index) => caseOf(index * 25)));
		const verified = await verifyAll(ledger);
		figures.push(
			{ name: `bundleMs${kind}`, unit: 'ms', aim: 1_000, summary: summarise(exported.ms) },
			{ name: `bundleBytes${kind}`, unit: 'B', summary: summarise([exported.bytes]) },
			{ name: `proofBytes${kind}`, unit: 'B', summary: summarise([exported.proofBytes]) },
			{ name: `verifyPerSecond${kind}`, unit: '/s', summary: summarise([verified.perSecond]) },
			{ name: `verifyRatioToHashing${kind}`, unit: '', summary: summarise([verified.perSecond / hashing]) },
			{ name: `verifyHeapGrowthMb${kind}`, unit: 'MB', summary: summarise([verified.heapGrowthMb]) },
		);
	} finally {
		await ledger.close();
	}
	return figures;
};

const ratesOf = (name: string, pairs: readonly Pair[], least?: number): Figure[] => [
	{ name: `appendRatio${name}`, unit: '', summary: summarise(pairs.map(({ ledger, bare }) => ledger / bare)), ...(least === undefined ? {} : { least }) },
	{ name: `appendsPerSecond${name}`, unit: '/s', summary: summarise(pairs.map(({ ledger }) => ledger)), value: median(pairs.map(({ ledger }) => ledger)) },
];
