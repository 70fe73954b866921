import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createAppender } from './append';
import { audit } from './audit';
import type { Database, Extension } from './database';
import { LedgerError } from './errors';
import { openLedger } from './index';
import { loadKeyFile } from './keys';
import { createSigner } from './note';
import { accept } from './record';
import { openSqlite } from './sqlite';
import type { NewRecord } from './types';

/** An extension that waits for its answer. */
interface Handed {
	extension: Extension;
	/** What the database makes of it. */
	carryOut(): void;
	/** Somebody else was first. */
	refuse(): void;
	/** The connection is gone before it has said what became of it. */
	breakOff(): void;
}

const origin = 'jml.acme.test/ledger';
const now = () => new Date('2026-11-20T10:00:00.000Z');

let directory: string;
let sqlite: Database;
let signer: ReturnType<typeof createSigner>;
let appender: ReturnType<typeof createAppender>;
let handed: Handed[];
let writes: number;
/** What a server gets done between the end of a connection and the next writer. */
let beforeNextWrite: () => Promise<unknown>;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	await (await openLedger({ directory, origin, now })).close();
	signer = createSigner(origin, loadKeyFile(join(directory, 'ledger.key')));
	sqlite = openSqlite(join(directory, 'ledger.sqlite'));
	handed = [];
	writes = 0;
	beforeNextWrite = async () => undefined;
	const database: Database = {
		...sqlite,
		takesAtOnce: 2,
		extend: (extension) =>
			new Promise((resolve, reject) => {
				handed.push({
					extension,
					carryOut: () => void sqlite.extend(extension).then(resolve, reject),
					refuse: () => resolve(false),
					breakOff: () => reject(new LedgerError('unreachable', 'The connection is gone.')),
				});
			}),
		write: async (work) => {
			writes += 1;
			await beforeNextWrite();
			beforeNextWrite = async () => undefined;
			return await sqlite.write(work);
		},
	};
	appender = createAppender(database, signer, now);
	await append('first of all');
	expect([handed.length, writes]).toEqual([0, 1]);
});

afterEach(async () => {
	await sqlite.close();
	rmSync(directory, { recursive: true });
});

/** Whoever appends, and whether they have been answered. */
const append = (name: string, more: Partial<NewRecord> = {}) => {
	const answer = appender.append(accept({ kind: 'step.settled', content: { name }, ...more }));
	const one = Object.assign(answer, { isAnswered: false });
	answer.then(
		() => (one.isAnswered = true),
		() => (one.isAnswered = true),
	);
	return one;
};

/** As long as anything goes on by itself. */
const quiet = async () => {
	for (let turn = 0; turn < 20; turn += 1) await setImmediate();
};

const untilHanded = async (count: number) => {
	while (handed.length < count) await setImmediate();
};

/** Two batches that the database has, and has not answered. */
const twoUnderWay = async (first: Partial<NewRecord> = {}, second: Partial<NewRecord> = {}) => {
	const one = append('one', first);
	await untilHanded(1);
	const two = append('two', second);
	await untilHanded(2);
	return { one, two };
};

const kept = async () => (await sqlite.read<{ body: string }>('SELECT body FROM records ORDER BY seq')).map(({ body }) => (JSON.parse(body) as { content: { name: string } }).content.name);

const expectKept = async (names: string[]) => {
	expect(await kept()).toEqual(names);
	expect(await audit(sqlite, signer)).toMatchObject({ ok: true, head: { size: names.length } });
};

