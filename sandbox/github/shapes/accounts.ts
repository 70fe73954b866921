import type { Account, GitHubState } from '../state';

export const nodeId = (kind: string, id: number) => Buffer.from(`0${kind.length}:${kind}${id}`).toString('base64');

/** An account as every list shows it. */
export function showAccount({ id, login, type }: Pick<Account, 'id' | 'login' | 'type'>, baseUrl: string) {
	const url = `${baseUrl}/users/${encodeURIComponent(login)}`;
	return {
		login,
		id,
		node_id: nodeId(type, id),
		avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
		gravatar_id: '',
		url,
		html_url: `https://github.com/${login}`,
		followers_url: `${url}/followers`,
		following_url: `${url}/following{/other_user}`,
		gists_url: `${url}/gists{/gist_id}`,
		starred_url: `${url}/starred{/owner}{/repo}`,
		subscriptions_url: `${url}/subscriptions`,
		organizations_url: `${url}/orgs`,
		repos_url: `${url}/repos`,
		events_url: `${url}/events{/privacy}`,
		received_events_url: `${url}/received_events`,
		type,
		user_view_type: 'public',
		site_admin: false,
	};
}

const GHOST: Pick<Account, 'id' | 'login' | 'type'> = { id: 10137, login: 'ghost', type: 'User' };

/** Who is no longer there is shown as GitHub's ghost. */
export const showAccountById = (state: GitHubState, id: number, baseUrl: string) => showAccount(state.accounts.get(id) ?? GHOST, baseUrl);

export const showProfile = (account: Account, baseUrl: string) => ({
	...showAccount(account, baseUrl),
	name: account.name,
	company: null,
	blog: '',
	location: null,
	email: account.publicEmail,
	hireable: null,
	bio: null,
	public_repos: 0,
	public_gists: 0,
	followers: 0,
	following: 0,
	created_at: account.createdAt,
	updated_at: account.updatedAt,
});

/** What only its owner sees. */
export const showOwnProfile = (account: Account, baseUrl: string) => ({
	...showProfile(account, baseUrl),
	user_view_type: 'private',
	private_gists: 0,
	total_private_repos: 0,
	owned_private_repos: 0,
	disk_usage: 0,
	collaborators: 0,
	two_factor_authentication: account.twoFactor,
});
