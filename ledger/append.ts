import { randomBytes } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Database, Extension, Sql, Tip } from './database';
import { LedgerError } from './errors';
import { combine } from './merkle';
import type { Signer } from './note';
import { compose, type Accepted } from './record';
import { assertSealed, blinded, sealOf } from './seal';
import { readMeta } from './meta';
import { extendWith, findOnce, lastRow, nextCaseSeq, rowsFrom, type Row } from './table';
import { readFrontier, withLeaf } from './tree';
import type { Appended } from './types';

type Reads = Pick<Sql, 'all'>;

/** A tip with what follows from it, so that nothing is read again before the next append. */
interface Known extends Tip {
	frontier: Buffer[];
	/** The next number in cases that were written to lately. */
	cases: Map<string, number>;
}

interface Waiting {
	record: Accepted;
	resolve(appended: Appended): void;
	reject(error: unknown): void;
}

type Answer = { appended: Appended } | { refused: unknown };

interface Plan {
	extension: Extension;
	/** How the ledger stands once it has been carried out. */
	done(): Known;
	answers: Answer[];
}

/** A batch on its way: what it comes to if the database still stands as it was planned on. */
interface Attempt {
	plan: Plan;
	kept: Promise<boolean>;
}

/** So large a batch costs many times the flush that it shares. */
const largestBatch = 512;
/** Fewer than these are not worth a batch of their own. */
const smallestShare = 4;
/**
 * A database that answers as fast as this waits for us rather than for its disk, and getting a batch ready while it
 * works on another gains more than sharing a flush does.
 */
const swiftMs = 1;
/** A database that is restarted or fails over is back within half a minute, and a cut must not fail for that. */
const pausesMs = [100, 400, 1_500, 4_000, 8_000, 16_000];
const saltBytes = 32;
const casesRemembered = 1_000;
/** Where one other writes, more appends of theirs are likely to come in between. */
const crowdLasts = 20;
/** So many records at most are caught up with one by one. */
const longestWay = 500;

/**
 * Whoever appends while a flush is under way goes with the next one: many writers share the time of one. Each of them
 * goes on only once its record is on disk.
 */
