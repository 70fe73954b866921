import type { Clock } from '../../lifecycle/clock';
import type { System } from '../../lifecycle/system';
import type { AwsConnection } from '../http/aws/connection';
import { accounts } from './accounts';
import { groundOf, iamClient, type AwsSettings, type Iam } from './client';
import { findAccount, type AwsAccount } from './find';
import { awsGiving } from './giving';
import type { AwsWish } from './giving/_aws';
import { rights } from './rights';
import { deleteConsolePassword } from './steps/deleteConsolePassword';
import { denyEverything } from './steps/denyEverything';
import { disableAccessKeys } from './steps/disableAccessKeys';
import { disableCertificates } from './steps/disableCertificates';
import { disableServiceCredentials } from './steps/disableServiceCredentials';
import { disableSshKeys } from './steps/disableSshKeys';
import { endRoleSessions } from './steps/endRoleSessions';
import { removeFromGroups } from './steps/removeFromGroups';
import { removePolicies } from './steps/removePolicies';
import { reportOwned } from './steps/reportOwned';
import { reportRoles } from './steps/reportRoles';
import { tagQuarantined } from './steps/tagQuarantined';
import { untouchable } from './untouchable';

export { awsFacts, type AwsWish } from './giving/_aws';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const awsSteps = [
	denyEverything,
	disableAccessKeys,
	deleteConsolePassword,
	disableServiceCredentials,
	disableSshKeys,
	disableCertificates,
	endRoleSessions,
	reportRoles,
	reportOwned,
	removeFromGroups,
	removePolicies,
	tagQuarantined,
] as const;

export const listing = { id: 'aws', label: 'AWS IAM', steps: awsSteps } as const;

/** The account of the credential, or the one whose role is assumed. */
export const awsSystem = (connection: AwsConnection, settings: AwsSettings, clock: Clock): System<Iam, AwsAccount, AwsWish> => {
	const ground = groundOf(connection, settings, clock);
	const { role } = settings;
	return {
		...listing,
		...(role === null ? {} : { id: `aws:${role.accountId}`, label: `AWS IAM ${role.accountId}` }),
		connect: (observe) => iamClient(ground, observe),
		find: findAccount,
		untouchable,
		giving: awsGiving,
		rights,
		accounts,
	};
};
