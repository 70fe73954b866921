import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { activeDirectorySteps, activeDirectorySystem, type AdWish } from '../../systems/activeDirectory';
import { newAccountsOuOf, settingsOf, type EnteredOptions } from '../../systems/activeDirectory/settings';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { connectionsOf, credential } from './connections';
import { checkAccount, testActiveDirectory } from './credentialTest';

export class ActiveDirectoryAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Active Directory Access',
		name: 'activeDirectoryAccess',
		icon: { light: 'file:activedirectory.svg', dark: 'file:activedirectory.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through Active Directory, with every change read back',
		defaults: { name: 'Active Directory Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlActiveDirectoryApi', required: true, testedBy: 'testActiveDirectory' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...accessFields('Active Directory', activeDirectorySteps),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions([
					{
						displayName: 'HR ID Attribute',
						name: 'hrIdAttribute',
						type: 'string',
						default: 'employeeID',
						description: 'The attribute of accounts that holds the ID of the HR system',
					},
					{
						displayName: 'Leavers OU',
						name: 'leaversOu',
						type: 'string',
						default: '',
						placeholder: 'OU=Leavers,DC=corp,DC=example',
						description: 'Where Move to Leavers OU puts accounts, as a distinguished name. People who come back are moved from here to New Accounts OU.',
					},
					{
						displayName: 'Match by Work Email',
						name: 'matchByEmail',
						type: 'boolean',
						default: true,
						description: 'Whether an account that carries no HR ID at all may be found by its mail or user principal name being the work email. An account that carries another HR ID is never touched.',
					},
					{
						displayName: 'New Accounts OU',
						name: 'newAccountsOu',
						type: 'string',
						default: '',
						placeholder: 'OU=People,DC=corp,DC=example',
						description: 'Where Grant Access makes accounts, as a distinguished name',
					},
					{
						displayName: 'Search Below',
						name: 'searchBase',
						type: 'string',
						default: '',
						placeholder: 'OU=Company,DC=corp,DC=example',
						description: 'The part of the domain people are looked for in, as a distinguished name. Empty: all of it.',
					},
				]),
			},
		],
	};

	methods = { credentialTest: { testActiveDirectory, testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const connection = connectionsOf(this);
		const system = async (context: IExecuteFunctions, itemIndex: number) => activeDirectorySystem(await connection(itemIndex), settingsOf(optionsOf(context, itemIndex)));
		const wish = (context: IExecuteFunctions, itemIndex: number, common: Wish): AdWish => ({ ...common, ou: newAccountsOuOf(optionsOf(context, itemIndex)) });
		return [await runAccess(this, { id: 'activeDirectory', label: 'Active Directory', system, wish, check: checkedBy({ [credential]: checkAccount }) })];
	}
}

const optionsOf = (context: IExecuteFunctions, itemIndex: number): EnteredOptions => context.getNodeParameter('options', itemIndex, {}) as EnteredOptions;
