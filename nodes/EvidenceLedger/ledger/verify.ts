import { Problem } from '../../../lifecycle/problem';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, type Operation } from '../common';

export const verify: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const checked = await ledger.verify();
	if (!checked.ok) {
		throw new Problem('bad_answer', `The evidence ledger does not hold${checked.seq === null ? '' : ` from record ${checked.seq} on`}: ${checked.problem} Keep the database as it is, compare it with your last backup and shipped checkpoints, and find out who could write to it.`);
	}
	return { json: { ...itemOf(context, itemIndex), ledger: { ...markOf(context, ledger), verified: true, size: checked.head.size, root: checked.head.root } } };
};
