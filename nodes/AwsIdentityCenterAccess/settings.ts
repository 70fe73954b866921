import type { IExecuteFunctions } from 'n8n-workflow';
import { aloneWith } from '../../lifecycle/alone';
import { systemClock } from '../../lifecycle/clock';
import { roleOf, sessionNameOf, type Role } from '../../systems/http/aws/role';
import type { IdentityCenterSettings } from '../../systems/identityCenter/client';
import { deniedIn, denialKinds } from '../../systems/identityCenter/deniedBefore';
import { openNodeLedger } from '../shared/ledger';
import type { IdentityCenterOptions } from './options';

const filled = (value: unknown): string | null => String(value ?? '').trim() || null;

const optionsOf = (context: IExecuteFunctions, itemIndex: number) => context.getNodeParameter('options', itemIndex, {}) as IdentityCenterOptions;

/** Only where the operation is about a case. */
const caseOf = (context: IExecuteFunctions, itemIndex: number): string | null => filled(context.getNodeParameter('caseId', itemIndex, ''));

export const regionIn = (context: IExecuteFunctions, itemIndex: number): string | null => filled(optionsOf(context, itemIndex).region);

export const roleIn = (context: IExecuteFunctions, itemIndex: number, region: string): Role | null => {
	const { roleArn, roleExternalId } = optionsOf(context, itemIndex);
	const arn = filled(roleArn);
	return arn === null ? null : roleOf(arn, filled(roleExternalId) ?? '', region);
};

/** What CloudTrail shows beside each change. */
export const sessionNameIn = (context: IExecuteFunctions, itemIndex: number): string => sessionNameOf(caseOf(context, itemIndex) ?? filled(context.getNodeParameter('personId', itemIndex, '')) ?? 'list');

export const settingsOf = (context: IExecuteFunctions, itemIndex: number, region: string): IdentityCenterSettings => {
	const { issuer, instanceArn, matchByEmail = true, usersOwnedBy = 'identityCenter' } = optionsOf(context, itemIndex);
	const caseId = caseOf(context, itemIndex);
	const ledger = () => openNodeLedger(context, context.getInputData()[itemIndex]!.json);
	return {
		region,
		instanceArn: filled(instanceArn),
		issuer: filled(issuer),
		matchByEmail,
		usersOwnedBy,
		alone: async (what, work) => await aloneWith(await ledger(), systemClock, context.getExecutionCancelSignal())(what, work),
		deniedBefore: async (userId) => (caseId === null ? [] : deniedIn(await (await ledger()).records({ caseId, kinds: denialKinds }), userId)),
	};
};
