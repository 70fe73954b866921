import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import type { Iam } from './client';
import { userPages, type UserDetail } from './details';
import { credentialReport, type Reported } from './report';
import { isServiceAccount } from './serviceAccount';
import { tagged } from './user';

const wordsFor = (reported: Reported | undefined, denied: boolean): string => {
	if (denied) return 'Everything denied';
	if (reported === undefined) return 'Unknown';
	const has = [reported.password ? 'password' : [], reported.keys ? 'access keys' : []].flat();
	return has.length === 0 ? 'No password, no active access key' : `Has ${has.join(' and ')}`;
};

/** Somebody who signs in with a password is a person; whom nobody claims and who only has keys is not. */
const onlyKeys = (hrId: string | null, reported: Reported | undefined): boolean => hrId === null && reported !== undefined && reported.keys && !reported.password;

export const accounts = async function* (iam: Iam): AccountPages {
	const report = await credentialReport(iam);
	const listed = ({ user, tags, denied, createdAt }: UserDetail): ListedAccount => {
		const reported = report?.get(user.arn);
		const personId = tagged(tags, iam.settings.personTag);
		return {
			id: user.id,
			label: user.name,
			personId,
			email: user.name.includes('@') ? user.name : null,
			name: null,
			status: wordsFor(reported, denied),
			// Keys of services, SSH keys and certificates are in no report, so whoever is not denied everything may have a way in.
			usable: !denied,
			kind: isServiceAccount(user.name, tags, iam.settings) || onlyKeys(personId, reported) ? 'service' : 'person',
			masteredBy: null,
			createdAt,
			lastSignInAt: reported?.lastUsedAt ?? null,
		};
	};
	for await (const page of userPages(iam)) yield page.map(listed);
};
