import { Problem } from '../../lifecycle/problem';
import type { ActiveDirectory } from './client';
import { parse, type Entry } from './entry';
import { guidText, sidText } from './identifiers';

/** The bit of userAccountControl that forbids signing in. The others belong to somebody else and are kept. */
export const disabledFlag = 0x2;

export const isDisabled = (userAccountControl: number): boolean => (userAccountControl & disabledFlag) !== 0;

export const idOf = (entry: Entry): string => guidText(entry.bytes('objectGUID') ?? parse.refuse('objectGUID', 'there'));
export const sidOf = (entry: Entry): string => sidText(entry.bytes('objectSid') ?? parse.refuse('objectSid', 'there'));

/** The account as it is now; that it is gone is told as what it is. */
export const getUser = async (ad: ActiveDirectory, id: string, attributes: readonly string[]): Promise<Entry> => {
	const found = await ad.get(id, attributes);
	if (found === null) throw new Problem('not_found', `The account ${id} is not in Active Directory any more, or n8n may not see it. Look for it in the recycle bin of the domain, then run the case again.`);
	return found;
};

/** What an administrator recognises an account by. */
export const labelOf = (entry: Entry): string => entry.text('userPrincipalName') ?? entry.required('sAMAccountName');
