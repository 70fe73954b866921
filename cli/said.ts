import { judge, relation } from '../ledger/report';
import type { Found, Judgement } from '../ledger/report/words';
import type { Refused } from '../ledger/verify';
import { printable, type Io } from './io';

export const sayRefused = (result: Refused, io: Io): number => {
	const { state, heading, detail } = judge(result);
	io.stderr(printable(`${heading} ${detail}`));
	return state === 'unusable' ? 2 : 1;
};

/** Who gave a checkpoint asked whether the ledger was rewritten since. Where that is not shown, it was not answered. */
export const sayHolds = ({ heading, detail }: Judgement, { heldCheckpoint }: Pick<Found, 'heldCheckpoint'>, lines: readonly string[], io: Io): number => {
	for (const line of [heading, detail, '', ...lines]) io.stdout(printable(line));
	return heldCheckpoint === 'not_proven' ? 2 : 0;
};

export const keyLines = ({ vkey, keyTrusted, heldCheckpoint }: Pick<Found, 'vkey' | 'keyTrusted' | 'heldCheckpoint'>): string[] => [
	`Signed with   ${vkey}`,
	keyTrusted
		? 'Key           the one you gave'
		: 'Key           taken from the file itself. Compare it with the one the ledger’s owner gave you, or pass that with --key',
	...(heldCheckpoint === undefined ? [] : [`Checkpoint    ${relation[heldCheckpoint]}`]),
];