export const createAppender = (database: Database, signer: Signer, now: () => Date) => {
	const waiting: Waiting[] = [];
	/** Batches that the database has not answered yet. */
	const underWay = new Set<Promise<void>>();
	/** How the ledger stands, as far as we know, once everything that is under way has been kept. */
	let known: Known | undefined;
	/** For how many more appends it is not worth trying without keeping the others out. */
	let crowded = 0;
	/** How long the database took lately to answer a batch. */
	let answersInMs = 0;
	let answeredAt = 0;
	let working: Promise<void> | undefined;

	const work = async (): Promise<void> => {
		// Who was woken by the same event appends within this turn of the loop, too.
		for (await setImmediate(); waiting.length > 0; await setImmediate()) {
			while (underWay.size >= atOnce()) await Promise.race(underWay);
			await flush(waiting.splice(0, share()));
		}
		working = undefined;
	};

	const isSure = (): boolean => known !== undefined && crowded === 0;

	/** One batch builds on the other only where it is sure what the other builds on. */
	const atOnce = (): number => (isSure() && answersInMs < swiftMs ? database.takesAtOnce : 1);

	/** While the database is busy with some, the others are got ready. */
	const share = (): number => Math.min(Math.max(Math.ceil(waiting.length / (atOnce() - underWay.size)), smallestShare), largestBatch);

	/** Comes back as soon as the next batch can be planned. */
	const flush = async (batch: Waiting[]): Promise<void> => {
		const records = batch.map(({ record }) => record);
		const attempt = await handOver(records).catch(() => undefined);
		const answered = insistently(records, attempt)
			.then(
				(answers) => {
					for (const [index, answer] of answers.entries()) {
						if ('appended' in answer) batch[index]!.resolve(answer.appended);
						else batch[index]!.reject(answer.refused);
					}
				},
				(error: unknown) => {
					for (const { reject } of batch) reject(error);
				},
			)
			.finally(() => underWay.delete(answered));
		underWay.add(answered);
	};

	/** On what is known, without keeping anybody out. */
	const handOver = async (records: readonly Accepted[]): Promise<Attempt | undefined> => {
		crowded = Math.max(0, crowded - 1);
		if (known === undefined || !isSure()) return undefined;
		const planned = await planOn({ all: database.read }, known, records);
		// Where there is nothing to add, nothing would tell whether somebody else has written what changes the refusal.
		if (planned.extension.rows.length === 0 && planned.answers.some((answer) => 'refused' in answer)) return undefined;
		known = planned.done();
		// What was found to be recorded already may have been written a moment ago by somebody who still waits for the disk.
		const kept = planned.extension.rows.length > 0 ? timed(database.extend(planned.extension)) : database.settled().then(() => true);
		return { plan: planned, kept };
	};

	const timed = async <T>(answer: Promise<T>): Promise<T> => {
		const begun = performance.now();
		const answered = await answer;
		const now = performance.now();
		// A second batch begins only when the first is answered.
		answersInMs += (now - Math.max(begun, answeredAt) - answersInMs) / 8;
		answeredAt = now;
		return answered;
	};

	/** A database that breaks off may have kept what it was given. That is asked before anything is given again. */
	const insistently = async (records: readonly Accepted[], attempt: Attempt | undefined): Promise<Answer[]> => {
		let given = attempt?.plan;
		for (let turn = 0; ; turn += 1) {
			try {
				if (turn === 0 && attempt !== undefined && (await hasCome(attempt))) return attempt.plan.answers;
				return await surely(records, turn === 0 ? undefined : given, (planned) => (given = planned));
			} catch (error) {
				known = undefined;
				const pause = pausesMs[turn];
				if (!(error instanceof LedgerError && error.code === 'unreachable') || pause === undefined) throw error;
				await setTimeout(pause);
			}
		}
	};

	/** Not where somebody else has written since, nor where what it was planned on has not come either. */
	const hasCome = async ({ kept }: Attempt): Promise<boolean> => {
		if (await kept) return true;
		crowded = crowdLasts;
		known = undefined;
		return false;
	};

	/**
	 * With everybody else kept out, also what a broken connection has left running on the server: only then is it settled
	 * what became of what was given before, and only at the end of this is that on disk.
	 */
	const surely = async (records: readonly Accepted[], given: Plan | undefined, giving: (planned: Plan) => void): Promise<Answer[]> => {
		const planned = await database.write(async (sql) => {
			if (given !== undefined && (await hasKept(sql, given))) return given;
			const anew = await planOn(sql, await catchUp(sql, signer, known), records);
			if (anew.extension.rows.length > 0) await extendWith(sql, anew.extension);
			giving(anew);
			return anew;
		});
		// Others may have written since what was kept before.
		known = planned === given ? undefined : planned.done();
		return planned.answers;
	};

	const planOn = (sql: Reads, from: Known, records: readonly Accepted[]) => plan(sql, signer, from, records, now);

	return {
		append: (record: Accepted): Promise<Appended> =>
			new Promise((resolve, reject) => {
				waiting.push({ record, resolve, reject });
				working ??= work();
			}),

		/** Everything that was handed in has been answered. */
		idle: async (): Promise<void> => {
			await working;
			await Promise.all(underWay);
		},
	};
};

const hasKept = async (sql: Reads, { extension: { rows } }: Plan): Promise<boolean> => {
	const [first] = rows;
	if (first === undefined) return false;
	const [row] = await sql.all<{ entry: string }>('SELECT entry FROM records WHERE seq = ?', first.seq);
	return row?.entry === first.entry;
};

