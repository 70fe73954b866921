import type { Recorded } from './failure';

export const failureSubject = ({ workflowName, workflow, node, cases }: Recorded): string => {
	const leavers = cases.filter((one) => one.endsAccess && !one.dryRun).length;
	const whose = leavers === 0 ? '' : `, while ${leavers === 1 ? `access of ${cases.find((one) => one.endsAccess)!.person} was` : `access of ${leavers} people was`} being cut`;
	return `Workflow "${workflowName || workflow}" failed${node === '' ? '' : ` at "${node}"`}${whose}`;
};

const place = ({ workflowName, workflow, node, execution }: Recorded): string => {
	const name = `"${workflowName || workflow}" (${workflow || 'no ID'})`;
	if (execution === '') return `The workflow ${name} could not be started${node === '' ? '' : ` by its node "${node}"`}, so it did nothing.`;
	return `Execution ${execution} of the workflow ${name} failed${node === '' ? '' : ` at its node "${node}"`}. What comes after that was not done.`;
};

const meaning = ({ cases, unfinished, execution }: Recorded): string[] => {
	if (cases.length > 0) return ['What becomes of the people it was working on:', ...cases.map(({ why }) => `- ${why}`)];
	if (unfinished > 0) return [`No case had been opened in it. ${unfinished === 1 ? 'One event' : `${unfinished} events`} that this workflow has taken in ${unfinished === 1 ? 'is' : 'are'} not finished; whatever was interrupted is taken up again by itself.`];
	return [execution === '' ? 'While this lasts, nothing starts from it. n8n tries again by itself; the Watchdog tells if it stays silent.' : 'No case had been opened in it, and nothing of this workflow waits. If it runs on a schedule, it tries again by itself.'];
};

/** What failed, what that means, and what to do. */
export const failureText = (failed: Recorded): string => {
	const message = failed.message === '' ? 'n8n gave no message.' : failed.message;
	const next = failed.execution === '' ? 'Mend what the message says.' : `Open that execution in n8n (Executions of the workflow) and mend what the message says.`;
	return [place(failed), '', message, '', ...meaning(failed), '', next].join('\n');
};
