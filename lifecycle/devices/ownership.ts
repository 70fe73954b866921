import { spelled, type Device, type Ownership } from './device';

/** Serial numbers of what the company owns, from wherever it keeps them; null where it gave no list. */
export type AssetRegister = ReadonlySet<string> | null;

export interface Owned {
	ownership: Ownership;
	/** What says so, to be put into a sentence. */
	because: string;
}

export const registerOf = (serials: readonly string[]): AssetRegister => new Set(serials.map(spelled).filter((serial) => serial !== ''));

/** Corporate only as long as nothing that was asked says otherwise. Two sources that disagree prove nothing. */
export const ownershipOf = ({ ownership, ownershipFrom, serial }: Device, register: AssetRegister): Owned => {
	if (register === null) return { ownership, because: ownershipFrom };
	const listed = serial !== null && register.has(spelled(serial));
	const both = `${ownershipFrom}; the list of company serial numbers ${listed ? 'has' : 'does not have'} ${serial ?? 'a device without a serial number'}`;
	if (ownership === 'unknown') return { ownership: listed ? 'corporate' : 'unknown', because: both };
	const agree = (ownership === 'corporate') === listed;
	return { ownership: agree ? ownership : 'unknown', because: agree ? both : `two sources disagree: ${both}` };
};
