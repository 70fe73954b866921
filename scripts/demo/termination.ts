import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyCommand } from '../../cli/verify';
import type { JsonObject, Ledger } from '../../ledger';
import type { Stage } from '../stage';
import { attachmentIn } from '../stage/evidence';

export interface StepLine {
	system: string;
	step: string;
	outcome: string;
	verified: boolean | 'unverifiable';
	/** Not found here is fine, since another place of the same kind has the account. */
	accepted?: true;
	ms: number | null;
}

export interface Told {
	case: string;
	verdict: string;
	steps: StepLine[];
	firstWriteMs: number | null;
	cutMs: number | null;
	ledger: { records: number; root: string; verified: boolean };
	bundle: string;
}

type Say = (line: string) => void;

/** Fires one termination in the simulated BambooHR and follows it to the auditor's check. */
export const runTermination = async (stage: Stage, employeeId: string, folder: string, say: Say): Promise<Told> => {
	const { sandbox } = stage;
	const ledger = await stage.openLedger();
	try {
		const from = (await ledger.head()).size - 1;
		for (const journal of systemJournals(stage)) journal.clear();
		const delivered = sandbox.bamboohr.deliveries.waitFor((delivery) => delivery.employeeId === employeeId && !known.has(delivery.id));
		sandbox.bamboohr.terminate(employeeId);
		const delivery = await delivered;
		known.add(delivery.id);
		const sent = Date.parse(delivery.at);
		if (delivery.statusCode !== 200) throw new Error(`n8n answered BambooHR's webhook with ${delivery.statusCode ?? delivery.error}`);
		say(`BambooHR's signed webhook was accepted after ${Date.now() - sent} ms`);

		const { caseId, verdict, settled } = await follow(ledger, from, sent, say);
		const notice = await sandbox.mail.waitForMail(({ subject }) => subject.includes(caseId));
		say(`Mail to ${notice.to.join(', ')}: ${notice.subject}`);

		const { fileName, content } = attachmentIn(notice);
		mkdirSync(folder, { recursive: true });
		const bundle = join(folder, fileName);
		writeFileSync(bundle, content);
		say(`Checking the evidence offline, as \`npx jml verify ${bundle} --key …\` does here after a build:`);
		const code = await verifyCommand([bundle, '--key', await ledger.vkey()], { stdout: say, stderr: say });

		const whole = await ledger.verify();
		const head = await ledger.head();
		const steps = settled.map((step) => lineOf(step, sent));
		const instants = steps.flatMap(({ ms }) => ms ?? []);
		return {
			case: caseId,
			verdict,
			steps,
			firstWriteMs: firstWrite(stage, sent),
			cutMs: instants.length > 0 ? Math.max(...instants) : null,
			ledger: { records: head.size, root: head.root, verified: code === 0 && whole.ok },
			bundle,
		};
	} finally {
		await ledger.close();
	}
};

/** Deliveries told already: one process may run many terminations. */
const known = new Set<string>();
const patienceMs = 120_000;

const follow = async (ledger: Ledger, from: number, sent: number, say: Say) => {
	const settled: JsonObject[] = [];
	let seen = from;
	// Another process writes the ledger, and SQLite tells nobody about it: it has to be looked at.
	for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(40)) {
		for (const record of await ledger.records({ afterSeq: seen })) {
			seen = record.seq;
			const content = record.content ?? {};
			if (record.kind === 'case.opened') say(`Case ${record.caseId} is open`);
			if (record.kind === 'step.settled') {
				settled.push(content);
				const { system, step, outcome, verified, accepted, ms } = lineOf(content, sent);
				say(`  ${verified === true ? '✓' : verified === false ? (accepted ? '–' : '✗') : '?'} ${system} / ${step}: ${outcome.replaceAll('_', ' ')}${ms === null ? '' : ` after ${ms} ms`}. ${String(content['reason'])}`);
			}
			if (record.kind === 'case.closed') return { caseId: record.caseId!, verdict: String(content['verdict']), settled };
		}
	}
	throw new Error(`The case was not closed within ${patienceMs / 1000} s`);
};

const lineOf = (step: JsonObject, sent: number): StepLine => ({
	system: String(step['system']),
	step: String(step['step']),
	outcome: String(step['outcome']),
	verified: step['verified'] as StepLine['verified'],
	...(step['accepted'] === true ? { accepted: true as const } : {}),
	ms: typeof step['verifiedAt'] === 'string' ? Date.parse(step['verifiedAt']) - sent : null,
});

const isForToken = /\/(token|access_tokens)$/;
/** Where somebody can be cut: not where HR's record is, nor where evidence is kept or people are told. */
const systemJournals = ({ sandbox: { journals } }: Stage) => {
	const { bamboohr, personio, elastic, s3, sentinel, splunk, jira, serviceNow, slack, teams, ...systems } = journals;
	return Object.values(systems);
};

const firstWrite = (stage: Stage, sent: number): number | null => {
	const writes = systemJournals(stage).flatMap(({ writes }) => writes.filter(({ path }) => !isForToken.test(path)));
	return writes.length === 0 ? null : Math.min(...writes.map(({ startedAt }) => Date.parse(startedAt))) - sent;
};

/** Everything held: judged complete, every step read back where there is something to read, and the evidence checks out. */
export const held = ({ verdict, steps, ledger }: Told): boolean => verdict === 'Complete' && ledger.verified && steps.length > 0 && steps.every(({ verified, accepted }) => verified !== false || accepted);
