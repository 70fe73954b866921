import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../ledger';
import { verifyBundle } from '../../ledger/verify';
import { stores, type Store } from './support/stores';

describe.each(stores)('in %s', (_, make) => {
	let store: Store;
	let ledger: Ledger;

	beforeEach(async () => {
		store = await make();
		ledger = await store.open();
		await ledger.append({ kind: 'case.opened', caseId: 'case-1', once: 'case/1', subject: 'person/1', content: { person: { name: 'Mateo Rivas' } } });
		await ledger.append({ kind: 'case.opened', caseId: 'case-2', once: 'case/2', content: { person: { name: 'Noor Haddad' } } });
		await ledger.append({ kind: 'step.settled', caseId: 'case-1', content: { outcome: 'done' } });
		await ledger.append({ kind: 'webhook.received', once: 'hook/1', content: { employees: ['110'] } });
		await ledger.append({ kind: 'case.closed', caseId: 'case-1', content: { verdict: 'Complete' } });
	});

	afterEach(async () => {
		await ledger.close();
		await store.destroy();
	});

	const eraseCase = () => ledger.erase({ caseId: 'case-1', content: { why: 'retention', days: 2555 } });

	it('takes the content, keeps every proof, and records itself', async () => {
		const held = await ledger.checkpoint();
		expect(await eraseCase()).toEqual([0, 2, 4]);
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 6 } });
		const records = await ledger.records({ caseId: 'case-1' });
		expect(records.map(({ content }) => content)).toEqual([null, null, null, { why: 'retention', days: 2555, seqs: [0, 2, 4] }]);
		expect(records.map(({ subject, once }) => [subject, once])).toEqual([[undefined, undefined], [undefined, undefined], [undefined, undefined], [undefined, undefined]]);
		const bundle = JSON.stringify(await ledger.exportCase('case-1', held));
		expect(verifyBundle(bundle, { vkey: await ledger.vkey(), checkpoint: held })).toMatchObject({ ok: true, records: 4, erased: 3, closed: true, heldCheckpoint: 'continued' });
		expect(verifyBundle(JSON.stringify(await ledger.exportCase('case-2')))).toMatchObject({ ok: true, records: 1, erased: 0 });
	});

	it('leaves nothing of it in the tables', async () => {
		await eraseCase();
		const rows = await store.edit((editor) => editor.all<Record<string, unknown>>('SELECT * FROM records WHERE case_id = ?', 'case-1'));
		expect(rows).toHaveLength(4);
		expect(JSON.stringify(rows)).not.toMatch(/Mateo|person\/1|case\/1/);
	});

	it('erases what is erased already only once, and says so only once', async () => {
		await eraseCase();
		expect(await eraseCase()).toEqual([]);
		expect(await ledger.head()).toMatchObject({ size: 6 });
	});

	it('a key that was recorded once stays recorded', async () => {
		await eraseCase();
		const again = await ledger.append({ kind: 'case.opened', caseId: 'case-1', once: 'case/1', content: {} });
		expect(again).toMatchObject({ appended: false, record: { seq: 0, content: null } });
		expect(await ledger.head()).toMatchObject({ size: 6 });
	});

	it('erases single records that belong to no case, and never those of one', async () => {
		expect(await ledger.erase({ seqs: [1, 3], content: { why: 'retention' } })).toEqual([3]);
		expect(await ledger.verify()).toMatchObject({ ok: true });
		expect((await ledger.records({ caseId: 'case-2' }))[0]!.content).not.toBeNull();
	});

	it('erases nothing where it cannot be recorded', async () => {
		await expect(ledger.erase({ caseId: 'case-1', content: { password: 'hunter2' } })).rejects.toMatchObject({ code: 'secret' });
		expect((await ledger.records({ caseId: 'case-1' })).every(({ content }) => content !== null)).toBe(true);
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 5 } });
	});

	it('appends go on after it', async () => {
		await Promise.all([eraseCase(), ...Array.from({ length: 5 }, (_unused, index) => ledger.append({ kind: 'step.settled', caseId: 'case-2', content: { index } }))]);
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 11 } });
	});
});

it('SQLite overwrites what it erases, in the file itself', async () => {
	const [, make] = stores[0]!;
	const store = await make();
	const ledger = await store.open();
	await ledger.append({ kind: 'case.opened', caseId: 'case-1', content: { person: { name: 'Mateo Rivas-Unmistakable' } } });
	await ledger.erase({ caseId: 'case-1', content: { why: 'retention' } });
	await ledger.close();
	const [directory] = /directory: "([^"]+)"/.exec(store.opening)!.slice(1);
	const files = readdirSync(directory!).map((name) => join(directory!, name)).filter((path) => statSync(path).isFile());
	for (const file of files) expect(readFileSync(file).includes('Unmistakable')).toBe(false);
	expect(files.length).toBeGreaterThan(1);
	await store.destroy();
});
