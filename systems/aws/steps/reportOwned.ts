import { ownedStep, type OwnedThing } from '../../../lifecycle/owned';
import { parse, type Iam } from '../client';
import { userPages } from '../details';
import type { AwsAccount } from '../find';
import { isKeyHolder } from '../serviceAccount';
import { tagged } from '../user';
import { awsStep } from './_aws';
import { shortOf } from './_inactive';
import { lastUseOf } from './disableAccessKeys';

const recentlyMs = 90 * 86_400_000;

const keysInUse = async (iam: Iam, { name }: AwsAccount): Promise<OwnedThing[]> => {
	const things: OwnedThing[] = [];
	for (const value of await iam.list('ListAccessKeys', 'AccessKeyMetadata', { UserName: name })) {
		const row = parse.object(value, 'AccessKeyMetadata');
		const id = parse.text(row['AccessKeyId'], 'AccessKeyMetadata.AccessKeyId');
		const use = row['Status'] === 'Active' ? await lastUseOf(iam, id) : null;
		if (use === null || iam.clock.now().getTime() - Date.parse(use.at) > recentlyMs) continue;
		things.push({ kind: 'access key', name: shortOf(id), why: `last used ${use.at} for ${use.of}; it stops with the cut. If something other than the person runs with it, give that a role or a service account of its own` });
	}
	return things;
};

const usersOfTheirs = async (iam: Iam, account: AwsAccount): Promise<OwnedThing[]> => {
	const things: OwnedThing[] = [];
	const unclear: string[] = [];
	for await (const page of userPages(iam)) {
		for (const { user, tags } of page) {
			if (user.id === account.id) continue;
			const owner = tagged(tags, iam.settings.ownerTag) ?? (isKeyHolder(user.name) ? tagged(tags, iam.settings.personTag) : null);
			const theirs = owner === account.personId || owner?.toLowerCase() === account.name.toLowerCase();
			if (theirs) things.push({ kind: isKeyHolder(user.name) ? 'Bedrock API key' : 'service account', name: user.name, why: 'it goes on working and is not touched. Give it another owner in its tag, and rotate the keys the person may know' });
			else if (owner === null && isKeyHolder(user.name)) unclear.push(user.name);
		}
	}
	if (unclear.length === 0) return things;
	const why = `nobody is named as their owner, so they may be the person's, and they go on working. CloudTrail shows who made each (CreateServiceSpecificCredential); tag them with ${iam.settings.ownerTag}`;
	return [...things, { kind: 'Bedrock API keys', name: unclear.join(', '), why }];
};

export const reportOwned = awsStep(
	ownedStep({
		what: 'Service accounts the person answers for, API keys of Bedrock that have a user of their own, and access keys that something uses',
		needs: ['iam:GetAccountAuthorizationDetails', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
		readBackFrom: 'tags of all users, last use of the access keys',
		remains: ['Keys the person knows that are not their own, such as those of service accounts and in build servers: they work until somebody rotates them'],
		readsLong: true,
		list: async (iam: Iam, account: AwsAccount) => [...(await keysInUse(iam, account)), ...(await usersOfTheirs(iam, account))],
	}),
);
