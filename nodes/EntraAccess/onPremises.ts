import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { LedgerRecord } from '../../ledger/types';
import type { DisabledOnPremises, OnPremises } from '../../systems/entra/client';
import { isAtWork } from '../shared/handOn';
import { openNodeLedger } from '../shared/ledger';

const system = 'activeDirectory';

/**
 * What this case has read back from Active Directory. From the ledger and not from the item: the item may have gone on
 * before Active Directory answered, and nobody can write into the ledger by hand.
 */
export const onPremises = async (context: IExecuteFunctions, itemIndex: number): Promise<OnPremises> => {
	const caseId = String(context.getNodeParameter('caseId', itemIndex));
	const ledger = await openNodeLedger(context, context.getInputData()[itemIndex]!.json);
	// Asked first: what ends in between is in the ledger then.
	const underway = isAtWork(caseId, system);
	return { underway, disabled: stillDisabled(await ledger.records({ caseId, kinds: ['step.settled'] })) };
};

/** The last word counts: what was disabled may have been given back since. */
export const stillDisabled = (records: readonly LedgerRecord[]): DisabledOnPremises[] => {
	const disabled = new Map<string, string>();
	for (const { content } of records) {
		const { system: of, step, operation, outcome, verified, verifiedAt, account, remainder } = (content ?? {}) as IDataObject;
		if (of !== system || outcome === 'planned' || remainder === true) continue;
		const { id } = { ...(account as { id?: string } | null) };
		if (id === undefined) continue;
		const isProof = operation === 'cut' && step === 'disable' && verified === true && (outcome === 'done' || outcome === 'already_done') && typeof verifiedAt === 'string';
		if (isProof) disabled.set(id, verifiedAt);
		else if (step === 'disable' || operation === 'grant') disabled.delete(id);
	}
	return [...disabled].map(([objectGuid, verifiedAt]) => ({ objectGuid, verifiedAt }));
};
