import type { GitHub } from '../client';
import { same } from '../identities';
import { isSynced, teamsOf, type Team } from '../teams';

export type NamedTeam = Team & { synced: boolean };

export const joinable = ({ synced }: NamedTeam): boolean => !synced;

/** Teams by number, by the name in their address, or by the name that is shown; and what is none, or not one alone. */
export const namedTeams = async (github: GitHub, names: readonly string[]): Promise<{ teams: NamedTeam[]; unclear: string[] }> => {
	if (names.length === 0) return { teams: [], unclear: [] };
	const all = await teamsOf(github);
	const found = names.map((name) => ({ name, fitting: all.filter((team) => String(team.id) === name || same(team.slug, name) || same(team.name, name)) }));
	const clear = found.flatMap(({ fitting }) => (fitting.length === 1 ? fitting : []));
	const distinct = clear.filter(({ id }, index) => clear.findIndex((team) => team.id === id) === index);
	return {
		teams: await Promise.all(distinct.map(async (team) => ({ ...team, synced: await isSynced(github, team.slug) }))),
		unclear: found.filter(({ fitting }) => fitting.length !== 1).map(({ name, fitting }) => `${name} (${fitting.length === 0 ? 'no such team' : 'several teams of that name; give the number'})`),
	};
};
