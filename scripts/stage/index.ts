import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger, type Ledger } from '../../ledger';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { n8nFromEnvironment, packTarball, startN8n, type NodeJson, type RunningN8n, type SavedWorkflow, type WorkflowJson } from '../n8n';
import { createCredentials, type CredentialIds } from './credentials';

export interface StageOptions {
	sandbox?: SandboxOptions;
	env?: Record<string, string>;
	logFile?: string;
	/** Told what is going on, for whoever waits. */
	say?: (line: string) => void;
}

/** The simulated company and a real n8n with the pack in it, for the demo, the end-to-end tests and the bench. */
export interface Stage {
	sandbox: Sandbox;
	n8n: RunningN8n;
	credentials: CredentialIds;
	/** A template as it is shipped, with the company's credentials picked; `patch` is what an administrator changes in it. */
	importTemplate(file: string, patch?: (node: NodeJson) => void): Promise<SavedWorkflow>;
	/** The same ledger that n8n writes, read from outside. */
	openLedger(): Promise<Ledger>;
	stop(): Promise<void>;
}

const workflows = join(__dirname, '..', '..', 'workflows');
export const templates = (): string[] => readdirSync(workflows).filter((file) => file.endsWith('.json'));
export const readTemplate = (file: string): WorkflowJson => JSON.parse(readFileSync(join(workflows, file), 'utf8')) as WorkflowJson;

export const setStage = async (options: StageOptions = {}): Promise<Stage> => {
	const { say = () => {} } = options;
	const sandbox = await startSandbox(options.sandbox);
	say(`The simulated company is open: BambooHR, Okta and mail for ${sandbox.bamboohr.state.employees.size} people`);
	let n8n: RunningN8n | undefined;
	try {
		say('Installing the pack into a fresh n8n and starting it …');
		n8n = await startN8n({
			...n8nFromEnvironment(),
			packs: [await packTarball()],
			webhookBaseUrl: `${sandbox.ingress.url}/`,
			...(options.env ? { env: options.env } : {}),
			...(options.logFile ? { logFile: options.logFile } : {}),
		});
		sandbox.ingress.setTarget(n8n.url);
		say(`n8n is up after ${(n8n.startMs / 1000).toFixed(1)} s`);
		const credentials = await createCredentials(n8n, sandbox);
		return assemble(sandbox, n8n, credentials);
	} catch (error) {
		await n8n?.stop();
		await sandbox.stop();
		throw error;
	}
};

const assemble = (sandbox: Sandbox, n8n: RunningN8n, credentials: CredentialIds): Stage => ({
	sandbox,
	n8n,
	credentials,
	importTemplate: (file, patch) => n8n.api.importWorkflow(readTemplate(file), { credentials, ...(patch ? { patch } : {}) }),
	openLedger: () => openLedger({ directory: join(n8n.userFolder, '.n8n', 'jml-ledger'), origin: 'n8n/jml-ledger', now: () => new Date() }),
	stop: async () => {
		await n8n.stop();
		await sandbox.stop();
	},
});

/** What an administrator does who has seen a dry run they agree with. */
export const goLive = (node: NodeJson): void => {
	if (node.parameters['operation'] === 'openCase') node.parameters['dryRun'] = false;
};
