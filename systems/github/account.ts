import { Problem } from '../../lifecycle/problem';
import type { AccountRef } from '../../lifecycle/system';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import { accountIn, numberIn, parse, type GitHub } from './client';

/** An account by the number GitHub never changes; or, where nobody has accepted it yet, an invitation to an address. */
export interface GitHubAccount extends AccountRef {
	/** Numbers of further invitations to the work e-mail, which whoever reads that could still accept. */
	invitations?: readonly number[];
}

const invitationPrefix = 'invitation ';

export const accountRef = ({ id, login }: { id: string; login: string }): GitHubAccount => ({ id, label: login });
export const invitationRef = (id: number, email: string): GitHubAccount => ({ id: `${invitationPrefix}${id}`, label: email });

/** The number of the invitation, where that is all there is. */
export const invitationIn = ({ id }: AccountRef): number | null => (id.startsWith(invitationPrefix) ? Number(id.slice(invitationPrefix.length)) : null);

/** "Not there" and "not for you" are the same answer: it counts as the first only once a list that only owners see was shown. */
export const ifThere = async <Found>(github: GitHub, read: () => Promise<Found>): Promise<Found | null> => {
	const found = await unlessGone(read);
	if (found === null) await github.pages('/orgs/{org}/invitations', { query: { per_page: 1 } }).next();
	return found;
};

interface Profile {
	id: string;
	login: string;
	isBot: boolean;
}

const profileIn = (row: Dictionary): Profile => ({ ...accountIn(row), isBot: row['type'] !== undefined && row['type'] !== 'User' });

/** Logins can be changed, and taken by others the same day: everything is addressed by the one the number has now. */
export const profileOf = async (github: GitHub, { id, label }: AccountRef): Promise<Profile> => {
	const profile = await unlessGone(async () => profileIn(await github.get('/user/{account_id}', { path: { account_id: numberIn(Number(id), 'account.id') } })));
	if (profile === null) throw new Problem('not_found', `GitHub shows no account with the number ${id} (${label}) any more. Look whether the account was deleted, then run the case again.`);
	if (profile.id !== id) throw new Problem('bad_answer', `GitHub answered with another account than ${id} (${label}). Nothing can be concluded from it; run the case again.`);
	return profile;
};

export const loginOf = async (github: GitHub, account: AccountRef): Promise<string> => (await profileOf(github, account)).login;

export const profileCalled = (github: GitHub, login: string): Promise<Profile | null> => unlessGone(async () => profileIn(await github.get('/users/{username}', { path: { username: login } })));

export type Role = 'admin' | 'member' | 'billing_manager';

const words = { admin: 'owner', member: 'member', billing_manager: 'billing manager' } as const;
export const inWords = (role: Role | null): string => words[role ?? 'member'];

export interface Membership {
	state: 'active' | 'pending' | 'none';
	role: Role | null;
}

/** A billing manager sees no code, and must not come back as a member who does. */
const roleIn = (value: unknown): Role => (value === 'admin' || value === 'billing_manager' ? value : 'member');

export const membershipOf = async (github: GitHub, account: AccountRef): Promise<Membership> => {
	if (invitationIn(account) !== null) {
		const invitation = await invitationOf(github, account);
		return invitation === null ? { state: 'none', role: null } : { state: 'pending', role: invitation.role };
	}
	const username = await loginOf(github, account);
	const found = await ifThere(github, () => github.get('/orgs/{org}/memberships/{username}', { path: { username } }));
	if (found === null) return { state: 'none', role: null };
	if (accountIn(parse.object(found['user'], 'membership.user')).id !== account.id) {
		throw new Problem('bad_answer', `GitHub answered with the membership of somebody else than ${account.label}. Nothing can be concluded from it; run the case again.`);
	}
	const state = found['state'];
	if (state !== 'active' && state !== 'pending') return parse.refuse('membership.state', 'a state GitHub documents');
	return { state, role: roleIn(found['role']) };
};

export interface Invitation {
	id: number;
	login: string | null;
	email: string | null;
	role: Role;
	createdAt: string | null;
}

/** Which of the further invitations are still open. */
export const openInvitations = async (github: GitHub, { invitations = [] }: GitHubAccount): Promise<number[]> => {
	if (invitations.length === 0) return [];
	return (await github.list('/orgs/{org}/invitations', {})).map((row) => parseInvitation(row).id).filter((id) => invitations.includes(id));
};

export const cancelInvitation = (github: GitHub, id: number): Promise<unknown> => github.send('delete', '/orgs/{org}/invitations/{invitation_id}', { path: { invitation_id: id } });

export const parseInvitation = (row: Dictionary): Invitation => ({
	id: numberIn(row['id'], 'invitation.id'),
	login: parse.optionalText(row['login'], 'invitation.login'),
	email: parse.optionalText(row['email'], 'invitation.email'),
	role: roleIn(row['role']),
	createdAt: parse.optionalText(row['created_at'], 'invitation.created_at'),
});

/** By number, or by address: an invitation that was cancelled and sent again has another number. */
export const invitationOf = async (github: GitHub, account: AccountRef): Promise<Invitation | null> => {
	const number = invitationIn(account);
	for await (const page of github.pages('/orgs/{org}/invitations', {})) {
		const found = page.map(parseInvitation).find(({ id, email }) => id === number || email?.toLowerCase() === account.label.toLowerCase());
		if (found) return found;
	}
	return null;
};
