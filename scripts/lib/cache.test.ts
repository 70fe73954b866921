import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Fills the folder `thing` slowly, and writes down that it did. */
const filling = `
import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached } from ${JSON.stringify(join(__dirname, 'cache.mjs'))};
const folder = await cached('thing', async (making) => {
	appendFileSync(process.env.JML_CACHE + '/fills', 'x');
	writeFileSync(making + '/half', '');
	await sleep(Number(process.env.FILL_MS));
	if (process.env.FAIL) throw new Error('no network');
	writeFileSync(making + '/whole', '');
});
console.log(folder);`;

let cache: string;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'jml-cache-'))));
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const begin = (env: Record<string, string> = {}): ChildProcess => spawn(process.execPath, ['--input-type=module', '-e', filling], { env: { ...process.env, JML_CACHE: cache, FILL_MS: '200', ...env }, stdio: 'ignore' });
const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));
const fills = () => readFileSync(join(cache, 'fills'), 'utf8').length;

test('several runs at once install once', async () => {
	expect(await Promise.all([begin(), begin(), begin()].map(ended))).toEqual([0, 0, 0]);
	expect(fills()).toBe(1);
	expect(readdirSync(cache).sort()).toEqual(['fills', 'thing']);
	expect(existsSync(join(cache, 'thing', 'whole'))).toBe(true);
});

test('a failed installation leaves nothing that looks installed', async () => {
	expect(await ended(begin({ FAIL: '1' }))).toBe(1);
	expect(existsSync(join(cache, 'thing'))).toBe(false);
	expect(await ended(begin())).toBe(0);
	expect(fills()).toBe(2);
});

test('a killed installation is started afresh by the next run', async () => {
	const killed = begin({ FILL_MS: '60000' });
	while (!existsSync(join(cache, 'fills'))) await new Promise((resolve) => setTimeout(resolve, 20));
	killed.kill('SIGKILL');
	await ended(killed);
	const longAgo = new Date(Date.now() - 60_000);
	utimesSync(join(cache, 'thing.lock'), longAgo, longAgo);
	expect(await ended(begin())).toBe(0);
	expect(readdirSync(join(cache, 'thing'))).toEqual(['half', 'whole']);
	expect(fills()).toBe(2);
});

test('a lock that somebody holds is waited for', async () => {
	mkdirSync(join(cache, 'thing.lock'));
	const waiting = begin();
	const first = await Promise.race([ended(waiting), new Promise((resolve) => setTimeout(() => resolve('waits'), 700))]);
	expect(first).toBe('waits');
	rmSync(join(cache, 'thing.lock'), { recursive: true });
	expect(await ended(waiting)).toBe(0);
});
