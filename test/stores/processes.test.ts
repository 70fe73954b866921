import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stores, type Store } from './support/stores';

// Real processes on one database: what is promised here, no mock can show.

const root = join(__dirname, '..', '..');

describe.each(stores)('in %s', (_, make) => {
	let store: Store;
	let running: ChildProcess[];

	beforeEach(async () => {
		store = await make();
		running = [];
	});

	afterEach(async () => {
		for (const child of running) child.kill('SIGKILL');
		await store.destroy();
	});

	/** Starts a process with a ledger, which waits for a line before it runs `work`. */
	const start = (work: string) => {
		const script = `
			process.stdin.once('data', async () => {
				const ledger = await ${store.opening};
				const say = (line) => require('node:fs').writeSync(1, line + '\\n');
				${work}
				await ledger.close();
				process.exit(0);
			});
			console.log('ready');`;
		const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
		running.push(child);
		const lines: string[] = [];
		const reader = createInterface({ input: child.stdout });
		const ready = once(reader, 'line');
		reader.on('line', (line) => lines.push(line));
		return { child, lines, reader, ready, go: () => child.stdin.write('go\n'), ended: once(child, 'close') };
	};

	const startTogether = async (works: string[]) => {
		const children = works.map(start);
		await Promise.all(children.map(({ ready }) => ready));
		for (const { go } of children) go();
		await Promise.all(children.map(({ ended }) => ended));
		expect(children.map(({ child }) => child.exitCode)).toEqual(works.map(() => 0));
		return children.map(({ lines }) => lines.slice(1));
	};


	it('several processes create one ledger, and append to it without gap, fork or loss', async () => {
		const each = 100;
		const said = await startTogether(
			[0, 1, 2, 3].map((writer) => `
				for (let index = 0; index < ${each}; index += 1) {
					const { record } = await ledger.append({ kind: 'step.settled', caseId: 'case-' + index % 3, content: { writer: ${writer}, index } });
					say(record.seq + ' ' + index);
					if (index % 20 === 0) await ledger.checkpoint();
				}
				say(await ledger.vkey());`),
		);
		expect(new Set(said.map((lines) => lines.at(-1))).size).toBe(1);

		const ledger = await store.open();
		const records = await ledger.records({});
		expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 4 * each }, (_, seq) => seq));
		for (const [writer, lines] of said.entries()) {
			const kept = records.filter(({ content }) => content?.['writer'] === writer).map(({ seq, content }) => `${seq} ${String(content?.['index'])}`);
			expect(kept).toEqual(lines.slice(0, each));
		}
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 4 * each } });
		await ledger.close();
	}, 30_000);

	it('a key is recorded once among several processes, and a lease held by one', async () => {
		const said = await startTogether(
			[0, 1, 2].map((writer) => `
				for (let index = 0; index < 40; index += 1) {
					const { record, appended } = await ledger.append({ kind: 'event.received', once: 'event/' + index, content: { writer: ${writer} } });
					say('once ' + index + ' ' + record.seq + ' ' + appended);
					const lease = await ledger.lease('account/' + index, 'writer ${writer}', 3_600_000);
					say('lease ' + index + ' ' + (lease !== undefined));
				}`),
		);
		const lines = said.flat();
		for (let index = 0; index < 40; index += 1) {
			const answers = lines.filter((line) => line.startsWith(`once ${index} `)).map((line) => line.split(' '));
			expect(new Set(answers.map(([, , seq]) => seq)).size).toBe(1);
			expect(answers.filter(([, , , appended]) => appended === 'true')).toHaveLength(1);
			expect(lines.filter((line) => line === `lease ${index} true`)).toHaveLength(1);
		}
		const ledger = await store.open();
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 40 } });
		await ledger.close();
	}, 30_000);

	it('a writer killed in the middle loses nothing it was told was kept, and leaves nothing half done', async () => {
		const acknowledged: string[] = [];
		for (const killAfter of [1, 25, 60]) {
			const writer = start(`
				for (let index = 0; ; index += 1) {
					const { record } = await ledger.append({ kind: 'step.settled', caseId: 'case-1', content: { index, filling: 'x'.repeat(2000) } });
					say(String(record.seq));
				}`);
			await writer.ready;
			writer.go();
			let heard = 0;
			writer.reader.on('line', () => {
				if ((heard += 1) === killAfter) writer.child.kill('SIGKILL');
			});
			await writer.ended;
			acknowledged.push(...writer.lines.slice(1));
		}
		const ledger = await store.open();
		const kept = (await ledger.records({})).map(({ seq }) => String(seq));
		expect(kept).toEqual(expect.arrayContaining(acknowledged));
		// Of each writer at most the one append that it was killed in is kept without having been told.
		expect(kept.length).toBeLessThanOrEqual(acknowledged.length + 3);
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: kept.length } });
		expect((await ledger.append({ kind: 'step.settled', caseId: 'case-1', content: {} })).record.seq).toBe(kept.length);
		await ledger.close();
	}, 30_000);
});
