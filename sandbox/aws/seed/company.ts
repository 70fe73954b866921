import type { Clock } from '../../clock';
import { people, type Person } from '../../company';
import type { AwsSettings } from '../settings';
import type { AccessKey, AwsState } from '../state';
import { openAccounts } from './accounts';
import { createBuilder } from './builder';
import { openIdentityCenter } from './identityCenter';
import { equipLeaver } from './leaver';

export interface Company {
	state: AwsState;
	/** Names of IAM users in the main account by person id. */
	ids: Map<string, string>;
	/** User ids in Identity Center by person id. */
	centerIds: Map<string, string>;
	automationKey: AccessKey;
	govAutomationKey: AccessKey;
	automationRoleArn: string;
}

export function foundCompany(clock: Clock, settings: Partial<AwsSettings>, staff: readonly Person[] = people): Company {
	const builder = createBuilder(clock, settings);
	const accounts = openAccounts(builder, staff);
	equipLeaver(builder, accounts);
	const centerIds = openIdentityCenter(builder, staff);
	const ids = new Map([...accounts.users].map(([person, { name }]) => [person.id, name]));
	return { state: builder.state, ids, centerIds, automationKey: builder.key(accounts.automation), govAutomationKey: builder.key(accounts.govAutomation), automationRoleArn: accounts.automationRoleArn };
}
