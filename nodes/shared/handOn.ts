import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * n8n runs one node after the other, so a system that answers slowly would keep everybody behind it from being cut. An
 * access node therefore hands its items on and goes on working; Close Case waits for what is under way.
 */
const underway = new Map<string, Map<Promise<unknown>, string>>();

/** What the work came to, or undefined where it takes longer than that. */
export const orHandOn = async <Result>(caseId: string, system: string, work: Promise<Result>, waitMs: number): Promise<Result | undefined> => {
	const mine = underway.get(caseId) ?? new Map<Promise<unknown>, string>();
	underway.set(caseId, mine.set(work, system));
	const forget = () => {
		mine.delete(work);
		if (mine.size === 0) underway.delete(caseId);
	};
	work.then(forget, forget);
	let timer: NodeJS.Timeout | undefined;
	const patience = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), waitMs)));
	try {
		return await Promise.race([work, patience]);
	} finally {
		clearTimeout(timer);
	}
};

/** Ends when nothing of the case is under way in this process any more. */
export const whatWasHandedOn = async (caseId: string): Promise<void> => {
	for (let open = underway.get(caseId); open !== undefined; open = underway.get(caseId)) await Promise.allSettled(open.keys());
};

/** Whether a node of this system is still at work on the case, in this process. */
export const isAtWork = (caseId: string, system: string): boolean => [...(underway.get(caseId)?.values() ?? [])].includes(system);

/** Nobody would wait for it otherwise, and its end would be in no verdict. */
export const isWaitedFor = (context: Pick<IExecuteFunctions, 'getNode' | 'getChildNodes'>): boolean =>
	context
		.getChildNodes(context.getNode().name, { includeNodeParameters: true })
		.some(({ type, disabled, parameters }) => type.endsWith('.evidenceLedger') && !disabled && parameters?.['operation'] === 'closeCase');
