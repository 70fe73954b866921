import { shown } from '../exceptions/exception';
import { inWords, namely, sentence } from '../guard/words';
import type { Announcement } from '../inbox';
import { shownRight } from './named';
import type { Addition, Ask, LeftOut, Plan, Planned, Removal, Withheld, Word } from './planned';

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)]);

const byRows = ({ rows }: Planned): string => inWords(rows);
const byWord = (words: readonly Word[]): string => (words.length === 0 ? '' : `, approved by ${inWords(words.map(({ by, hold }) => `${by} as ${hold}`))}`);

const addition = (one: Addition): string => sentence(`${shownRight(one)}, by ${byRows(one)}${byWord(one.approved)}${one.readAsHeld.length === 0 ? '' : `, after ${inWords(one.readAsHeld)} was read as held`}`);
const removal = (one: Removal): string => sentence(`${shownRight(one)}${byWord(one.approved)}${one.elsewhere === null ? '' : `; it cannot be taken away here: ${one.elsewhere}`}`);
const leftOut = (one: LeftOut): string => sentence(`${shownRight(one)} is ${one.do === 'add' ? 'not added' : 'not removed'}: ${one.word.by} rejected it as ${one.word.hold}, and it is not asked about again in this case`);

export const withheldText = (one: Withheld): string => `${shownRight(one)}: ${sentence(one.why)} ${one.againAt === null ? '' : `The case comes again at ${shown(one.againAt)}.`}`.trim();

export const whoDecides = ({ approvers }: Pick<Ask, 'approvers'>): string => (approvers === null ? 'somebody else' : approvers.join(' or '));

/** For a mail or a chat message: what the plan does now, and what it does not and why. */
export const planText = (announcement: Announcement, plan: Plan): string => {
	const { additions, removals, later, withheld, asks, leftOut: out, kept, refused } = plan;
	if (refused.length > 0) return [`${sentence(`Nothing is planned for ${namely(announcement)}`)} Nothing was added and nothing was removed.`, ...refused.map(sentence)].join('\n');
	const nothing = additions.length + removals.length + later.length + withheld.length + asks.length === 0;
	return [
		nothing ? `${sentence(`${namely(announcement)} asks for no change`)} They hold what the role catalogue gives.` : sentence(`What the role catalogue makes of ${namely(announcement)}`),
		...section('Added now:', additions.map(addition)),
		...section('Removed now:', removals.map(removal)),
		...section('Waits for a decision:', asks.flatMap((ask) => ask.covers.map(({ why }) => `${sentence(why)} ${sentence(`Asked: ${whoDecides(ask)}`)}`))),
		...section('Later:', later.map((one) => `${shownRight(one)} is ${one.do === 'add' ? 'added' : 'removed'} at ${shown(one.at)}.`)),
		...section('Withheld:', withheld.map(withheldText)),
		...section('Left out:', out.map(leftOut)),
		...(kept.length === 0 ? [] : ['', `${kept.length} ${kept.length === 1 ? 'right that no row names is' : 'rights that no row names are'} left as ${kept.length === 1 ? 'it is' : 'they are'}.`]),
		'',
		`Plan ${plan.hash}`,
	].join('\n');
};

/** What nobody but a person can bring to an end, a sentence or two each. */
export const attentionOf = ({ refused, withheld }: Plan): string[] => [...refused.map(sentence), ...withheld.filter(({ againAt, cause }) => againAt === null || cause === 'nobody').map(withheldForGood)];

/** Without the instant, which is another with each run: what is said twice is told once. */
const withheldForGood = (one: Withheld): string => `${shownRight(one)}: ${sentence(one.why)}`;
