import { setTimeout as sleep } from 'node:timers/promises';
import { goLive, setStage, switchOn, type Stage } from '../scripts/stage';
import { publishByHand } from './byHand';
import { hireLeavers } from './leavers';
import { cutSystemNames } from './systems';
import { cutByHand, cutByTemplate, type Cut } from './terminations';

export interface Duel {
	/** The first one after a start: no token yet, nothing compiled. Not among the pairs. */
	first: Cut;
	pairs: { template: Cut; byHand: Cut }[];
}

export const latencyMs = 150;
/** Time for n8n to store the execution that has just ended. */
const restMs = 700;

/** The template and the same job by hand, in turns, on one n8n and one company. */
export const duel = async (rounds: number, say: (line: string) => void): Promise<Duel> => {
	const stage = await setStage({ sandbox: { latencyMs }, say });
	try {
		return await fight(stage, rounds, say);
	} catch (error) {
		say(stage.n8n.logs().slice(-3000));
		throw error;
	} finally {
		await stage.stop();
	}
};

const fight = async (stage: Stage, rounds: number, say: (line: string) => void): Promise<Duel> => {
	const { sandbox, n8n } = stage;
	const leavers = hireLeavers(sandbox, 2 * (rounds + 1), cutSystemNames);
	const on = switchOn(sandbox);
	const template = await stage.importTemplate('leaver.json', (node) => {
		goLive(node);
		// The work by hand has no devices.
		if (!node.type.endsWith('Devices')) on(node);
	});
	await n8n.api.activate(template.id);
	const [ours] = [...sandbox.bamboohr.state.webhooks.keys()];
	const byHand = await publishByHand(stage);
	const ledger = await stage.openLedger();
	try {
		const pair = async () => {
			const one = await cutByTemplate(stage, ours!, leavers.next(), ledger);
			await sleep(restMs);
			const leaver = leavers.next();
			await byHand.prepareFor(leaver);
			const other = await cutByHand(stage, byHand.webhookId, leaver);
			await sleep(restMs);
			return { template: one, byHand: other };
		};
		const { template: first } = await pair();
		const pairs: Duel['pairs'] = [];
		for (let round = 1; round <= rounds; round++) {
			const latest = await pair();
			pairs.push(latest);
			say(`Round ${round} of ${rounds}: template ${latest.template.ms} ms, by hand ${latest.byHand.ms} ms`);
		}
		return { first, pairs };
	} finally {
		await ledger.close();
	}
};
