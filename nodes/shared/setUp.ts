import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { redact } from '../../ledger/secrets';
import { failedCheck, type Check, type Checked } from '../../lifecycle/check';
import { Problem } from '../../lifecycle/problem';
import type { CredentialCheck } from './credentialTest';

export const setUpResource: INodePropertyOptions = { name: 'Set-Up', value: 'setUp', description: 'Whether everything is ready, asked before it has to work' };

export const setUpOperation = (system: string): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'checkPermissions',
	displayOptions: { show: { resource: ['setUp'] } },
	options: [{ name: 'Check Permissions', value: 'checkPermissions', action: 'Check permissions', description: `Whether the credential has what the steps need in ${system}, and by name what is missing. Nothing is changed for anybody.` }],
});

type Ask<T> = (context: IExecuteFunctions, itemIndex: number) => T;

/** What a node says of itself so that it can be asked before going live. */
export interface Checkable {
	/** As it stands in `steps` and in the ledger. */
	id: string | Ask<string>;
	/** As people call it. */
	label: string | Ask<string>;
	check: Ask<Promise<Check>>;
}

/** What Test asks of the credential; `chosen` says which one, where a node takes several. */
export const checkedBy =
	(checks: Readonly<Record<string, CredentialCheck>>, chosen: Ask<string> = () => Object.keys(checks)[0]!): Checkable['check'] =>
	async (context, itemIndex) => {
		const type = chosen(context, itemIndex);
		const data = await context.getCredentials<ICredentialDataDecryptedObject>(type, itemIndex).catch((error: unknown) => {
			throw new Problem('misconfigured', `This node has no credential it could use, so nothing was asked (${redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, '')}). Open the node, choose one, and check again.`);
		});
		return await checks[type]!(context, data);
	};

/** One item goes through all that is checked, and collects what was found. */
export const withChecks = (json: IDataObject, found: readonly Checked[]): IDataObject => {
	const earlier = Array.isArray(json['checks']) ? (json['checks'] as IDataObject[]) : [];
	return { ...json, checks: [...earlier, ...(found as unknown as IDataObject[])] };
};

/** Never an error: what cannot be reached is a finding like the others, and the next one is to be asked as well. */
export const checkPermissions = async (context: IExecuteFunctions, itemIndex: number, { id, label, check }: Checkable): Promise<INodeExecutionData> => {
	const said = (of: string | Ask<string>): string => (typeof of === 'string' ? of : of(context, itemIndex));
	const found = await checked(said(label), check(context, itemIndex));
	return { json: withChecks(context.getInputData()[itemIndex]!.json, [{ system: said(id), ...found }]) };
};

export const checked = async (what: string, check: Promise<Check>): Promise<Checked> => {
	const { message, ...found } = await check.catch(failedCheck);
	return { what, ...found, message: redact(message) };
};
