import { parseArgs } from 'node:util';
import { cast, startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

const usage = `Usage: jml sandbox [options]

  --json                     print addresses and credentials as one JSON line
  --control-port <port>      fixed port of the control API, 4321 unless given; 0 for any free one
  --bamboohr-port <port>     fixed port of BambooHR
  --okta-port <port>         fixed port of Okta
  --google-port <port>       fixed port of Google Workspace
  --entra-port <port>        fixed port of Entra ID and Microsoft Graph
  --mail-port <port>         fixed port of the mail server
  --ingress-port <port>      fixed port of the HTTPS ingress
  --ingress-target <url>     where the ingress forwards to, such as http://127.0.0.1:5678
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
			'bamboohr-port': text,
			'okta-port': text,
			'google-port': text,
			'entra-port': text,
			'mail-port': text,
			'ingress-port': text,
			'ingress-target': text,
			latency: text,
			clock: text,
		},
	});
	if (values.clock !== undefined && Number.isNaN(Date.parse(values.clock))) throw new Error('--clock must be a date');
	const port = (name: 'bamboohr-port' | 'okta-port' | 'google-port' | 'entra-port' | 'mail-port' | 'ingress-port') => numberFrom(name, values[name], 0);
	const ports = {
		bamboohr: port('bamboohr-port'),
		okta: port('okta-port'),
		google: port('google-port'),
		entra: port('entra-port'),
		mail: port('mail-port'),
		ingress: port('ingress-port'),
		control: numberFrom('control-port', values['control-port'], CONTROL_PORT),
	};
	const options: SandboxOptions = { ports, latencyMs: numberFrom('latency', values.latency, 0) };
	if (values.clock !== undefined) options.clock = { start: values.clock };
	if (values['ingress-target'] !== undefined) options.ingressTarget = values['ingress-target'];
	return { options, json: values.json === true };
}

function welcome({ connections, bamboohr, okta, google, mail, ingress, control }: Sandbox): string[] {
	const { withDpop, withoutDpop } = connections.okta.serviceApps;
	const { entra, s3, splunk, elastic, sentinel } = connections;
	const post = (path: string, body: object) => `  curl -X POST ${control.url}${path} -d '${JSON.stringify(body)}'`;
	return [
		'The simulated company is open: 75 people, everything on this machine only. Ctrl-C closes it.',
		'',
		`BambooHR      ${bamboohr.url}`,
		`  domain      ${connections.bamboohr.companyDomain}`,
		`  API key     ${connections.bamboohr.apiKey}`,
		`Okta          ${okta.url}`,
		`  API token   ${connections.okta.apiToken}`,
		`  service app ${withDpop.clientId}, key id ${withDpop.keyId} (demands DPoP)`,
		`  service app ${withoutDpop.clientId}, key id ${withoutDpop.keyId} (does not)`,
		`Google        ${google.url}, stands for all hosts of Google's; tokens from ${google.url}/token`,
		`  acts for    ${connections.google.adminEmail}, as ${connections.google.serviceAccount.email}`,
		`Entra ID      ${entra.loginUrl}, stands for login and for Microsoft Graph; tenant ${entra.tenantId}`,
		`  app         ${entra.clientId}, ${entra.clientSecret}`,
		`S3            ${s3.endpoint}, bucket ${s3.bucket} with Object Lock, in ${s3.region}`,
		`  key         ${s3.accessKeyId}, ${s3.secretAccessKey}`,
		`Splunk        ${splunk.collector}, token ${splunk.token}`,
		`Elastic       ${elastic.bulk}, API key ${elastic.apiKey}`,
		`Sentinel      ${sentinel.ingestion}`,
		`  app         ${sentinel.clientId}, ${sentinel.clientSecret}, tokens from ${sentinel.tokenUrl}`,
		`Mail          smtp://${mail.connection.host}:${mail.connection.port}, ${mail.connection.user} / ${mail.connection.password}, no TLS`,
		`Ingress       ${ingress.url}, forwards to where /ingress/target says; BambooHR delivers webhooks here`,
		`Control       ${control.url}, private keys and the certificate under /connections`,
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
