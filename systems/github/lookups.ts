import type { GitHubAccount } from './account';
import type { GitHub } from './client';

/** An account, and what tells whose it is. */
export interface Vouched {
	account: GitHubAccount;
	because: string;
}

/** What an organisation finds out about a person, for itself and for the others of the company. */
export interface Lookups {
	/** `github` is the organisation itself, whose calls are evidence. */
	here(github: GitHub, workEmail: string): Promise<readonly Vouched[]>;
	elsewhere(workEmail: string): Promise<Elsewhere>;
	others: readonly GitHub[];
}

export interface Elsewhere {
	vouched: readonly Vouched[];
	/** Organisations that could not be asked: each says itself what is wrong, and keeps nobody in another. */
	silent: readonly string[];
}

type Search = (github: GitHub, workEmail: string) => Promise<readonly Vouched[]>;

interface Lookup {
	found: Promise<readonly Vouched[]>;
	used: boolean;
}

/**
 * An organisation that is cut shows the person no more. So each takes up what the others have begun to look up there, and
 * nobody is cut in one organisation before the others know what it vouches for.
 */
export const sharedLookups = (organisations: readonly GitHub[], search: Search): Lookups[] => {
	const lookups = new Map<string, Lookup>();
	const keyOf = ({ settings }: GitHub, workEmail: string) => `${settings.organisation} ${workEmail}`;
	const begin = (github: GitHub, workEmail: string, used: boolean): Lookup => {
		const lookup = { found: search(github, workEmail), used };
		// Whoever needs it sees the error; here it must not count as one that nobody handles.
		lookup.found.catch(() => {});
		lookups.set(keyOf(github, workEmail), lookup);
		return lookup;
	};
	return organisations.map((mine) => {
		const others = organisations.filter((other) => other !== mine);
		return {
			others,
			here: (github, workEmail) => {
				const begun = lookups.get(keyOf(mine, workEmail));
				// What was used once is the past: whoever looks again wants to know how it is now.
				if (begun === undefined || begun.used) return begin(github, workEmail, true).found;
				begun.used = true;
				return begun.found;
			},
			elsewhere: async (workEmail) => {
				const answers = await Promise.allSettled(others.map((other) => (lookups.get(keyOf(other, workEmail)) ?? begin(other, workEmail, false)).found));
				return {
					vouched: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
					silent: others.filter((_other, index) => answers[index]!.status === 'rejected').map(({ settings }) => settings.organisation),
				};
			},
		};
	});
};
