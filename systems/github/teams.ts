import { asProblem } from '../../lifecycle/problem';
import type { AccountRef } from '../../lifecycle/system';
import { invitationIn, invitationOf, loginOf } from './account';
import { unlessGone } from '../http/gone';
import { numberIn, parse, type GitHub } from './client';
import { hasSingleSignOn } from './identities';
import { ofEach } from './repositories';

export type TeamRole = 'member' | 'maintainer';

export type Team = { id: number; slug: string; name: string; parent: number | null };

/** A team somebody is in. */
export type OwnTeam = Team & {
	role: TeamRole;
	/** Filled by a group at the identity provider: nobody is put in or taken out here. */
	synced: boolean;
	/** In a team below it as well, whose members are members here: GitHub does not tell whether they were also put in by name. */
	through: boolean;
};

const running = new WeakMap<GitHub, Promise<Team[]>>();

/** Steps that begin to read together ask once. */
export const teamsOf = (github: GitHub): Promise<Team[]> => {
	const already = running.get(github);
	if (already !== undefined) return already;
	const reading = readTeams(github).finally(() => running.delete(github));
	running.set(github, reading);
	return reading;
};

const readTeams = async (github: GitHub): Promise<Team[]> => {
	const teams: Team[] = [];
	for await (const page of github.pages('/orgs/{org}/teams', {})) {
		for (const row of page) {
			const parent = row['parent'] === null || row['parent'] === undefined ? null : numberIn(parse.object(row['parent'], 'team.parent')['id'], 'team.parent.id');
			teams.push({ id: numberIn(row['id'], 'team.id'), slug: parse.text(row['slug'], 'team.slug'), name: parse.text(row['name'], 'team.name'), parent });
		}
	}
	return teams;
};

/** GitHub has no list of somebody else's teams: each is asked. Whoever was invited to one counts as in it. */
export const ownTeamsOf = async (github: GitHub, account: AccountRef): Promise<OwnTeam[]> => {
	const all = await teamsOf(github);
	if (invitationIn(account) !== null) return invitedTeams(github, account, all);
	const login = await loginOf(github, account);
	const bySlug = new Map(all.map((team) => [team.slug, team]));
	const found = await ofEach([...bySlug.keys()], async (slug) => {
		const role = await roleIn(github, slug, login);
		return role === null ? [] : [{ ...bySlug.get(slug)!, role, synced: await isSynced(github, slug) }];
	});
	return found.map((team) => ({ ...team, through: isThroughChild(team, found) }));
};

const invitedTeams = async (github: GitHub, account: AccountRef, all: readonly Team[]): Promise<OwnTeam[]> => {
	const invitation = await invitationOf(github, account);
	const rows = invitation === null ? [] : await unlessGone(() => github.list('/orgs/{org}/invitations/{invitation_id}/teams', { path: { invitation_id: invitation.id } }));
	const ids = (rows ?? []).map((row) => numberIn(row['id'], 'team.id'));
	return all.filter(({ id }) => ids.includes(id)).map((team) => ({ ...team, role: 'member', synced: false, through: false }));
};

const roleIn = async (github: GitHub, slug: string, username: string): Promise<TeamRole | null> => {
	const found = await unlessGone(() => github.get('/orgs/{org}/teams/{team_slug}/memberships/{username}', { path: { team_slug: slug, username } }));
	return found === null ? null : found['role'] === 'maintainer' ? 'maintainer' : 'member';
};

const isThroughChild = ({ id, role }: Omit<OwnTeam, 'through'>, teams: readonly Team[]): boolean => role === 'member' && teams.some(({ parent }) => parent === id);

export const isSynced = async (github: GitHub, slug: string): Promise<boolean> => {
	if (!(await hasSingleSignOn(github))) return false;
	try {
		const { groups } = await github.get('/orgs/{org}/teams/{team_slug}/team-sync/group-mappings', { path: { team_slug: slug } });
		return groups !== undefined && parse.array(groups, 'team.groups').length > 0;
	} catch (error) {
		const problem = asProblem(error);
		// Single sign-on may come without this, which GitHub tells by refusing; nobody stays in for it.
		if (problem.code === 'forbidden' || problem.code === 'not_found' || problem.code === 'rejected') return false;
		throw problem;
	}
};

export const joinTeam = (github: GitHub, slug: string, username: string, role: TeamRole): Promise<unknown> =>
	github.send('put', '/orgs/{org}/teams/{team_slug}/memberships/{username}', { path: { team_slug: slug, username }, body: { role } });

export const leaveTeam = (github: GitHub, slug: string, username: string): Promise<unknown> =>
	github.send('delete', '/orgs/{org}/teams/{team_slug}/memberships/{username}', { path: { team_slug: slug, username } });

/** Who maintains it besides, owners of the organisation not counted: they may do so everywhere. */
export const maintainersOf = async (github: GitHub, slug: string): Promise<string[]> => {
	const rows = await github.list('/orgs/{org}/teams/{team_slug}/members', { path: { team_slug: slug }, query: { role: 'maintainer' } });
	return rows.map((row) => String(numberIn(row['id'], 'member.id')));
};
