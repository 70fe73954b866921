import { dryRunsIn, openingIn, runOf } from '../../verify/runs';
import { instantIn, listIn, member, textIn, yesNoIn } from './read';
import { stepsOf, type Numbered, type StepView } from './step';

/** One way through the workflow. */
export interface RunView {
	/** null for steps that name no run. */
	id: string | null;
	dryRun: boolean;
	/** The records that opened and closed it, where they are there. */
	openedIn: number | null;
	closedIn: number | null;
	openedAt: string | null;
	closedAt: string | null;
	dueBy: string | null;
	/** As the ledger gave it when the run was closed; null where it was not, or where that was erased. */
	verdict: string | null;
	withinDeadline: boolean | null;
	verifiedAt: string | null;
	steps: StepView[];
}

export const runsOf = (records: readonly Numbered[]): RunView[] => {
	const dry = dryRunsIn(records);
	const byRun = new Map<string | null, Numbered[]>();
	for (const record of records) {
		const run = runOf(record);
		if (run === null && !record.entry.kind.startsWith('step.')) continue;
		byRun.set(run, [...(byRun.get(run) ?? []), record]);
	}
	return [...byRun].map(([id, its]) => {
		const opened = its.find((record) => openingIn(record) !== undefined);
		const closed = its.findLast(({ entry }) => entry.kind === 'case.closed');
		const [opening, closing] = [opened && openingIn(opened), closed?.body?.content];
		return {
			id,
			dryRun: id !== null && dry.has(id),
			openedIn: opened?.number ?? null,
			closedIn: closed?.number ?? null,
			openedAt: opened?.entry.at ?? null,
			closedAt: closed?.entry.at ?? null,
			dueBy: instantIn(closing, 'dueBy') ?? instantIn(opening, 'dueBy'),
			verdict: textIn(closing, 'verdict'),
			withinDeadline: yesNoIn(closing, 'withinDeadline'),
			verifiedAt: instantIn(closing, 'verifiedAt'),
			steps: stepsOf(its),
		};
	});
};

/** What a snapshot saw that no step of the run was asked to take: it is as it was. */
export const leftAlone = (records: readonly Numbered[], run: RunView): string[] => {
	const asked = new Set(run.steps.map(({ system, account, step }) => [system, account?.id, step].join('/')));
	return records.flatMap(({ entry, body }) => {
		const content = entry.kind === 'access.snapshot' ? body?.content : undefined;
		const [system, account, states] = [textIn(content, 'system'), textIn(member(content, 'account'), 'id'), member(content, 'states')];
		const names = typeof states === 'object' && states !== null && !Array.isArray(states) ? Object.keys(states) : [];
		return names.filter((step) => !asked.has([system, account, step].join('/'))).map((step) => `${system ?? 'unknown system'}/${step}`);
	});
};

/** What the ledger itself called open when it closed the run. */
export const openCount = (records: readonly Numbered[], run: RunView): number | null => {
	const closing = records.find(({ number }) => number === run.closedIn)?.body?.content;
	return closing === undefined ? null : listIn(closing, 'open').length;
};
