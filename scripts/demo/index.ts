import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { companyTemplates, goLive, setStage, switchOn, type Stage } from '../stage';
import { held, runTermination } from './termination';

const once = process.argv.includes('--once');
const started = Date.now();
const say = (line: string) => process.stderr.write(`${String(Math.floor((Date.now() - started) / 1000)).padStart(4)}s  ${line}\n`);
const folder = join(__dirname, '..', '..', '.demo');

const prepare = async (): Promise<Stage> => {
	mkdirSync(folder, { recursive: true });
	const stage = await setStage({ say, logFile: join(folder, 'n8n.log') });
	const on = switchOn(stage.sandbox);
	for (const file of companyTemplates()) {
		const workflow = await stage.importTemplate(file, (node) => {
			goLive(node);
			on(node);
		});
		await stage.n8n.api.activate(workflow.id);
		say(`Published "${workflow.name}"`);
	}
	return stage;
};

const invite = ({ n8n, sandbox }: Stage): void => {
	const { owner, url } = n8n;
	for (const line of [
		'',
		`  Editor      ${url}`,
		`  Sign in as  ${owner.email}`,
		`  Password    ${owner.password}`,
		'',
		`  Press Enter to terminate somebody in the simulated BambooHR and watch it; Ctrl-C ends everything.`,
		`  Faults, clock, journals and mail of the company: ${sandbox.control.url}`,
		'',
	]) {
		process.stderr.write(`${line}\n`);
	}
};

const main = async (): Promise<void> => {
	const stage = await prepare();
	const stop = once_(async () => {
		say('Stopping …');
		await stage.stop();
	});
	process.once('SIGINT', () => void stop().then(() => process.exit(130)));
	process.once('SIGTERM', () => void stop().then(() => process.exit(143)));
	try {
		if (once) {
			say(`${stage.sandbox.cast.leaver.firstName} ${stage.sandbox.cast.leaver.lastName} is terminated in BambooHR …`);
			const told = await runTermination(stage, stage.sandbox.cast.leaver.id, folder, say);
			await stop();
			process.stdout.write(`${JSON.stringify(told)}\n`);
			process.exitCode = held(told) ? 0 : 1;
			return;
		}
		invite(stage);
		await onEnter(stage);
	} finally {
		await stop();
	}
};

/** One leaver after the other, the one with everything first. */
const onEnter = async (stage: Stage): Promise<void> => {
	const { leaver, sydney, honolulu, partTimer, contractor } = stage.sandbox.cast;
	const lines = createInterface({ input: process.stdin });
	const people = [leaver, sydney, honolulu, partTimer, contractor];
	for await (const _line of lines) {
		const person = people.shift();
		if (!person) {
			say('Everybody of the demo has left. Terminate others over the control address.');
			continue;
		}
		say(`${person.firstName} ${person.lastName} is terminated in BambooHR …`);
		const told = await runTermination(stage, person.id, folder, say);
		say(`${told.verdict} after ${told.cutMs} ms. Evidence: ${told.bundle}`);
	}
	// Without a terminal there is nobody to press Enter; the company stays open until it is stopped.
	await new Promise(() => {});
};

function once_<T>(work: () => Promise<T>): () => Promise<T> {
	let running: Promise<T> | undefined;
	return () => (running ??= work());
}

main().catch((error: unknown) => {
	say(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 1;
});
