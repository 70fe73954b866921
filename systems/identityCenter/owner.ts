import { asProblem } from '../../lifecycle/problem';

/** Which identity source decides over users and groups. Identity Center itself does not tell. */
export type Owner = 'identityCenter' | 'identityProvider' | 'activeDirectory';

type Elsewhere = Exclude<Owner, 'identityCenter'>;

/** Who is to be asked, in a sentence. */
export const ownerNames: { [Name in Elsewhere]: string } = {
	identityProvider: 'the identity provider that provisions Identity Center over SCIM',
	activeDirectory: 'Active Directory, which Identity Center takes its users from',
};

export const takesChanges = (owner: Owner): owner is 'identityCenter' => owner === 'identityCenter';

/**
 * Whether AWS takes changes to what another system provisions differs, so it is asked. A refusal is told as what it is,
 * except that a missing permission of a store that nobody else owns is something to be granted.
 */
export const refusalOf = (error: unknown, owner: Owner): string => {
	const problem = asProblem(error);
	if (problem.code === 'rejected' || (problem.code === 'forbidden' && !takesChanges(owner))) return problem.message;
	throw problem;
};

/** What a step remembers of a refusal, for the read that follows. */
export type Refusal = { refused: string };
