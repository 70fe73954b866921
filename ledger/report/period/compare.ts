/** How a list that HR gives compares with the people in the period. */
export interface Comparison {
	both: string[];
	/** HR has them, and there is no case of theirs here. */
	missingHere: string[];
	/** They have a case here, and HR does not list them. */
	notInList: string[];
	/** Ids that HR lists more than once: two events of one person, or a mistake. */
	repeated: string[];
}

/** Ids as they are pasted: one a line, or a column of a spreadsheet, or with commas between. */
export const idsIn = (text: string): string[] => text.split(/[\s,;]+/).map((id) => id.replace(/^["']|["']$/g, '')).filter((id) => id !== '');

export const compareWithList = (here: readonly string[], listed: readonly string[]): Comparison => {
	const [ours, theirs] = [new Set(here), new Set(listed)];
	return {
		both: [...theirs].filter((id) => ours.has(id)),
		missingHere: [...theirs].filter((id) => !ours.has(id)),
		notInList: [...ours].filter((id) => !theirs.has(id)),
		repeated: [...theirs].filter((id) => listed.indexOf(id) !== listed.lastIndexOf(id)),
	};
};
