import type { Device } from '../../lifecycle/devices/device';
import { lower, textIn } from './device';
import { bare, isNumber, lookAlike, namesFrom } from './names';

/** What a record says of its person. Anybody may have written each of the three, at another time. */
interface Written {
	email: unknown;
	username: unknown;
	realName: unknown;
}

type Person = Pick<Device, 'holders' | 'doubts'> & {
	/** What they may be called where they sign in. */
	names: ReadonlySet<string>;
};

/** Numbers are compared with numbers and names with names; where there is nothing to compare with, nothing speaks against it. */
const isAmong = (theirs: readonly string[], user: string): boolean => {
	const comparable = theirs.filter((name) => isNumber(name) === isNumber(user));
	return comparable.length === 0 || comparable.some((name) => lookAlike(name, user));
};

/** The address says who it is; the user name only where there is no address, because the same short name may be somebody else's in another domain. */
export const personOf = ({ email, username, realName }: Written): Person => {
	const [address, user, whole] = [lower(email), lower(username), textIn(realName)];
	const holder = address ?? user;
	if (holder === null) return { holders: [], doubts: [], names: new Set() };
	// What does not look like the address may have been left by somebody else, or be of whoever has it now.
	const theirs = [holder, ...(whole !== null && (isNumber(holder) || lookAlike(whole, holder)) ? [whole] : [])];
	const isTheirs = user === null || isAmong(theirs, user);
	const names = new Set([...theirs.flatMap(namesFrom), ...(user !== null && isTheirs ? [bare(user)] : [])]);
	if (address === null) return { holders: [holder], doubts: holder.includes('@') ? [] : [`Jamf Pro names its person by the user name ${holder} alone, without an address`], names };
	if (isTheirs) return { holders: [address], doubts: [], names };
	if (user.includes('@')) return { holders: [address, user], doubts: [], names };
	return { holders: [address], doubts: [`Jamf Pro has the user name ${user} beside the address ${address}, and they do not look like the same person`], names };
};
