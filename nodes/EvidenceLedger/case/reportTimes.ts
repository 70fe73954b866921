import type { IDataObject } from 'n8n-workflow';
import { readEvidence } from '../../../ledger/verify';
import { Problem } from '../../../lifecycle/problem';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

/** Times come from what an auditor would check, and not from what the item carries. */
export const reportTimes: Operation = async (context, itemIndex) => {
	const caseId = textOf(context, 'caseId', itemIndex);
	const evidence = readEvidence(JSON.stringify(await (await ledgerOf(context, itemIndex)).exportCase(caseId)));
	if (!evidence.ok) throw new Problem('bad_answer', `No times were reported of case ${caseId}, because its evidence does not hold: ${evidence.problem} Run Verify of the Evidence Ledger, and keep the ledger as it is.`);
	const { caseTimes, caseView, timesItem } = await import('../../../ledger/report');
	return { json: { ...itemOf(context, itemIndex), times: timesItem(caseTimes(caseView(evidence.records))) as unknown as IDataObject } };
};
