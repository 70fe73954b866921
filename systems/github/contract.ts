import type { paths } from '@octokit/openapi-types-ghec';

/** Documented by GitHub, and not in the published description yet. */
interface NewlyPublished {
	'/orgs/{org}/credential-authorizations/{username}/revoke': { post: { parameters: { path: { org: string; username: string } } } };
}

/** What GitHub publishes of the calls this pack makes: a path that is none of theirs does not compile. */
type Published = NewlyPublished &
	Pick<
		paths,
		| '/app'
		| '/app/installations'
		| '/app/installations/{installation_id}/access_tokens'
		| '/apps/{app_slug}'
		| '/orgs/{org}'
		| '/orgs/{org}/credential-authorizations'
		| '/orgs/{org}/installations'
		| '/orgs/{org}/invitations'
		| '/orgs/{org}/invitations/{invitation_id}'
		| '/orgs/{org}/invitations/{invitation_id}/teams'
		| '/orgs/{org}/members'
		| '/orgs/{org}/memberships/{username}'
		| '/orgs/{org}/outside_collaborators'
		| '/orgs/{org}/outside_collaborators/{username}'
		| '/orgs/{org}/personal-access-tokens'
		| '/orgs/{org}/personal-access-tokens/{pat_id}'
		| '/orgs/{org}/repos'
		| '/orgs/{org}/teams'
		| '/orgs/{org}/teams/{team_slug}/members'
		| '/orgs/{org}/teams/{team_slug}/memberships/{username}'
		| '/orgs/{org}/teams/{team_slug}/team-sync/group-mappings'
		| '/repos/{owner}/{repo}/collaborators'
		| '/repos/{owner}/{repo}/collaborators/{username}'
		| '/repos/{owner}/{repo}/invitations'
		| '/repos/{owner}/{repo}/invitations/{invitation_id}'
		| '/repos/{owner}/{repo}/keys'
		| '/scim/v2/organizations/{org}/Users/{scim_user_id}'
		| '/user'
		| '/user/memberships/orgs'
		| '/user/{account_id}'
		| '/users/{username}'
	>;

export type Verb = 'get' | 'post' | 'put' | 'delete';

/** The paths that know a method. */
export type PathFor<Method extends Verb> = { [Path in keyof Published]: Published[Path] extends Record<Method, object> ? Path : never }[keyof Published];

type Operation<Method extends Verb, Path> = Path extends keyof Published ? (Published[Path] extends Record<Method, infer Found> ? Found : never) : never;

type PathParameters<Of> = Of extends { parameters: { path: infer Found } } ? Found : object;
type QueryParameters<Of> = Of extends { parameters: { query?: infer Found } } ? Found : never;
type Body<Of> = Of extends { requestBody?: { content: { 'application/json': infer Found } } } ? Found : never;

/** The organisation fills these in itself. */
type Filled = 'org' | 'owner';
type Named<Of> = Omit<PathParameters<Of>, Filled>;

export type Given<Method extends Verb, Path> = (keyof Named<Operation<Method, Path>> extends never ? object : { path: Named<Operation<Method, Path>> }) & {
	query?: QueryParameters<Operation<Method, Path>>;
	body?: Body<Operation<Method, Path>>;
};
