import type { Outlet, Reviewed } from './review';

/** What a review came to, for one mail. */
export interface Report {
	counts: Record<Outlet, number>;
	/** Whether there is anything somebody has to look at. */
	isAnything: boolean;
	subject: string;
	text: string;
}

/** More lines than this nobody reads; the rest is in the execution. */
const mostLines = 100;

const sections: readonly [Outlet, string][] = [
	['shouldBeDisabled', 'Gone according to HR, and still active: look at these first'],
	['orphans', 'Active, and nobody\'s in HR'],
	['attention', 'Needs attention'],
	['missing', 'Works here, and has no account'],
];

const oldestFirst = (one: Reviewed, other: Reviewed): number => (other.age?.days ?? 0) - (one.age?.days ?? 0);

export const reportOf = (reviewed: readonly Reviewed[]): Report => {
	const of = (outlet: Outlet) => reviewed.filter(({ to }) => to === outlet);
	const counts = { orphans: of('orphans').length, shouldBeDisabled: of('shouldBeDisabled').length, missing: of('missing').length, attention: of('attention').length, fine: of('fine').length };
	const parts: [number, string][] = [[counts.shouldBeDisabled, 'should be disabled'], [counts.orphans, 'nobody\'s'], [counts.missing, 'missing'], [counts.attention, 'to look at']];
	const some = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
	const body = sections.flatMap(([outlet, title]) => {
		// Two accounts of one person are one thing to look at.
		const all = [...new Set([...of(outlet)].sort(oldestFirst).map(({ why }) => why))];
		const rest = all.length - mostLines;
		return all.length === 0 ? [] : [`${title} (${all.length})`, ...all.slice(0, mostLines).map((why) => `- ${why}`), ...(rest > 0 ? [`- And ${rest} more, in the execution in n8n.`] : []), ''];
	});
	const fine = `${counts.fine} ${counts.fine === 1 ? 'account is' : 'accounts are'} as HR has it, cannot be used, or ${counts.fine === 1 ? 'is' : 'are'} answered for in the exceptions register.`;
	return { counts, isAnything: some.length > 0, subject: some.length === 0 ? 'Accounts and HR agree' : `Accounts and HR: ${some.join(', ')}`, text: [...body, fine].join('\n') };
};
