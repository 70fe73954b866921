import { createHash, createHmac } from 'node:crypto';
import type { Ledger } from '../../ledger';
import { heapMb } from '../heap';
import { openAt, type Address } from './databases';
import { caseOf, recordOf } from './records';

/** Enough at once that filling a ledger takes minutes and not hours; each is as durable as a single one. */
const atOnce = 500;

export const fill = async (address: Address, records: number): Promise<{ perSecond: number; heapGrowthMb: number }> => {
	const ledger = await openAt(address);
	const begun = performance.now();
	let early = 0;
	for (let index = 0; index < records; index += atOnce) {
		await Promise.all(Array.from({ length: Math.min(atOnce, records - index) }, (_, offset) => ledger.append(recordOf(index + offset))));
		if (index >= records / 10 && early === 0) early = heapMb();
	}
	const perSecond = records / ((performance.now() - begun) / 1_000);
	const heapGrowthMb = heapMb() - early;
	await ledger.close();
	return { perSecond, heapGrowthMb };
};

export interface Exported {
	ms: number[];
	bytes: number;
	proofBytes: number;
}

/** A case out of the middle, once another has been exported, as a ledger in use has. */
export const exportOne = async (ledger: Ledger, records: number, rounds: number): Promise<Exported> => {
	const ms: number[] = [];
	let text = '';
	let proofBytes = 0;
	for (let round = 0; round <= rounds; round += 1) {
		const caseId = caseOf(Math.floor(records / 2) + round * 25);
		const begun = performance.now();
		const bundle = await ledger.exportCase(caseId);
		text = JSON.stringify(bundle);
		if (round > 0) ms.push(performance.now() - begun);
		proofBytes = bundle.records[0]!.proof.length * 32;
	}
	return { ms, bytes: Buffer.byteLength(text), proofBytes };
};

/** The least any verifier must do: hash every leaf, link and body once. Over records that are in memory already. */
export const hashingPerSecond = async (ledger: Ledger, caseIds: readonly string[]): Promise<number> => {
	const bundles = [];
	for (const caseId of caseIds) bundles.push(await ledger.exportCase(caseId));
	const records = bundles.flatMap((bundle) => bundle.records);
	const begun = performance.now();
	let hashed = 0;
	while (performance.now() - begun < 1_000) {
		for (const { entry, body, salt } of records) {
			createHash('sha256').update(Buffer.of(0)).update(entry).digest();
			createHash('sha256').update(entry).digest();
			createHmac('sha256', Buffer.from(salt!, 'base64')).update(body!).digest();
			// A tree has as many inner nodes as leaves.
			createHash('sha256').update(Buffer.alloc(65)).digest();
		}
		hashed += records.length;
	}
	return hashed / ((performance.now() - begun) / 1_000);
};

export interface Verified {
	perSecond: number;
	heapGrowthMb: number;
}

export const verifyAll = async (ledger: Ledger): Promise<Verified> => {
	const { size } = await ledger.head();
	const before = heapMb();
	let most = before;
	const watch = setInterval(() => (most = Math.max(most, heapMb())), 2_000);
	const begun = performance.now();
	const checked = await ledger.verify();
	const ms = performance.now() - begun;
	clearInterval(watch);
	if (!checked.ok) throw new Error(checked.problem);
	return { perSecond: size / (ms / 1_000), heapGrowthMb: most - before };
};
