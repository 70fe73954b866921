import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import type { Ledger, NewRecord } from '../../ledger';
import type { Database, Extension } from '../../ledger/database';
import { parseKey } from '../../ledger/keys';
import { createLedger } from '../../ledger/ledger';
import { createSigner } from '../../ledger/note';
import { openPostgres } from '../../ledger/postgres';
import { origin, postgresOn, servers } from './support/stores';

// What PostgreSQL is given before it has answered what it was given before.

type PostgresStore = Awaited<ReturnType<typeof postgresOn>>;

let store: PostgresStore;
let administrator: Client;
let opened: Ledger[];

beforeEach(async () => {
	const { shared } = servers();
	store = await postgresOn(shared);
	administrator = new Client({ host: '127.0.0.1', port: shared.port, database: 'postgres', user: 'postgres', password: shared.password });
	await administrator.connect();
	await (await store.open()).close();
	opened = [];
});

afterEach(async () => {
	await Promise.all(opened.map((ledger) => ledger.close()));
	await administrator.end();
	await store.destroy();
});

const open = async (): Promise<Ledger> => {
	const ledger = await store.open();
	opened.push(ledger);
	return ledger;
};

/** A batch that was handed over, and what came of it once there is something to say. */
interface Handed {
	extension: Extension;
	came: 'nothing yet' | 'kept' | 'refused' | 'broken off';
}

/** The same with what it hands to the database laid open. */
const openWatched = async (change: (database: Database) => Partial<Database> = () => ({})) => {
	const database = await openPostgres(store.place);
	const batches: Handed[] = [];
	const extend: Database['extend'] = async (extension) => {
		const batch: Handed = { extension, came: 'nothing yet' };
		batches.push(batch);
		try {
			const kept = await database.extend(extension);
			batch.came = kept ? 'kept' : 'refused';
			return kept;
		} catch (error) {
			batch.came = 'broken off';
			throw error;
		}
	};
	const ledger = createLedger({ database: { ...database, extend, ...change(database) }, signer: createSigner(origin, parseKey(store.key)), now: () => new Date(), onClose: () => database.close() });
	opened.push(ledger);
	const handedOver = async (count: number) => {
		while (batches.length < count) await setImmediate();
	};
	return { ledger, batches, handedOver };
};

/** One that holds the head in the middle of its append until it is let go. */
const openHolding = async () => {
	let holds = () => {};
	let letGo = () => {};
	const holding = new Promise<void>((resolve) => (holds = resolve));
	const goesOn = new Promise<void>((resolve) => (letGo = resolve));
	const { ledger } = await openWatched((database) => ({
		write: (work) =>
			database.write(async (sql) => {
				const result = await work(sql);
				holds();
				await goesOn;
				return result;
			}),
	}));
	return { ledger, holding, letGo };
};

const settled = (name: string, more: Partial<NewRecord> = {}): NewRecord => ({ kind: 'step.settled', content: { name }, ...more });
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

/** Two batches of one case, both of them held up by whoever has the head. */
const twoUnderWay = async ({ ledger, handedOver }: Awaited<ReturnType<typeof openWatched>>) => {
	const append = (name: string) => ledger.append(settled(name, { caseId: 'case-1' }));
	const first = named('first', 3).map(append);
	await handedOver(1);
	const second = named('second', 3).map(append);
	await handedOver(2);
	return [...first, ...second];
};

/** Each record once, in an unbroken ledger, each of a case right after the one before. */
const expectEachOnce = async (names: readonly string[]) => {
	const ledger = await open();
	const records = await ledger.records({});
	expect(records.map(({ content }) => String(content!['name'])).sort()).toEqual([...names].sort());
	expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index));
	const ofCase = await store.edit((editor) => editor.all<{ caseSeq: string }>('SELECT case_seq AS "caseSeq" FROM records WHERE case_id IS NOT NULL ORDER BY seq'));
	expect(ofCase.map(({ caseSeq }) => Number(caseSeq))).toEqual(ofCase.map((_, index) => index));
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: names.length } });
};

const holdHead = async (): Promise<{ pid: number; letGo: () => Promise<unknown> }> => {
	await administrator.query(`BEGIN; SELECT * FROM ${store.place.schema}.meta WHERE name = 'head' FOR UPDATE`);
	const { rows } = await administrator.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
	return { pid: rows[0]!.pid, letGo: () => administrator.query('ROLLBACK') };
};

/** The session that waits for another one, as soon as it does. */
const whoWaitsFor = async (pid: number): Promise<number> => {
	for (;;) {
		const { rows } = await administrator.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [pid]);
		if (rows[0] !== undefined) return rows[0].pid;
	}
};

it('records of one case in two batches follow one on the other without a gap', async () => {
	const watched = await openWatched();
	await watched.ledger.append(settled('first of all', { caseId: 'case-1' }));
	const { letGo } = await holdHead();
	const appending = await twoUnderWay(watched);
	expect(watched.batches.map(({ extension: { rows }, came }) => [rows.length, came])).toEqual([[3, 'nothing yet'], [3, 'nothing yet']]);
	await letGo();
	expect((await Promise.all(appending)).map(({ record: { seq, content }, appended }) => [seq, content!['name'], appended])).toEqual([...named('first', 3), ...named('second', 3)].map((name, index) => [index + 1, name, true]));
	expect(watched.batches.map(({ came }) => came)).toEqual(['kept', 'kept']);
	await expectEachOnce(['first of all', ...named('first', 3), ...named('second', 3)]);
});

