import type { Ledger } from '../ledger';
import type { JournalEntry, MailMessage } from '../sandbox';
import type { Stage } from '../scripts/stage';
import { criticalPath, type CriticalPath } from './chain';
import { assertCut, type Leaver } from './leavers';
import { cutSystemNames, cutSystems } from './systems';

export interface Cut {
	/** From the webhook to the end of the cut. */
	ms: number;
	firstWriteMs: number;
	path: CriticalPath;
	/** How many calls the vendors got. */
	calls: number;
}

const patienceMs = 120_000;
/** Whose calls are counted. */
const called = ['bamboohr', ...cutSystemNames] as const;

/** Fires the termination at one of the two published workflows and waits until that one has mailed its notice. */
const terminate = async ({ sandbox }: Stage, webhookId: string, { employeeId, workEmail }: Leaver): Promise<{ sentAt: number; notice: MailMessage }> => {
	const { bamboohr, mail, journals } = sandbox;
	const { webhooks } = bamboohr.state;
	for (const name of called) journals[name].clear();
	mail.clear();
	const others = [...webhooks].filter(([id]) => id !== webhookId);
	for (const [id] of others) webhooks.delete(id);
	try {
		// Mail instead of asking n8n whether it is done: asking would take from the very time that is measured.
		const notice = within(mail.waitForMail(() => true), `the notice about ${workEmail}`);
		const delivered = bamboohr.deliveries.waitFor((delivery) => delivery.employeeId === employeeId && delivery.webhookId === webhookId);
		bamboohr.terminate(employeeId);
		const { at, statusCode, error } = await within(delivered, 'the webhook to be answered');
		if (statusCode !== 200) throw new Error(`n8n answered the webhook with ${statusCode ?? error}`);
		return { sentAt: Date.parse(at), notice: await notice };
	} finally {
		for (const [id, webhook] of others) webhooks.set(id, webhook);
	}
};

/** Our template: ends with the last step that was read back. */
export const cutByTemplate = async (stage: Stage, webhookId: string, leaver: Leaver, ledger: Ledger): Promise<Cut> => {
	const from = (await ledger.head()).size - 1;
	const { sentAt, notice } = await terminate(stage, webhookId, leaver);
	assertCut(stage.sandbox, leaver);
	if (!notice.subject.includes('Complete')) throw new Error(`The template did not complete the case: ${notice.subject}\n${notice.text}`);
	const settled = await ledger.records({ kinds: ['step.settled'], afterSeq: from });
	const instants = settled.flatMap(({ content }) => (typeof content?.['verifiedAt'] === 'string' ? [Date.parse(content['verifiedAt'])] : []));
	return measured(stage, sentAt, Math.max(...instants));
};

/** By hand: ends when its last change was answered, since it reads nothing back. */
export const cutByHand = async (stage: Stage, webhookId: string, leaver: Leaver): Promise<Cut> => {
	const { sentAt } = await terminate(stage, webhookId, leaver);
	assertCut(stage.sandbox, leaver);
	return measured(stage, sentAt, Math.max(...writes(stage).map(({ endedAt }) => Date.parse(endedAt ?? ''))));
};

const writes = ({ sandbox: { journals } }: Stage): JournalEntry[] => cutSystemNames.flatMap((name) => journals[name].writes.filter(({ path }) => !cutSystems[name].isForToken(path)));

const measured = (stage: Stage, sentAt: number, endedAt: number): Cut => {
	const all = called.flatMap((name) => stage.sandbox.journals[name].entries.map((entry) => ({ ...entry, path: name + entry.path })));
	const firstWriteAt = Math.min(...writes(stage).map(({ startedAt }) => Date.parse(startedAt)));
	return { ms: endedAt - sentAt, firstWriteMs: firstWriteAt - sentAt, path: criticalPath(all, endedAt), calls: all.length };
};

const within = async <T>(work: Promise<T>, what: string): Promise<T> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Waited ${patienceMs / 1000} s in vain for ${what}`)), patienceMs);
	});
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
};
