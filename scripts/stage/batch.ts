import { recruits, type MailMessage, type Person } from '../../sandbox';
import type { Execution, NodeJson, SavedWorkflow, WorkflowJson } from '../n8n';
import { goLive, type Stage } from './index';
import { readTemplate } from './templates';

export interface BatchRun {
	leavers: readonly Person[];
	/** How many the guard held, and what the plan that was approved says. */
	held: number;
	plan: string;
	/** The execution that carried the plan out, and the one message about it. */
	execution: Execution;
	reports: readonly MailMessage[];
	/** From the first termination in HR until everybody was held; from the approval until the message came, of which so much until the execution began. */
	seconds: { untilHeld: number; untilReported: number; untilBegun: number };
}

export interface BatchTerms {
	people: number;
	/** The nodes that cut; the others of the template stay switched off, or are. */
	cuts: readonly string[];
	/** What the administrator enters besides. */
	patch?: (node: NodeJson) => void;
	say?: (line: string) => void;
	longestMs?: number;
}

const isCut = ({ parameters }: NodeJson): boolean => parameters['operation'] === 'cut';
const ledgerNode = (name: string, parameters: NodeJson['parameters']): NodeJson => ({ id: name, name, type: 'n8n-nodes-joiner-mover-leaver.evidenceLedger', typeVersion: 1, position: [0, 0], parameters });

/** What the form of *Decisions* does, for somebody who is signed in. */
const approval: WorkflowJson = {
	name: 'Approve the plan',
	nodes: [
		{ id: 'Start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		ledgerNode('List the Plan', { resource: 'decision', operation: 'listHeld', show: 'floods' }),
		ledgerNode('Approve', { resource: 'decision', operation: 'decide', decision: 'approved', reason: 'agreed with the works council', byName: 'Dana Whitlock', byEmail: 'dana.whitlock@kestrel.example', byId: 'u-1' }),
	],
	connections: { Start: { main: [[{ node: 'List the Plan', type: 'main', index: 0 }]] }, 'List the Plan': { main: [[{ node: 'Approve', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

/** The leaver template as it is, its guard included: who tries things out alone has that one loosened. */
const publishedFor = async ({ n8n, credentials }: Stage, { cuts, patch }: BatchTerms): Promise<SavedWorkflow> => {
	const entered = (node: NodeJson): void => {
		goLive(node);
		if (isCut(node)) node.disabled = !cuts.includes(node.name);
		patch?.(node);
	};
	const workflow = await n8n.api.importWorkflow(readTemplate('leaver.json'), { credentials, patch: entered });
	await n8n.api.activate(workflow.id);
	return workflow;
};

const isReport = ({ subject }: MailMessage): boolean => /\(batch_/.test(subject);

/** So many people leave on one day: HR says so, the guard holds them all, somebody approves the plan, and it is carried out. */
export const carryOutBatch = async (stage: Stage, terms: BatchTerms): Promise<BatchRun> => {
	const { sandbox, n8n } = stage;
	const { say = () => {}, longestMs = 480_000 } = terms;
	const leavers = recruits(terms.people);
	const workflow = await publishedFor(stage, terms);
	const ledger = await stage.openLedger();
	try {
		const began = Date.now();
		for (const { id } of leavers) sandbox.bamboohr.terminate(id);
		say(`${leavers.length} people were terminated in HR`);
		const heldNow = async () => (await ledger.records({ kinds: ['guard.held'] })).length;
		await until(async () => (await heldNow()) >= leavers.length, longestMs, 'everybody to be held');
		const held = await heldNow();
		const approvedAt = Date.now();
		say(`The guard held ${held} after ${Math.round((approvedAt - began) / 1_000)} s`);

		const after = await n8n.api.lastExecutionId();
		const { id } = await n8n.api.importWorkflow(approval);
		const decided = await n8n.api.waitForExecution({ id: (await n8n.api.runManually(id, 'Start'))! });
		const plan = String(decided.data.resultData.runData['List the Plan']?.[0]?.data?.main[0]?.[0]?.json['shown'] ?? '');
		say('The plan was approved');
		await within(sandbox.mail.waitForMail(isReport), longestMs, 'the report');
		const untilReported = (Date.now() - approvedAt) / 1_000;
		say(`The report came ${Math.round(untilReported)} s after that`);

		const execution = await reporting(stage, workflow.id, after);
		const untilBegun = (Date.parse(execution.startedAt) - approvedAt) / 1_000;
		say(`The execution began ${Math.round(untilBegun)} s after the approval`);
		return { leavers, held, plan, execution, reports: sandbox.mail.messages.filter(isReport), seconds: { untilHeld: (approvedAt - began) / 1_000, untilReported, untilBegun } };
	} finally {
		await ledger.close();
	}
};

/** The schedule of the template starts executions as well, which may begin later and end before. */
const reporting = async ({ n8n: { api } }: Stage, workflowId: string, after: string): Promise<Execution> => {
	for (const others = new Set<string>(); ; ) {
		const one = await api.waitForExecution({ workflowId, after, where: ({ id, mode }) => mode === 'trigger' && !others.has(id) });
		if (one.data.resultData.runData['Report'] !== undefined) return one;
		others.add(one.id);
	}
};

const until = async (holds: () => Promise<boolean>, longestMs: number, what: string): Promise<void> => {
	for (const end = Date.now() + longestMs; !(await holds()); ) {
		if (Date.now() > end) throw new Error(`Waited ${longestMs / 1_000} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
};

const within = async <T>(work: Promise<T>, longestMs: number, what: string): Promise<T> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Waited ${longestMs / 1_000} s in vain for ${what}`)), longestMs);
	});
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
};