/** Most of what is known still holds when others have written: only what came since is read, and the whole checked by its seal. */
const catchUp = async (sql: Reads, signer: Signer, before: Known | undefined): Promise<Known> => {
	if (before === undefined || before.entry === null) return await readKnown(sql, signer);
	const [head, [last, ...since]] = await Promise.all([readMeta(sql.all, 'head'), rowsFrom(sql, before.size - 1, longestWay)]);
	let { size, entry, frontier } = before;
	const cases = new Map(before.cases);
	for (const row of since) {
		frontier = withLeaf(size, row.entry, frontier).frontier;
		({ entry } = row);
		size += 1;
		if (row.caseId !== null) cases.set(row.caseId, row.caseSeq! + 1);
	}
	const holds = last?.entry === before.entry && head === sealOf(signer, size, combine(frontier));
	// What does not fit together this way is too much to catch up with, or was tampered with. The longer way tells.
	return holds ? { size, entry, head, frontier, cases } : await readKnown(sql, signer);
};

export const readKnown = async (sql: Reads, signer: Signer): Promise<Known> => {
	const last = await lastRow(sql);
	const size = last === undefined ? 0 : last.seq + 1;
	const frontier = await readFrontier(sql, size);
	const head = await assertSealed(sql, signer, size, combine(frontier));
	return { size, entry: last?.entry ?? null, head, frontier, cases: new Map() };
};

/** Where each record goes. One that cannot be kept is refused alone; the others go on without it. */
export const plan = async (sql: Reads, signer: Signer, from: Known, records: readonly Accepted[], now: () => Date): Promise<Plan> => {
	const known = await findOnce(sql, records.flatMap(({ once }) => once ?? []), (once) => blinded(signer, once));
	const rows: Row[] = [];
	const answers: Answer[] = [];
	let { size, entry, frontier } = from;
	const cases = await nextInCases(sql, from.cases, records);

	for (const record of records) {
		const first = record.once === undefined ? undefined : known.get(record.once);
		if (first !== undefined) {
			answers.push({ appended: { record: first, appended: false } });
			continue;
		}
		const caseSeq = record.caseId === undefined ? null : cases.get(record.caseId)!;
		try {
			const { stored, kept } = compose(record, { seq: size, previous: entry, caseSeq, at: now(), salt: nextSalt() });
			const grown = withLeaf(size, stored.entry, frontier);
			rows.push({ ...stored, hashes: grown.hashes });
			({ frontier } = grown);
			({ entry } = stored);
			size += 1;
			if (record.caseId !== undefined) cases.set(record.caseId, caseSeq! + 1);
			if (record.once !== undefined) known.set(record.once, kept);
			answers.push({ appended: { record: kept, appended: true } });
		} catch (refused) {
			if (!(refused instanceof LedgerError)) throw refused;
			answers.push({ refused });
		}
	}
	const head = rows.length === 0 ? from.head : sealOf(signer, size, combine(frontier));
	const done = (): Known => {
		if (from.cases.size > casesRemembered) from.cases.clear();
		for (const [caseId, next] of cases) from.cases.set(caseId, next);
		return { size, entry, head, frontier, cases: from.cases };
	};
	return { extension: { from, rows, head }, done, answers };
};

let salts = Buffer.alloc(0);

/** Fetched by the hundred: the system takes as long for one. */
const nextSalt = (): Buffer => {
	if (salts.length === 0) salts = randomBytes(128 * saltBytes);
	const salt = salts.subarray(0, saltBytes);
	salts = salts.subarray(saltBytes);
	return salt;
};

const nextInCases = async (sql: Reads, known: ReadonlyMap<string, number>, records: readonly Accepted[]): Promise<Map<string, number>> => {
	const caseIds = [...new Set(records.flatMap(({ caseId }) => caseId ?? []))];
	return new Map(await Promise.all(caseIds.map(async (caseId) => [caseId, known.get(caseId) ?? (await nextCaseSeq(sql, caseId))] as const)));
};
