import { join } from 'node:path';
import { openLedger, type Ledger } from '../../ledger';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { n8nFromEnvironment, packTarball, startN8n, startWorker, type NodeJson, type RunningN8n, type RunningWorker, type SavedWorkflow, type WorkerOptions } from '../n8n';
import { createCredentials, type CredentialIds } from './credentials';
import { outsideEnv } from './outside';
import { createSinkCredentials, pointAtSinks } from './sinks';
import { calledTemplates, readTemplate, unpinnedTemplate } from './templates';

export { carryOutBatch, type BatchRun } from './batch';
export { switchOn } from './systems';
export { calledTemplates, companyTemplates, readTemplate, templates, unpinnedTemplate } from './templates';

export interface StageOptions {
	sandbox?: SandboxOptions;
	env?: Record<string, string>;
	/** What runs the executions in queue mode, each as on a machine of its own. */
	workers?: readonly Pick<WorkerOptions, 'env' | 'concurrency'>[];
	logFile?: string;
	/** Told what is going on, for whoever waits. */
	say?: (line: string) => void;
}

/** The simulated company and a real n8n with the pack in it, for the demo, the end-to-end tests and the bench. */
export interface Stage {
	sandbox: Sandbox;
	n8n: RunningN8n;
	workers: readonly RunningWorker[];
	credentials: CredentialIds;
	/** A template as it is shipped, with the company's credentials and addresses entered; `patch` is what an administrator changes in it. Its example is unpinned, unless it is to be shown. */
	importTemplate(file: string, patch?: (node: NodeJson) => void, options?: { pinned: boolean }): Promise<SavedWorkflow>;
	/** The same ledger that n8n writes, read from outside. */
	openLedger(): Promise<Ledger>;
	stop(): Promise<void>;
}

export const setStage = async (options: StageOptions = {}): Promise<Stage> => {
	const { say = () => {} } = options;
	const sandbox = await startSandbox(options.sandbox);
	// Devices that answer while somebody looks on; tests of those that do not switch them off.
	for (const { id } of sandbox.entra.intune.devices()) sandbox.entra.intune.online(id, true);
	say(`The simulated company of ${sandbox.bamboohr.state.employees.size} people is open, with ${Object.keys(sandbox.journals).length} vendors and a mail server`);
	const outside = outsideEnv(sandbox);
	const processes: (RunningN8n | RunningWorker)[] = [];
	const stop = async () => {
		await Promise.all(processes.map((one) => one.stop()));
		await sandbox.stop();
		outside.remove();
	};
	const kept = async <T extends RunningN8n | RunningWorker>(starting: Promise<T>): Promise<T> => {
		const started = await starting;
		processes.push(started);
		return started;
	};
	try {
		say('Installing the pack into a fresh n8n and starting it …');
		const common = {
			...n8nFromEnvironment(),
			packs: [await packTarball()],
			webhookBaseUrl: `${sandbox.ingress.url}/`,
			env: { ...outside.env, ...options.env },
			...(options.logFile ? { logFile: options.logFile } : {}),
		};
		const starting: [Promise<RunningN8n>, ...Promise<RunningWorker>[]] = [kept(startN8n(common)), ...(options.workers ?? []).map((own) => kept(startWorker({ ...common, ...own })))];
		// Where one fails, the others must have started before they can be stopped.
		await Promise.allSettled(starting);
		const [n8n, ...workers] = await Promise.all(starting);
		sandbox.ingress.setTarget(n8n.url);
		say(`n8n is up after ${(n8n.startMs / 1000).toFixed(1)} s`);
		const credentials = await createCredentials(n8n, sandbox);
		const sinks = await createSinkCredentials(n8n, sandbox);
		const entered = (patch?: (node: NodeJson) => void) => (node: NodeJson) => {
			pointAtSinks(sandbox, sinks, node);
			patch?.(node);
			forDrills(node);
		};
		const importTemplate: Stage['importTemplate'] = (file, patch, { pinned } = { pinned: false }) =>
			n8n.api.importWorkflow(pinned ? readTemplate(file) : unpinnedTemplate(file), { credentials, patch: entered(patch) });
		for (const file of calledTemplates) await n8n.api.activate((await importTemplate(file)).id);
		return {
			sandbox,
			n8n,
			workers,
			credentials,
			importTemplate,
			openLedger: () => openLedger({ directory: join(n8n.userFolder, '.n8n', 'jml-ledger'), origin: 'n8n/jml-ledger', now: () => new Date() }),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
};

/** What an administrator does who has seen a dry run they agree with. */
export const goLive = (node: NodeJson): void => {
	if (node.parameters['operation'] === 'openCase') node.parameters['dryRun'] = false;
};

/** Many leave within minutes here, and whoever watches waits neither for more of them nor for what the clock starts. */
export const forDrills = (node: NodeJson): void => {
	if (node.name === 'Every 5 Minutes') node.parameters['rule'] = { interval: [{ field: 'cronExpression', expression: '0 0 29 2 *' }] };
	if (node.type !== 'n8n-nodes-joiner-mover-leaver.lifecycleGuard' || node.parameters['operation'] !== 'checkEvents') return;
	Object.assign(node.parameters, { mostPeople: 1_000, mostPercent: 100, options: { ...(node.parameters['options'] as object), settleSeconds: 0 } });
};
