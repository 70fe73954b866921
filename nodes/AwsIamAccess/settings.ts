import type { IExecuteFunctions } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { Problem } from '../../lifecycle/problem';
import type { AwsWish } from '../../systems/aws';
import type { AwsSettings } from '../../systems/aws/client';
import { roleOf, sessionNameOf, type Role } from '../../systems/http/aws/role';
import type { AwsAccountsField, AwsOptions } from './options';

const filled = (value: unknown): string | null => String(value ?? '').trim() || null;

const optionsOf = (context: IExecuteFunctions, itemIndex: number): AwsOptions => context.getNodeParameter('options', itemIndex, {}) as AwsOptions;

/** Null stands for the account of the credential. */
export const rolesIn = (context: IExecuteFunctions, itemIndex: number, region: string): (Role | null)[] => {
	const { account = [] } = context.getNodeParameter('awsAccounts', itemIndex, {}) as AwsAccountsField;
	if (account.length === 0) return [null];
	const roles = account.map(({ roleArn = '', externalId = '' }) => roleOf(roleArn, externalId, region));
	const twice = roles.find(({ accountId }, index) => roles.findIndex((role) => role.accountId === accountId) < index);
	if (twice) throw new Problem('misconfigured', `AWS Accounts names the account ${twice.accountId} twice, so nothing was changed. Leave one role for it in the node.`);
	return roles;
};

export const settingsOf = (context: IExecuteFunctions, itemIndex: number, role: Role | null): AwsSettings => {
	const { personTag, ownerTag, userName, searchByTag = true, matchByName = true } = optionsOf(context, itemIndex);
	const operation = context.getNodeParameter('operation', itemIndex) as string;
	const named = filled(userName);
	const about = ['caseId', 'personId'].flatMap((name) => filled(context.getNodeParameter(name, itemIndex, '')) ?? []);
	return {
		role,
		sessionName: sessionNameOf(about[0] ?? operation),
		personTag: filled(personTag) ?? 'jml:person',
		ownerTag: filled(ownerTag) ?? 'jml:owner',
		searchByTag,
		matchByName,
		userNames: ({ workEmail }) => (named !== null ? [named] : workEmail === null ? [] : [workEmail, workEmail.split('@')[0]!]),
	};
};

export const awsWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): AwsWish => {
	const { userName, boundary, path } = optionsOf(context, itemIndex);
	return { ...wish, userName: filled(userName), boundary: filled(boundary), path: filled(path) ?? '/staff/' };
};