it('two batches that meet a record of somebody else go in after it, each once', async () => {
	const watched = await openWatched();
	await watched.ledger.append(settled('first of all', { caseId: 'case-1' }));
	const other = await openHolding();
	const between = other.ledger.append(settled('in between', { caseId: 'case-1' }));
	await other.holding;
	const appending = await twoUnderWay(watched);
	other.letGo();
	expect((await between).record.seq).toBe(1);
	const answers = await Promise.all(appending);
	expect(watched.batches.map(({ came }) => came)).toEqual(['refused', 'refused']);
	expect(answers.map(({ record, appended }) => [record.content!['name'], appended])).toEqual([...named('first', 3), ...named('second', 3)].map((name) => [name, true]));
	expect(answers.map(({ record }) => record.seq).sort()).toEqual([2, 3, 4, 5, 6, 7]);
	const kept = new Map((await (await open()).records({})).map(({ seq, content }) => [seq, content!['name']]));
	for (const { record } of answers) expect(kept.get(record.seq)).toBe(record.content!['name']);
	await expectEachOnce(['first of all', 'in between', ...named('first', 3), ...named('second', 3)]);
});

it('a key that is in both batches is recorded by the first', async () => {
	const watched = await openWatched();
	await watched.ledger.append(settled('first of all'));
	const { letGo } = await holdHead();
	const first = watched.ledger.append(settled('first', { once: 'event/1' }));
	await watched.handedOver(1);
	const second = watched.ledger.append(settled('second', { once: 'event/1' }));
	await watched.handedOver(2);
	await letGo();
	expect(await first).toMatchObject({ appended: true, record: { seq: 1, content: { name: 'first' } } });
	expect(await second).toEqual({ ...(await first), appended: false });
	await expectEachOnce(['first of all', 'first']);
});

it('a connection that is cut with two batches on it: both are given again, and are there once', async () => {
	const watched = await openWatched();
	await watched.ledger.append(settled('first of all', { caseId: 'case-1' }));
	const { pid, letGo } = await holdHead();
	const appending = await twoUnderWay(watched);
	await administrator.query('SELECT pg_terminate_backend($1)', [await whoWaitsFor(pid)]);
	await letGo();
	expect((await Promise.all(appending)).map(({ record, appended }) => [record.content!['name'], appended])).toEqual([...named('first', 3), ...named('second', 3)].map((name) => [name, true]));
	expect(watched.batches.map(({ came }) => came)).toEqual(['broken off', 'broken off']);
	await expectEachOnce(['first of all', ...named('first', 3), ...named('second', 3)]);
});

it('a connection that is cut again and again, at whatever it does: what was acknowledged is there, and everything once', async () => {
	const { ledger, batches } = await openWatched();
	const writers = 8;
	const wantedCuts = 8;
	const acknowledged: [seq: number, name: string][] = [];
	const names: string[] = [];
	let cuts = 0;
	const writer = async (_: unknown, number: number) => {
		for (let index = 0; cuts < wantedCuts; index += 1) {
			const name = `${number}/${index}`;
			names.push(name);
			const { record } = await ledger.append(settled(name, { caseId: 'case-1', ...(index % 3 === 0 ? { once: name } : {}) }));
			acknowledged.push([record.seq, name]);
		}
	};
	const cutter = async () => {
		for (let goesOnAfter = 0; cuts < wantedCuts; ) {
			// Patience is for a server that comes back.
			while (acknowledged.length < goesOnAfter) await setImmediate();
			const { rowCount } = await administrator.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = '${store.place.schema}.records'::regclass AND mode = 'RowExclusiveLock'`);
			if (rowCount === 0) continue;
			cuts += 1;
			goesOnAfter = acknowledged.length + 10 * writers;
		}
	};
	await Promise.all([...Array.from({ length: writers }, writer), cutter()]);
	expect(batches.some(({ came }) => came === 'broken off')).toBe(true);
	expect(acknowledged).toHaveLength(names.length);
	const kept = new Map((await ledger.records({})).map(({ seq, content }) => [seq, content!['name']]));
	expect(acknowledged.filter(([seq, name]) => kept.get(seq) !== name)).toEqual([]);
	await expectEachOnce(names);
}, 60_000);

it('two ledgers that append at the same time, some of it the same: everything is answered, each key recorded once', async () => {
	const ledgers = [await open(), await open()];
	const each = 40;
	const keys = 10;
	const keyOf = (index: number) => (index % 2 === 0 ? { once: `event/${(index / 2) % keys}` } : {});
	const all = ledgers.map(async (ledger, writer) => {
		await ledger.append(settled(`${writer} begins`));
		const appending = [];
		for (let index = 0; index < each; index += 1) {
			appending.push(ledger.append(settled(`${writer}/${index}`, { caseId: 'case-1', ...keyOf(index) })));
			// Some go together, and the others while those are under way.
			if (index % 6 === 5) await setImmediate();
		}
		return await Promise.all(appending);
	});
	const answers = (await Promise.all(all)).flat();
	expect(answers).toHaveLength(2 * each);
	for (let key = 0; key < keys; key += 1) {
		const ofKey = answers.filter(({ record }) => record.once === `event/${key}`);
		expect(ofKey).toHaveLength((2 * each) / 2 / keys);
		expect(ofKey.filter(({ appended }) => appended)).toHaveLength(1);
		expect(new Set(ofKey.map(({ record }) => JSON.stringify(record))).size).toBe(1);
	}
	const appended = answers.filter((answer) => answer.appended);
	expect(appended).toHaveLength(keys + each);
	await expectEachOnce(['0 begins', '1 begins', ...appended.map(({ record }) => String(record.content!['name']))]);
});
