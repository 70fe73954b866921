import type { Announcement } from '../inbox';
import { namely, sentence } from '../guard/words';
import { resultOf } from '../journal';
import type { Outcome, StepResult } from '../outcome';
import { shown } from '../exceptions/exception';
import { shownRight } from './named';
import type { Cause, Plan } from './planned';
import { planText, whoDecides, withheldText } from './text';

export const planSystem = 'accessPlan';

/** What a plan can leave open, each a step of its own in the verdict. */
const open = ['approval', 'contradictions', 'withheld', 'later'] as const;
type Open = (typeof open)[number];

/** Only a person can change them. */
const contradictory: readonly Cause[] = ['contradiction', 'ambiguous'];

interface Said {
	outcome: Outcome;
	reason: string;
	accepted?: true;
	deferred?: true;
}

const openIn = (plan: Plan): { [Name in Open]?: Said } => {
	const { asks, later, withheld, leftOut } = plan;
	const nobody = withheld.filter(({ cause }) => cause === 'nobody');
	const contradictions = withheld.filter(({ cause }) => contradictory.includes(cause));
	const others = withheld.filter((one) => !nobody.includes(one) && !contradictions.includes(one));
	const asked = asks.map((ask) => `${ask.covers.map(({ why }) => sentence(why)).join(' ')} ${sentence(`Asked: ${whoDecides(ask)}`)}`);
	const rejected = leftOut.map((one) => sentence(`${shownRight(one)} is ${one.do === 'add' ? 'not given' : 'left'}: ${one.word.by} rejected it as ${one.word.hold}`));
	return {
		...(asked.length + nobody.length > 0
			? { approval: { outcome: 'held' as const, reason: [...asked, ...nobody.map(withheldText)].join(' ') } }
			: rejected.length > 0
				? { approval: { outcome: 'refused' as const, accepted: true as const, reason: rejected.join(' ') } }
				: {}),
		...(contradictions.length > 0 ? { contradictions: { outcome: 'refused' as const, reason: contradictions.map(withheldText).join(' ') } } : {}),
		...(others.length > 0 ? { withheld: { outcome: 'pending' as const, reason: others.map(withheldText).join(' ') } } : {}),
		...(later.length > 0 ? { later: { outcome: 'pending' as const, accepted: true as const, deferred: true as const, reason: later.map((one) => `${shownRight(one)} is ${one.do === 'add' ? 'added' : 'removed'} at ${shown(one.at)}.`).join(' ') } } : {}),
	};
};

/**
 * What the verdict counts. A part that an earlier run of the case left open, and that is open no more, is said to be
 * settled: otherwise the case as a whole would be judged by what is long over.
 */
export const resultsOf = (announcement: Announcement, plan: Plan, { dryRun, now, openBefore }: { dryRun: boolean; now: Date; openBefore: ReadonlySet<string> }): StepResult[] => {
	const verified = { requestedAt: null, effectiveAt: null, verifiedAt: now.toISOString(), verified: true as const };
	const unverified = { requestedAt: null, effectiveAt: null, verifiedAt: null, verified: false as const };
	const planStep = (outcome: Outcome, reason: string): StepResult => resultOf(planSystem, 'plan', null, { outcome, reason, ...(outcome === 'done' || outcome === 'already_done' ? verified : unverified) });
	if (plan.refused.length > 0) return [planStep('refused', planText(announcement, plan).replaceAll('\n', ' '))];
	const { additions, removals } = plan;
	const changes = [additions.length === 0 ? [] : `adds ${additions.map(shownRight).join(', ')}`, removals.length === 0 ? [] : `removes ${removals.map(shownRight).join(', ')}`].flat().join(' and ');
	const what = changes === '' ? sentence(`the plan for ${namely(announcement)} changes nothing now`) : `${sentence(`the plan for ${namely(announcement)} ${changes}`)}${dryRun ? '' : ' The systems say what came of it.'}`;
	const said = openIn(plan);
	const parts = open.flatMap((step): StepResult[] => {
		const one = said[step];
		if (one !== undefined) {
			const { outcome, reason, accepted, deferred } = one;
			const result = resultOf(planSystem, step, null, { outcome: dryRun ? 'planned' : outcome, reason, ...unverified, ...(accepted ? { accepted } : {}) });
			return [deferred ? { ...result, deferred } : result];
		}
		return openBefore.has(step) && !dryRun ? [resultOf(planSystem, step, null, { outcome: 'done', reason: 'What an earlier run of the case left open here is open no more.', ...verified })] : [];
	});
	return [planStep(dryRun ? 'planned' : changes === '' ? 'already_done' : 'done', what), ...parts];
};
