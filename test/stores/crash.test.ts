import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { postgresOn, servers, stores } from './support/stores';

const root = join(__dirname, '..', '..');
const execute = promisify(execFile);

/** Eight writers in one process, each telling what it was told is kept. */
const writing = (opening: string) => `
	(async () => {
		const ledger = await ${opening};
		const write = require('node:fs').writeSync;
		write(1, 'writing\\n');
		await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
			for (let index = 0; ; index += 1) {
				const { record } = await ledger.append({ kind: 'step.settled', caseId: 'case-' + writer, content: { index, filling: 'x'.repeat(index % 900) } });
				write(1, record.seq + ' ' + record.at + '\\n');
				if (writer === 0 && index % 10 === 9) await ledger.checkpoint();
			}
		}));
	})();`;

it.each(stores)('%s: a process killed at any instant loses nothing it acknowledged, and leaves nothing torn', async (_, make) => {
	const store = await make();
	const acknowledged: string[] = [];
	const rounds = 12;
	for (let round = 0; round < rounds; round += 1) {
		const child = spawn(process.execPath, ['--import', 'tsx', '-e', writing(store.opening)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
		const ended = once(child, 'close');
		const lines = createInterface({ input: child.stdout });
		const heard: string[] = [];
		lines.on('line', (line) => heard.push(line));
		await once(lines, 'line');
		await setTimeout(Math.random() * 120);
		child.kill('SIGKILL');
		await ended;
		acknowledged.push(...heard.slice(1).filter((line) => /^\d+ \S+Z$/.test(line)));

		const ledger = await store.open();
		expect(await ledger.verify()).toMatchObject({ ok: true });
		await ledger.close();
	}
	const ledger = await store.open();
	const kept = new Set((await ledger.records({})).map(({ seq, at }) => `${seq} ${at}`));
	expect(acknowledged.filter((line) => !kept.has(line))).toEqual([]);
	expect(acknowledged.length).toBeGreaterThan(rounds);
	// Of each writer at most the one append that it was killed in is kept without having been told.
	expect(kept.size).toBeLessThanOrEqual(acknowledged.length + 8 * rounds);
	await ledger.close();
	await store.destroy();
}, 120_000);

it('PostgreSQL: a server killed at any instant loses nothing it acknowledged, and nothing is kept twice', async () => {
	const { mortal } = servers();
	const store = await postgresOn(mortal);
	const ledger = await store.open();
	const acknowledged: { seq: number; key: string }[] = [];
	let killed = 0;
	let done = false;

	const writer = async (name: number) => {
		for (let index = 0; !done; index += 1) {
			const { record } = await ledger.append({ kind: 'step.settled', caseId: `case-${name}`, content: { key: `${name}/${index}` } });
			acknowledged.push({ seq: record.seq, key: String(record.content!['key']) });
		}
	};
	const killer = async () => {
		while (killed < 4) {
			await setTimeout(50 + Math.random() * 150);
			const [postmaster] = readFileSync(join(mortal.data, 'postmaster.pid'), 'utf8').split('\n');
			process.kill(Number(postmaster), 'SIGKILL');
			killed += 1;
			await restarted(mortal);
		}
		done = true;
	};
	await Promise.all([...[0, 1, 2, 3].map(writer), killer()]);

	expect(await ledger.verify()).toMatchObject({ ok: true });
	const records = await ledger.records({});
	const kept = new Map(records.map(({ seq, content }) => [seq, String(content!['key'])]));
	expect(acknowledged.filter(({ seq, key }) => kept.get(seq) !== key)).toEqual([]);
	expect(new Set(kept.values()).size).toBe(records.length);
	expect(records).toHaveLength(acknowledged.length);
	await ledger.close();
}, 120_000);

/** Until what is left of the killed one has gone, the next one cannot start. */
const restarted = async ({ programs, startArguments, owner, data }: ReturnType<typeof servers>['mortal']): Promise<void> => {
	for (let tries = 0; ; tries += 1) {
		try {
			await execute(join(programs, 'pg_ctl'), startArguments, { ...owner, cwd: join(data, '..') });
			return;
		} catch (error) {
			if (tries > 50) throw error;
			await setTimeout(100);
		}
	}
};
