import { vendorLimits } from '../sandbox';
import { carryOutBatch, setStage, switchOn, type Stage } from '../scripts/stage';
import { latencyMs } from './duel';
import type { Figure } from './figures';
import { summarise } from './statistics';
import { labelOf } from './systems';

const cut = { okta: 'Cut Okta', google: 'Cut Google Workspace', entra: 'Cut Entra ID', aws: 'Cut AWS IAM', github: 'Cut GitHub' } as const;
const names = Object.keys(cut) as (keyof typeof cut)[];

/** A layoff: all held, approved as one plan and carried out by the published template, within what the vendors let through in a minute. */
export const batchFigures = async (people: number, say: (line: string) => void): Promise<Figure[]> => {
	const stage = await setStage({ sandbox: { company: { extra: people }, latencyMs, rateLimits: vendorLimits() }, say });
	try {
		const on = switchOn(stage.sandbox);
		const { execution, seconds, reports } = await carryOutBatch(stage, {
			people,
			cuts: Object.values(cut),
			patch: (node) => {
				if (!Object.values<string>(cut).includes(node.name)) return;
				on(node);
				// Half of them are no engineers.
				if (node.name === cut.github) node.parameters['options'] = { missingAccountIsFine: true };
			},
			say,
			longestMs: 45 * 60_000,
		});
		if (reports.length !== 1 || !reports[0]!.subject.includes('Complete')) throw new Error(`The batch was not completed: ${reports.map(({ subject, text }) => `${subject}\n${text}`).join('\n')}`);
		return [
			figure('batchHeldSeconds', 's', seconds.untilHeld),
			figure('batchSeconds', 's', seconds.untilReported),
			figure('batchExecutionMb', 'MB', JSON.stringify(execution.data).length / 2 ** 20),
			...names.flatMap((name) => callsOf(stage, name)),
		];
	} catch (error) {
		say(stage.n8n.logs().slice(-3000));
		throw error;
	} finally {
		await stage.stop();
	}
};

const callsOf = ({ sandbox }: Stage, name: keyof typeof cut): Figure[] => {
	const { entries } = sandbox.journals[name];
	return [
		figure(`batchCalls${labelOf(name)}`, '', entries.filter(({ throttledUntil }) => throttledUntil === undefined).length),
		figure(`batchRefused${labelOf(name)}`, '', entries.filter(({ throttledUntil }) => throttledUntil !== undefined).length),
	];
};

const figure = (name: string, unit: string, value: number): Figure => ({ name, unit, summary: summarise([value]) });
