/** As people write it where they have no such letter. */
const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', å: 'aa', ł: 'l', đ: 'd' };

const spellings = (name: string): string[] => {
	const letters = name.normalize('NFC').toLowerCase();
	return [letters, letters.replace(/[äöüßæøåłđ]/g, (letter) => spelledOut[letter]!)];
};

/** Without the domain, on either side. */
const local = (name: string): string => name.replace(/^.*\\/, '').replace(/@.*$/, '');

/** `ACME\m.rivas`, `Mateo Rivas` and `mateo.rivas@acme.com`, each in the letters and digits that are left of it. */
export const bare = (name: string): string =>
	local(name)
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

/** What macOS and directories make of two names of a person: mateorivas, mrivas, mateor. The other way round comes by itself. */
const pair = (one: string, other: string): string[] => [one + other, one.charAt(0) + other, one + other.charAt(0)];

/** What somebody with this name or address may be called as a user. */
export const namesFrom = (text: string): string[] =>
	spellings(local(text)).flatMap((spelling) => {
		const words = spelling.split(/[\s._,+-]+/).map(bare).filter((word) => word !== '');
		const pairs = words.flatMap((one, index) => words.filter((_, at) => at !== index).flatMap((other) => pair(one, other)));
		// Shorter ones would be initials, which many people share.
		return [words.join(''), ...words.filter((word) => word.length > 1), ...pairs.filter((name) => name.length > 2)].filter((name) => name !== '');
	});

/** A number of the company's, such as e12345: nobody can tell from it what its person is called. */
export const isNumber = (name: string): boolean => bare(name).replace(/\P{N}/gu, '').length > bare(name).replace(/\P{L}/gu, '').length;

/** Whether both may be called the same. */
export const lookAlike = (one: string, other: string): boolean => {
	const names = new Set(namesFrom(one));
	return namesFrom(other).some((name) => names.has(name));
};
