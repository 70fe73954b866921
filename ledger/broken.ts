/** The first thing wrong with a stored ledger. `seq` is null where it is not about one record. */
export class Broken extends Error {
	override readonly name = 'Broken';

	constructor(
		readonly seq: number | null,
		message: string,
	) {
		super(message);
	}
}
