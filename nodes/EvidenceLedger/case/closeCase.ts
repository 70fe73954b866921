import type { IDataObject } from 'n8n-workflow';
import { closeCase } from '../../../lifecycle/caseRecords';
import { noteUnrecorded } from '../../../lifecycle/journal';
import type { Person } from '../../../lifecycle/person';
import { summary } from '../../../lifecycle/summary';
import { whatWasHandedOn } from '../../shared/handOn';
import { runIn } from '../../shared/run';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

export const close: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const caseId = textOf(context, 'caseId', itemIndex);
	await whatWasHandedOn(caseId);
	const ledger = await ledgerOf(context, itemIndex);
	await noteUnrecorded(ledger, { caseId, run: runIn(json) ?? '', node: context.getNode().name }, json['error']);
	const { steps, open: stillOpen, head, ...closed } = await closeCase(ledger, caseId, runIn(json));
	const person = json['person'] as unknown as Person | undefined;
	return {
		json: {
			...json,
			steps: steps as unknown as IDataObject[],
			case: { ...(json['case'] as IDataObject | undefined), id: caseId, ...closed, openSteps: stillOpen as unknown as IDataObject[] },
			ledger: { ...markOf(context, ledger), size: head.size, root: head.root },
			summary: summary({ caseId, person: person?.name ?? 'somebody', closed: { ...closed, open: stillOpen }, steps }),
		},
	};
};
