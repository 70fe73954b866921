import { sandboxCommand } from './sandbox';

const said = () => {
	const out: string[] = [];
	const errors: string[] = [];
	return { out, errors, io: { stdout: (line: string) => void out.push(line), stderr: (line: string) => void errors.push(line) } };
};

/** Starts the command and closes it as Ctrl-C does, once it has said something. */
async function run(args: string[]) {
	const { out, errors, io } = said();
	const running = sandboxCommand(args, {
		...io,
		stdout: (line) => {
			io.stdout(line);
			setImmediate(() => process.emit('SIGINT'));
		},
	});
	return { code: await running, out, errors };
}

test('the company opens, says where it is, and closes on Ctrl-C', async () => {
	const { code, out } = await run(['--control-port', '0']);
	expect(code).toBe(0);
	const text = out.join('\n');
	expect(text).toMatch(/^bamboohr +http:\/\/127\.0\.0\.1:\d+$/m);
	expect(text).toMatch(/^okta +http[^\n]*\n +apiToken: \S+/m);
	expect(text).not.toContain('PRIVATE KEY');
	expect(text).toContain('/bamboohr/terminate');
	expect(out.at(-1)).toBe('The company has closed.');
	const control = /^control +(\S+),/m.exec(text)?.[1] ?? '';
	await expect(fetch(control)).rejects.toThrow();
});

test('for scripts, one line of JSON', async () => {
	const { out } = await run(['--json', '--control-port', '0', '--clock', '2026-07-03T00:00:00Z']);
	expect(JSON.parse(out.join(''))).toMatchObject({ okta: { orgUrl: expect.any(String) }, control: { url: expect.any(String) } });
});

test.each([[['--clock', 'soon']], [['--latency', 'slow']], [['--nonsense']]])('%p is explained', async (args) => {
	const { errors, io } = said();
	expect(await sandboxCommand(args, io)).toBe(2);
	expect(errors.join('\n')).toContain('Usage: jml sandbox');
});
