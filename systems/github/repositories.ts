import type { AccountRef } from '../../lifecycle/system';
import type { Dictionary } from '../http/parse';
import { accountIn, numberIn, parse, type GitHub } from './client';

const running = new WeakMap<GitHub, Promise<string[]>>();

/** The names of all repositories of the organisation; steps that begin to read together ask once. */
export const repositoriesOf = (github: GitHub): Promise<string[]> => {
	const already = running.get(github);
	if (already !== undefined) return already;
	const reading = readNames(github).finally(() => running.delete(github));
	running.set(github, reading);
	return reading;
};

const readNames = async (github: GitHub): Promise<string[]> => {
	const names: string[] = [];
	for await (const page of github.pages('/orgs/{org}/repos', { query: { type: 'all' } })) names.push(...page.map((row) => parse.text(row['name'], 'repository.name')));
	return names;
};

const atOnce = 16;

/** Of every repository; a few at a time, so that a thousand of them do not stand in the way of everything else. */
export const ofEach = async <Found>(repositories: readonly string[], read: (repository: string) => Promise<Found[]>): Promise<Found[]> => {
	const found: Found[] = [];
	for (let from = 0; from < repositories.length; from += atOnce) found.push(...(await Promise.all(repositories.slice(from, from + atOnce).map(read))).flat());
	return found;
};

/** What somebody was given in one repository by name, beside what teams and ownership give. */
export type Collaboration = {
	repository: string;
	/** As it is given: `pull`, `triage`, `push`, `maintain`, `admin`, or a role of the organisation's own. */
	permission: string;
	/** The number of an invitation that was not accepted yet. */
	invitation: number | null;
};

/** Roles are read by one name and given by another. */
const givenAs = (role: string): string => ({ read: 'pull', write: 'push' })[role] ?? role;

export const collaborationsOf = async (github: GitHub, { id }: AccountRef): Promise<Collaboration[]> =>
	ofEach(await repositoriesOf(github), async (repository) => [...(await givenIn(github, repository, id)), ...(await invitedTo(github, repository, id))]);

const givenIn = async (github: GitHub, repository: string, id: string): Promise<Collaboration[]> => {
	for await (const page of github.pages('/repos/{owner}/{repo}/collaborators', { path: { repo: repository }, query: { affiliation: 'direct' } })) {
		const found = page.find((row) => accountIn(row).id === id);
		if (found) return [{ repository, permission: givenAs(parse.text(found['role_name'], 'collaborator.role_name')), invitation: null }];
	}
	return [];
};

const invitedTo = async (github: GitHub, repository: string, id: string): Promise<Collaboration[]> => {
	const found: Collaboration[] = [];
	for await (const page of github.pages('/repos/{owner}/{repo}/invitations', { path: { repo: repository } })) {
		for (const row of page) if (isFor(row, id)) found.push({ repository, permission: givenAs(parse.text(row['permissions'], 'invitation.permissions')), invitation: numberIn(row['id'], 'invitation.id') });
	}
	return found;
};

/** An invitation to an address has no invitee. */
const isFor = (row: Dictionary, id: string): boolean => row['invitee'] !== null && row['invitee'] !== undefined && accountIn(parse.object(row['invitee'], 'invitation.invitee')).id === id;

export interface DeployKey {
	repository: string;
	title: string;
	mayWrite: boolean;
	lastUsed: string | null;
}

/** Who added a key is told by login. */
export const deployKeysOf = async (github: GitHub, login: string): Promise<DeployKey[]> =>
	ofEach(await repositoriesOf(github), async (repository) => {
		const found: DeployKey[] = [];
		for await (const page of github.pages('/repos/{owner}/{repo}/keys', { path: { repo: repository } })) {
			for (const row of page) {
				if (parse.optionalText(row['added_by'], 'key.added_by')?.toLowerCase() !== login.toLowerCase()) continue;
				found.push({ repository, title: parse.optionalText(row['title'], 'key.title') ?? 'untitled', mayWrite: row['read_only'] !== true, lastUsed: parse.optionalText(row['last_used'], 'key.last_used') });
			}
		}
		return found;
	});
