import type { Json } from '../../ledger/types';
import type { Finding } from '../../lifecycle/system';
import type { Iam } from './client';
import { userPages } from './details';
import { unlessGone } from '../http/gone';
import { unlessForbidden } from './unlessForbidden';
import { isUserName } from './guard';
import { isServiceAccount } from './serviceAccount';
import { tagged, tagsOf, userNamed, type IamUser } from './user';

export interface AwsAccount {
	id: string;
	label: string;
	name: string;
	arn: string;
	/** Whose it is, to look for what they answer for. */
	personId: string;
}

interface Candidate {
	user: IamUser;
	/** The HR id in its tag. */
	hrId: string | null;
	/** Listed with whoever answers for it, and never cut. */
	service: boolean;
}

const accountOf = ({ id, name, arn }: IamUser, personId: string): AwsAccount => ({ id, label: name, name, arn, personId });

/**
 * By the tag that carries the HR id; by name only where nobody carries it. Users of the expected name are asked first,
 * because IAM cannot be searched: everybody is looked through only where they do not tell. A user whose tag carries
 * somebody else's HR id is somebody else's, and a service account nobody's, whatever its name.
 */
export const findAccount = async (iam: Iam, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<AwsAccount>> => {
	const { personTag, ownerTag, searchByTag, matchByName, userNames } = iam.settings;
	if (person.id === '') return { kind: 'none', why: 'The item carries no HR id, so nobody was looked for in AWS IAM. Check that the node gets the person from the trigger.' };

	const asked = namesIn([...userNames(person), ...namesOf(made)]);
	const byName = await candidatesOf(iam, asked);
	const isTheirs = ({ hrId, service }: Candidate): boolean => hrId === person.id && !service;
	const tellsItself = byName.some(isTheirs);
	// Every hit is read again by its own name: what a list shows verifies nothing.
	const byTag = tellsItself || !searchByTag ? [] : await candidatesOf(iam, await namesTagged(iam, person.id));
	const candidates = [...byName, ...byTag.filter(({ user }) => !byName.some((other) => other.user.id === user.id))];
	const owned = candidates.filter(isTheirs);
	const unclaimed = byName.filter(({ hrId, service }) => hrId === null && !service);

	const several = (users: readonly Candidate[], because: string): Finding<AwsAccount> => ({
		kind: 'several',
		accounts: users.map(({ user }) => accountOf(user, person.id)),
		why: `Several IAM users could belong to HR id ${person.id}: ${users.map(({ user }) => `${user.name} (${user.id})`).join(', ')}. ${because} Nothing was changed; tag exactly one of them with ${personTag} = ${person.id} and the others with their owners' HR ids, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it in the tag ${personTag}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([...owned, ...unclaimed], `The first carries it in the tag ${personTag}, the others have a name of theirs and no such tag.`);
	if (owned.length === 1) return { kind: 'one', account: accountOf(owned[0]!.user, person.id) };
	if (unclaimed.length > 1 && matchByName) return several(unclaimed, `They all have a name of theirs, and none has the tag ${personTag}.`);
	if (unclaimed.length === 1 && matchByName) return { kind: 'one', account: accountOf(unclaimed[0]!.user, person.id) };

	const holder = byName[0];
	const hint = holder
		? whyNot(holder, personTag, ownerTag)
		: asked.length === 0
			? 'No user name could be made of what HR knows; give one in IAM User Name of the node.'
			: `No user is called ${asked.join(' or ')}.`;
	return {
		kind: 'none',
		why: `No IAM user was found for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise tag the user with ${personTag} = ${person.id}, or give its name in IAM User Name of the node, and run the case again.`,
		...(holder ? { inTheWay: `${hint} Nothing was made: tag that user with its owner's HR id, or give the person another user name, then run the case again` } : {}),
	};
};

const whyNot = ({ user: { name }, hrId, service }: Candidate, personTag: string, ownerTag: string): string => {
	if (service) return `${name} exists but is no person: its tag ${ownerTag} or its name says that it is a service account, and those are listed and never cut.`;
	if (hrId === null) return `${name} exists but has no tag ${personTag}, and matching by name is switched off in the node.`;
	return `${name} exists but its tag ${personTag} says ${hrId}, so it is somebody else's.`;
};

const candidateOf = async (iam: Iam, user: IamUser): Promise<Candidate> => {
	const tags = await tagsOf(iam, user.name);
	return { user, hrId: tagged(tags, iam.settings.personTag), service: isServiceAccount(user.name, tags, iam.settings) };
};

const candidatesOf = async (iam: Iam, names: readonly string[]): Promise<Candidate[]> => {
	const found: Candidate[] = [];
	for (const name of names) {
		const user = await unlessGone(() => userNamed(iam, name));
		if (user !== null && !found.some((other) => other.user.id === user.id)) found.push(await candidateOf(iam, user));
	}
	return found;
};

/** Where the list may not be read, names are all there is to go by. */
const namesTagged = async (iam: Iam, hrId: string): Promise<string[]> =>
	(await unlessForbidden(async () => {
		const names: string[] = [];
		for await (const page of userPages(iam)) names.push(...page.flatMap(({ user, tags }) => (tagged(tags, iam.settings.personTag) === hrId ? [user.name] : [])));
		return names;
	})) ?? [];

const namesIn = (names: readonly string[]): string[] => {
	const wanted = names.map((name) => name.trim()).filter(isUserName);
	return wanted.filter((name, index) => wanted.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index);
};

const namesOf = (made: Json | undefined): string[] => (typeof made === 'object' && made !== null && 'userName' in made ? [String(made['userName'])] : []);
