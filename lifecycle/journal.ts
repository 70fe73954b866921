import type { Json, JsonObject, Ledger, LedgerRecord } from '../ledger/types';
import type { CarriedOut } from './carryOut';
import type { StepEvidence, StepResult, Verified } from './outcome';
import type { AccountRef } from './system';
import type { AccessKind, Plan } from './step';
import { keep } from './keep';

export type Operation = 'cut' | 'restore' | 'grant' | 'change';

/** Which case, which run of it, and which node of the workflow: two nodes of one system may serve two tenants. */
export interface Within {
	caseId: string;
	run: string;
	node: string;
}

/** What the ledger knows and learns of one account in one case. */
export interface Journal {
	keepSnapshot(states: { [stepId: string]: Json }): Promise<void>;
	/** When the change was intended, if its outcome was never recorded: the process died in between. */
	interruptedAt(stepId: string): string | undefined;
	/** How the last run of this step in this case was proven, if it was and nothing undid it since. */
	provenBefore(stepId: string): Verified | undefined;
	/** `closes` is the kind of access it takes, where it takes any. */
	intend(stepId: string, plan: Plan, before: Json, closes?: AccessKind): Promise<void>;
	settle(result: StepResult, evidence?: StepEvidence): Promise<void>;
}

const kinds = ['step.intended', 'step.settled'] as const;

export const openJournal = async (
	ledger: Ledger,
	within: Within,
	system: string,
	account: AccountRef,
	operation: Operation,
): Promise<Journal> => {
	const { caseId, run } = within;
	const subject = `${system}/${account.id}`;
	const history = await ledger.records({ caseId, kinds, subject });
	/** What speaks for a step: neither what a dry run planned nor what the step left to others. */
	const counts = ({ content }: LedgerRecord): boolean => content?.['outcome'] !== 'planned' && content?.['remainder'] !== true;
	const of = (kind: (typeof kinds)[number], stepId?: string): LedgerRecord[] =>
		history.filter((record) => record.kind === kind && counts(record) && (stepId === undefined || record.content?.['step'] === stepId));

	return {
		keepSnapshot: async (states) => {
			// The first one of a case is the truth to go back to; a second run sees a world already changed.
			await keep(ledger, {
				kind: 'access.snapshot',
				caseId,
				subject,
				once: `snapshot/${caseId}/${subject}`,
				content: { system, account: { ...account }, states },
			});
		},

		interruptedAt: (stepId) => {
			const intended = of('step.intended', stepId).filter((record) => record.content?.['operation'] === operation).at(-1);
			const settled = of('step.settled', stepId).at(-1);
			return intended !== undefined && (settled === undefined || settled.seq < intended.seq) ? intended.at : undefined;
		},

		provenBefore: (stepId) => {
			const last = of('step.settled', stepId).at(-1)?.content;
			const held = last?.['outcome'] === 'done' || last?.['outcome'] === 'already_done';
			return held && last?.['operation'] === operation ? (last['verified'] as Verified) : undefined;
		},

		intend: async (stepId, plan, before, closes) => {
			await keep(ledger, {
				kind: 'step.intended',
				caseId,
				subject,
				content: { run, operation, system, step: stepId, account: { ...account }, what: plan.what, before, ...(isBlind(plan) ? { blind: true } : {}), ...(closes === undefined ? {} : { closes }) },
			});
		},

		settle: (result, evidence) => recordResult(ledger, within, operation, result, evidence),
	};
};

/** Done without having seen that it was missing, so that doing it proves nothing. */
const isBlind = (plan: Plan): boolean => plan.kind === 'unknown' || (plan.kind === 'change' && plan.presumed === true);

/** Also for results that have no account to speak of: nobody found, several found, protected. */
export const recordResult = async (
	ledger: Ledger,
	{ caseId, run, node }: Within,
	operation: Operation,
	result: StepResult,
	evidence: StepEvidence = { calls: [] },
): Promise<void> => {
	const content: JsonObject = { run, node, operation, ...(result as unknown as JsonObject), calls: evidence.calls };
	if (evidence.before !== undefined) content['before'] = evidence.before;
	if (evidence.after !== undefined) content['after'] = evidence.after;
	const subject = result.account ? `${result.system}/${result.account.id}` : result.system;
	await keep(ledger, { kind: 'step.settled', caseId, subject, content });
};

/**
 * A node whose failure is on the item and not in this ledger: it had another one, or none could be reached just then.
 * Unnoticed, the other systems alone would make the case complete.
 */
export const noteUnrecorded = async (ledger: Ledger, within: Within, failure: unknown): Promise<void> => {
	if (typeof failure !== 'string' || failure === '') return;
	const settled = await ledger.records({ caseId: within.caseId, kinds: ['step.settled'] });
	if (settled.some(({ content }) => content?.['run'] === within.run && content['reason'] === failure)) return;
	const nothing = { requestedAt: null, effectiveAt: null, verifiedAt: null };
	await recordResult(ledger, within, 'cut', resultOf('workflow', 'prepareAccount', null, { outcome: 'failed', verified: false, reason: `A node before this one failed: ${failure}`, ...nothing }));
};

export const resultOf = (
	system: string,
	step: string,
	account: AccountRef | null,
	ran: Pick<CarriedOut<Json>, 'outcome' | 'verified' | 'reason' | 'requestedAt' | 'effectiveAt' | 'verifiedAt' | 'exception' | 'accepted' | 'theirs'>,
): StepResult => ({
	system,
	step,
	outcome: ran.outcome,
	verified: ran.verified,
	account: account && { id: account.id, label: account.label },
	requestedAt: ran.requestedAt,
	effectiveAt: ran.effectiveAt,
	verifiedAt: ran.verifiedAt,
	reason: ran.reason,
	...(ran.exception === undefined ? {} : { exception: ran.exception }),
	...(ran.accepted === undefined ? {} : { accepted: ran.accepted }),
	...(ran.theirs === undefined ? {} : { theirs: ran.theirs }),
});
