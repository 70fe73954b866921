import { listIn, textIn, yesNoIn } from './read';
import type { Numbered, StepView } from './step';

/** Access that had been taken and read back, and was there again when somebody looked. */
export interface CameBack {
	/** The closing that says so. */
	record: number;
	at: string;
	steps: Pick<StepView, 'system' | 'step'>[];
}

const nameOf = ({ system, step }: Pick<StepView, 'system' | 'step'>): string => `${system}/${step}`;

/** A closing repeats what nobody was told of yet; that is said here once. */
export const cameBackIn = (records: readonly Numbered[]): CameBack[] => {
	const found: CameBack[] = [];
	let untold = new Set<string>();
	for (const { number, entry, body } of records) {
		if (entry.kind === 'event.told') untold = new Set();
		if (entry.kind !== 'case.closed') continue;
		const all = listIn(body?.content, 'cameBack').map((one) => ({ system: textIn(one, 'system') ?? 'unknown system', step: textIn(one, 'step') ?? 'unknown step' }));
		const steps = all.filter((one) => !untold.has(nameOf(one)));
		if (steps.length > 0) found.push({ record: number, at: entry.at, steps });
		// Where nobody has to be told, the next closing repeats nothing.
		untold = yesNoIn(body?.content, 'toBeTold') === true ? new Set([...untold, ...all.map(nameOf)]) : new Set();
	}
	return found;
};