it('hands the second batch over before the first is answered, on top of it, and no third', async () => {
	const { one, two } = await twoUnderWay({ caseId: 'case-1' }, { caseId: 'case-1' });
	const three = append('three', { caseId: 'case-1' });
	await quiet();
	expect([one.isAnswered, two.isAnswered, three.isAnswered, handed.length, writes]).toEqual([false, false, false, 2, 1]);
	const [first, second] = handed.map(({ extension }) => extension);
	expect(second!.from).toMatchObject({ size: 2, entry: first!.rows[0]!.entry, head: first!.head });

	handed[0]!.carryOut();
	await one;
	await quiet();
	expect([two.isAnswered, three.isAnswered]).toEqual([false, false]);
	handed[1]!.carryOut();
	await two;
	await untilHanded(3);
	handed[2]!.carryOut();
	expect(await Promise.all([one, two, three].map(async (each) => (await each).record.seq))).toEqual([1, 2, 3]);
	expect(await sqlite.read('SELECT case_seq AS "caseSeq" FROM records WHERE case_id IS NOT NULL ORDER BY seq')).toEqual([{ caseSeq: 0 }, { caseSeq: 1 }, { caseSeq: 2 }]);
	expect(writes).toBe(1);
	await expectKept(['first of all', 'one', 'two', 'three']);
});

it('acknowledges nothing on top of a batch that was refused: both go in with everybody else kept out', async () => {
	const { one, two } = await twoUnderWay({ caseId: 'case-1' }, { caseId: 'case-1' });
	handed[0]!.refuse();
	await one;
	await quiet();
	expect([two.isAnswered, writes]).toEqual([false, 2]);
	handed[1]!.carryOut();
	await two;
	expect([handed.length, writes]).toEqual([2, 3]);
	await expectKept(['first of all', 'one', 'two']);
});

it('plans nothing more on a batch that was refused', async () => {
	const { one, two } = await twoUnderWay();
	const three = append('three');
	handed[1]!.refuse();
	handed[0]!.refuse();
	await Promise.all([one, two, three]);
	expect([handed.length, writes]).toEqual([2, 4]);
	expect((await kept()).sort()).toEqual(['first of all', 'one', 'three', 'two']);
	expect(await audit(sqlite, signer)).toMatchObject({ ok: true, head: { size: 4 } });
});

it('a key that is on its way in the first batch is not recorded again by the second', async () => {
	const { one, two } = await twoUnderWay({ once: 'event/1' }, { once: 'event/1' });
	handed[0]!.carryOut();
	await one;
	// PostgreSQL says so of a key that is there already.
	handed[1]!.refuse();
	expect(await two).toEqual({ ...(await one), appended: false });
	await expectKept(['first of all', 'one']);
});

it('a connection that breaks off is asked, once nobody else can write, what it has kept of both', async () => {
	const { one, two } = await twoUnderWay();
	expect(await sqlite.extend(handed[0]!.extension)).toBe(true);
	handed[0]!.breakOff();
	handed[1]!.breakOff();
	expect(await Promise.all([one, two].map(async (each) => (await each).record.content!['name']))).toEqual(['one', 'two']);
	expect(writes).toBe(3);
	await expectKept(['first of all', 'one', 'two']);
});

it('what the server still carries out after its connection is gone is not recorded twice', async () => {
	const one = append('one');
	await untilHanded(1);
	beforeNextWrite = () => sqlite.extend(handed[0]!.extension);
	handed[0]!.breakOff();
	expect((await one).record.seq).toBe(1);
	await expectKept(['first of all', 'one']);
});

it('believes what it remembers of a case only as far as the database does', async () => {
	const one = append('one', { caseId: 'case-1' });
	await untilHanded(1);
	handed[0]!.carryOut();
	await one;
	const elsewhere = createAppender(sqlite, signer, now);
	await elsewhere.append(accept({ kind: 'step.settled', caseId: 'case-1', content: { name: 'of somebody else' } }));
	const closing = append('closed', { kind: 'case.closed', caseId: 'case-1', content: { name: 'closed', caseRecords: 3 } });
	await quiet();
	for (const { carryOut } of handed.slice(1)) carryOut();
	expect((await closing).appended).toBe(true);
	await expectKept(['first of all', 'one', 'of somebody else', 'closed']);
});
