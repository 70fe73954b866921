import { parseArgs } from 'node:util';
import { cast, startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';
import { doubles, type DoubleName } from '../sandbox/doubles';

const names = Object.keys(doubles) as DoubleName[];
const servers = [...names, 'mail', 'ingress'] as const;
const longest = Math.max(...names.map((name) => name.length));

const usage = `Usage: jml sandbox [options]

  --json                     print addresses and credentials as one JSON line
  --control-port <port>      fixed port of the control API, 4321 unless given; 0 for any free one
  --<name>-port <port>       fixed port of ${servers.slice(0, -1).join(', ')} or ${servers.at(-1)}
  --ingress-target <url>     where the HTTPS ingress forwards to, such as http://127.0.0.1:5678
  --latency <ms>             waited before every answer
  --clock <instant>          the company's clock starts here instead of now`;

interface Io {
	stdout: (line: string) => void;
	stderr: (line: string) => void;
}

const CONTROL_PORT = 4321;

/** Runs the simulated company until Ctrl-C. */
export async function sandboxCommand(args: string[], io: Io): Promise<number> {
	let options: SandboxOptions;
	let json: boolean;
	try {
		({ options, json } = readArguments(args));
	} catch (error) {
		io.stderr((error as Error).message);
		io.stderr(usage);
		return 2;
	}
	const sandbox = await startSandbox(options);
	for (const line of json ? [JSON.stringify(sandbox.connections)] : welcome(sandbox)) io.stdout(line);
	await interrupted();
	await sandbox.stop();
	if (!json) io.stdout('The company has closed.');
	return 0;
}

const interrupted = () =>
	new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});

const numberFrom = (name: string, text: string | undefined, usual: number): number => {
	const value = text === undefined ? usual : Number(text);
	if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be a whole number`);
	return value;
};

function readArguments(args: string[]): { options: SandboxOptions; json: boolean } {
	const text = { type: 'string' } as const;
	const { values } = parseArgs({
		args,
		options: {
			json: { type: 'boolean' },
			'control-port': text,
			'ingress-target': text,
			latency: text,
			clock: text,
			...Object.fromEntries(servers.map((name) => [`${name}-port`, text])),
		},
	}) as unknown as { values: { [name: string]: string | undefined } & { json?: boolean } };
	const { clock, latency } = values;
	if (clock !== undefined && Number.isNaN(Date.parse(clock))) throw new Error('--clock must be a date');
	const port = (name: string, usual: number) => numberFrom(`${name}-port`, values[`${name}-port`], usual);
	const ports = { ...Object.fromEntries(servers.map((name) => [name, port(name, 0)])), control: port('control', CONTROL_PORT) };
	const options: SandboxOptions = { ports, latencyMs: numberFrom('latency', latency, 0) };
	if (clock !== undefined) options.clock = { start: clock };
	if (values['ingress-target'] !== undefined) options.ingressTarget = values['ingress-target'];
	return { options, json: values.json === true };
}

/** What one types in, a line each; keys of several lines are under /connections. */
const shown = (connection: object, prefix = ''): [string, string][] =>
	Object.entries(connection).flatMap(([name, value]: [string, unknown]) => {
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return shown(value, `${prefix}${name} `);
		return (typeof value === 'string' && !value.includes('\n')) || typeof value === 'number' ? [[`${prefix}${name}`, String(value)] as [string, string]] : [];
	});

const told = (name: string, url: string, connection: object): string[] => [`${name.padEnd(longest + 2)}${url}`, ...shown(connection).filter(([, value]) => value !== url).map(([field, value]) => `${' '.repeat(longest + 2)}${field}: ${value}`)];

function welcome(sandbox: Sandbox): string[] {
	const { connections, mail, ingress, control } = sandbox;
	const post = (path: string, body: object) => `  curl -X POST ${control.url}${path} -d '${JSON.stringify(body)}'`;
	return [
		'The simulated company is open: 75 people, everything on this machine only. Ctrl-C closes it.',
		'',
		...names.flatMap((name) => told(name, sandbox[name].url, connections[name])),
		...told('mail', `smtp://${mail.connection.host}:${mail.connection.port}`, mail.connection),
		...told('ingress', `${ingress.url}, forwards to where /ingress/target says; BambooHR delivers webhooks here`, {}),
		...told('control', `${control.url}, private keys and the certificate under /connections`, {}),
		'',
		`${cast.leaver.firstName} ${cast.leaver.lastName} (employee ${cast.leaver.id}) has something of everything. Let them go today:`,
		post('/bamboohr/terminate', { employeeId: cast.leaver.id }),
		'See what still gives them access:',
		`  curl '${control.url}/okta/access?user=${cast.leaver.workEmail}'`,
		'Make Okta throttle the next two requests about users, for 30 seconds:',
		post('/okta/faults', { path: '/api/v1/users', times: 2, effect: { kind: 'throttle', resetInSeconds: 30 } }),
		'Move the company’s clock a day ahead:',
		post('/clock/move', { days: 1 }),
		'Send what arrives at the ingress to n8n:',
		post('/ingress/target', { url: 'http://127.0.0.1:5678' }),
	];
}
