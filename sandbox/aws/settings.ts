export interface AwsSettings {
	/** Most rows on one page of a list; callers may ask for fewer. */
	pageSize: number;
	/** How long a password that was just made refuses to be changed or deleted. */
	loginProfileSettlesMs: number;
	/** How long a credential report takes. */
	reportMs: number;
	/** How long Identity Center takes over an assignment or a permission set. */
	asyncMs: number;
	/** What Identity Center says went wrong, where what it was told is to fail. */
	jobFailure: string | null;
	/** Unconfirmed at the vendor: what removing somebody from a group they are not in answers. */
	removingNonMembers: 'accept' | 'NoSuchEntity';
	/** Unconfirmed at the vendor: what asking when an unknown key was last used answers. */
	unknownKey: 'NoSuchEntity' | 'AccessDenied';
	/** Who owns the users of Identity Center. All but its own directory refuse to have them written. */
	identitySource: 'directory' | 'externalIdentityProvider' | 'activeDirectory';
	/** Unconfirmed at the vendor: whether UpdateUser takes `userStatus`. */
	userStatusWritable: boolean;
	/** Older replies of the Identity Store lack UserStatus. */
	userStatusShown: boolean;
	/** Unconfirmed at the vendor: whether a user's assignments are listed with those that reach them through groups. */
	groupAssignmentsListed: boolean;
	/** How far a signature's date may be off. */
	skewMs: number;
}

export const defaultSettings: AwsSettings = {
	pageSize: 100,
	loginProfileSettlesMs: 0,
	reportMs: 60,
	asyncMs: 60,
	jobFailure: null,
	removingNonMembers: 'accept',
	unknownKey: 'AccessDenied',
	identitySource: 'directory',
	userStatusWritable: false,
	userStatusShown: true,
	groupAssignmentsListed: true,
	skewMs: 15 * 60_000,
};
