import type { Dictionary } from '../http/parse';
import { instantIn, textIn } from './device';
import { bare } from './names';

/** Accounts of macOS itself are nobody's. */
const isOfTheSystem = (name: string): boolean => /^(_.*|root|loginwindow)$/i.test(name);

const places = [
	['lastLoggedInUsernameBinary', 'the last to sign in to it'],
	['lastLoggedInUsernameSelfService', 'the last to sign in to Self Service on it'],
] as const;

interface SignIn {
	user: string;
	who: string;
	/** null where Jamf does not say. */
	at: string | null;
}

const signIns = (general: Dictionary): SignIn[] => {
	const enrolledAt = instantIn(general['lastEnrolledDate']);
	return places.flatMap(([field, who]) => {
		const user = textIn(general[field]);
		const at = instantIn(general[`${field}Timestamp`]);
		// One from before it was enrolled is of another life.
		return user === null || isOfTheSystem(user) || (at !== null && enrolledAt !== null && at < enrolledAt) ? [] : [{ user, who, at }];
	});
};

/** Whoever used it last, where that does not look like its person. */
export const lastUserDoubts = (general: Dictionary, names: ReadonlySet<string>): string[] => {
	const all = signIns(general);
	const isLast = ({ at }: SignIn): boolean => at === null || all.every((other) => other.at === null || other.at <= at);
	return all.filter((one) => isLast(one) && !names.has(bare(one.user))).map(({ who, user }) => `${who} was ${user}`);
};
