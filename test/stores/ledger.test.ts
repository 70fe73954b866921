import { createHash, createHmac } from 'node:crypto';
import type { Ledger, NewRecord } from '../../ledger';
import { stores, type Store } from './support/stores';

describe.each(stores)('in %s', (_, make) => {
	let store: Store;
	let ledger: Ledger;
	let time: number;

	beforeEach(async () => {
		store = await make();
		time = Date.parse('2026-11-20T10:00:00.000Z');
		ledger = await store.open(() => new Date((time += 1000)));
	});

	afterEach(async () => {
		await ledger.close();
		await store.destroy();
	});

	const rows = () => store.edit((editor) => editor.all<{ entry: string; body: string; salt: string }>('SELECT entry, body, salt FROM records ORDER BY seq'));

	const settled = (caseId: string, subject: string, more: Partial<NewRecord> = {}): NewRecord => ({ kind: 'step.settled', caseId, subject, content: { outcome: 'done' }, ...more });

	describe('append', () => {
		it('chains entries that commit to bodies, in the bytes the format says', async () => {
			await ledger.append({ kind: 'event.received', content: { b: 1, a: 'é' } });
			await ledger.append(settled('case-1', 'okta/00u1', { once: 'k1' }));
			const [first, second] = await rows();
			const commitment = ({ body, salt }: { body: string; salt: string }) => createHmac('sha256', Buffer.from(salt, 'base64')).update(body).digest('hex');
			const prev = createHash('sha256').update(first!.entry).digest('hex');
			expect(first!.body).toBe('{"content":{"a":"é","b":1}}');
			expect(first!.entry).toBe(`{"at":"2026-11-20T10:00:01.000Z","commitment":"${commitment(first!)}","kind":"event.received","prev":"${'0'.repeat(64)}","seq":0,"v":1}`);
			expect(second!.body).toBe('{"content":{"outcome":"done"},"once":"k1","subject":"okta/00u1"}');
			expect(second!.entry).toBe(`{"at":"2026-11-20T10:00:02.000Z","case":"case-1","caseSeq":0,"commitment":"${commitment(second!)}","kind":"step.settled","prev":"${prev}","seq":1,"v":1}`);
			expect(await ledger.head()).toMatchObject({ size: 2 });
			expect(await ledger.verify()).toEqual({ ok: true, head: await ledger.head() });
		});

		it('gives back what it keeps', async () => {
			const kept = { seq: 0, at: '2026-11-20T10:00:01.000Z', kind: 'step.settled', caseId: 'case-1', subject: 'okta/00u1', once: 'k1', content: { outcome: 'done' } };
			expect(await ledger.append(settled('case-1', 'okta/00u1', { once: 'k1' }))).toEqual({ record: kept, appended: true });
			expect(await ledger.records({})).toEqual([kept]);
		});

		it('records a key once, ever, and gives the first record back', async () => {
			const results = await Promise.all(Array.from({ length: 20 }, (_, index) => ledger.append({ kind: 'event.received', once: 'event/1', content: { index } })));
			expect(results.filter(({ appended }) => appended)).toHaveLength(1);
			expect(new Set(results.map(({ record }) => JSON.stringify(record))).size).toBe(1);
			expect(await ledger.head()).toMatchObject({ size: 1 });
		});

		it('the same content twice leaves two commitments that do not show it', async () => {
			await ledger.append(settled('case-1', 'okta/00u1'));
			await ledger.append(settled('case-1', 'okta/00u1'));
			const [first, second] = (await rows()).map(({ entry }) => (JSON.parse(entry) as { commitment: string }).commitment);
			expect(first).not.toBe(second);
		});

		it('is not misled by content that changes while it is kept', async () => {
			const content = { outcome: 'done' };
			const appending = ledger.append({ kind: 'step.settled', content });
			content.outcome = 'failed';
			expect((await appending).record.content).toEqual({ outcome: 'done' });
		});

		it.each<[string, NewRecord, object]>([
			['content that is no JSON', { kind: 'a', content: { at: new Date() as never } }, { code: 'not_canonical', path: 'content.at' }],
			['content that is no object', { kind: 'a', content: [] as never }, { code: 'bad_record', path: 'content' }],
			['half a character', { kind: 'a', content: {}, subject: '\ud800' }, { code: 'not_canonical' }],
			['no kind', { kind: '', content: {} }, { code: 'bad_record', path: 'kind' }],
			['a sentence for a kind', { kind: 'Something happened', content: {} }, { code: 'bad_record', path: 'kind' }],
			['an empty case id', { kind: 'a', caseId: '', content: {} }, { code: 'bad_record', path: 'caseId' }],
			['an empty key', { kind: 'a', once: '', content: {} }, { code: 'bad_record', path: 'once' }],
			['a closed case that is none', { kind: 'case.closed', content: {} }, { code: 'bad_record', path: 'caseId' }],
			['a secret', { kind: 'a', content: { user: { password: 'hunter2' } } }, { code: 'secret', path: 'content.user.password' }],
		])('refuses %s, and writes nothing', async (_, record, error) => {
			await expect(ledger.append(record)).rejects.toMatchObject(error);
			expect(await ledger.head()).toMatchObject({ size: 0 });
			await ledger.append({ kind: 'a', content: {} });
		});
	});

	describe('closing a case', () => {
		beforeEach(async () => {
			await ledger.append(settled('case-1', 'okta/00u1'));
			await ledger.append(settled('case-2', 'okta/00u2'));
			await ledger.append(settled('case-1', 'okta/00u1'));
		});

		it('counts the records of the case', async () => {
			const { record } = await ledger.append({ kind: 'case.closed', caseId: 'case-1', content: { verdict: 'Complete' } });
			expect(record.content).toEqual({ verdict: 'Complete', caseRecords: 3 });
		});

		it('refuses a verdict that was reached before something else happened', async () => {
			const close = (caseRecords: number) => ledger.append({ kind: 'case.closed', caseId: 'case-1', content: { verdict: 'Complete', caseRecords } });
			await expect(close(2)).rejects.toMatchObject({ code: 'case_moved_on' });
			expect((await close(3)).appended).toBe(true);
		});

		it('counts what others have recorded of the case since', async () => {
			const other = await store.open();
			await other.append(settled('case-1', 'okta/00u1'));
			await other.close();
			const close = (caseRecords: number) => ledger.append({ kind: 'case.closed', caseId: 'case-1', content: { verdict: 'Complete', caseRecords } });
			await expect(close(3)).rejects.toMatchObject({ code: 'case_moved_on' });
			expect((await close(4)).appended).toBe(true);
		});
	});

	describe('records', () => {
		beforeEach(async () => {
			await ledger.append({ kind: 'case.opened', caseId: 'case-1', content: {} });
			await ledger.append(settled('case-1', 'okta/00u1'));
			await ledger.append({ kind: 'case.opened', caseId: 'case-2', content: {} });
			await ledger.append(settled('case-2', 'okta/00u1', { once: 'k' }));
			await ledger.append({ kind: 'webhook.refused', content: {} });
		});

		it.each([
			[{}, [0, 1, 2, 3, 4]],
			[{ caseId: 'case-1' }, [0, 1]],
			[{ kinds: ['case.opened', 'webhook.refused'] }, [0, 2, 4]],
			[{ kinds: [] }, []],
			[{ subject: 'okta/00u1' }, [1, 3]],
			[{ subject: 'okta/00u1', caseId: 'case-2', kinds: ['step.settled'] }, [3]],
			[{ once: 'k' }, [3]],
			[{ afterSeq: 2 }, [3, 4]],
			[{ newestFirst: true, limit: 2 }, [4, 3]],
			[{ limit: 0 }, []],
		])('%j finds %j', async (query, seqs) => {
			expect((await ledger.records(query)).map(({ seq }) => seq)).toEqual(seqs);
		});
	});

	describe('checkpoint', () => {
		it('signs each size once', async () => {
			const empty = await ledger.checkpoint();
			await ledger.append({ kind: 'a', content: {} });
			const one = await ledger.checkpoint();
			expect(await ledger.checkpoint()).toBe(one);
			expect([empty, one].map((note) => note.split('\n').slice(0, 2))).toEqual([['jml.acme.test/ledger', '0'], ['jml.acme.test/ledger', '1']]);
			expect(one.split('\n')[2]).toBe((await ledger.head()).root);
		});
	});
});
