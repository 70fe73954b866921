import type { HttpResponse } from '../http/types';

const inside: Readonly<Record<string, readonly string[]>> = {
	'admin:org': ['write:org', 'read:org', 'manage_runners:org'],
	'write:org': ['read:org'],
	repo: ['repo:status', 'repo_deployment', 'public_repo', 'repo:invite', 'security_events'],
};

const listed = (header: string | undefined): string[] => (header ?? '').split(',').map((scope) => scope.trim()).filter((scope) => scope !== '');

/** The scopes of a classic token, with those that come with them; null for what has no scopes. */
export const scopesHeld = ({ headers }: Pick<HttpResponse, 'headers'>): string[] | null => {
	const held = headers['x-oauth-scopes'];
	return held === undefined ? null : listed(held).flatMap((scope) => [scope, ...(inside[scope] ?? [])]);
};

/** Any one of these would have done, and the token has none; empty where scopes are not the reason. */
export const scopesLacking = (response: Pick<HttpResponse, 'headers'>): string[] => {
	const held = scopesHeld(response);
	const accepted = listed(response.headers['x-accepted-oauth-scopes']);
	return held === null || accepted.some((scope) => held.includes(scope)) ? [] : accepted;
};
