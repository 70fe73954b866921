import { asProblem, Problem } from '../../lifecycle/problem';
import { nextInHeader, pathOfLink } from '../http/nextLink';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import type { Http, HttpRequest } from '../http/types';
import { assertionOf, type GitHubApp } from './app';
import { dialect, numberIn, parse } from './client';
import { githubProblem } from './errors';

/** What an app works with for an hour: a token for each organisation it is installed in, by the organisation's login in lower case, or why there is none. */
export interface Session {
	[organisation: string]: { token: string; permissions: Record<string, string> } | { refused: string };
}

/** Nobody installs the app that gives and takes access in more; where GitHub names more, something is wrong. */
const mostInstallations = 200;

export const mintSession = async (app: GitHubApp, http: Http, now: () => Date): Promise<Session> => {
	const call = async (request: HttpRequest): Promise<{ body: unknown; next: string | null }> => {
		const response = await http({ ...request, headers: { ...dialect, authorization: `Bearer ${assertionOf(app, now())}` } });
		if (response.status === 401 || (response.status === 404 && request.method === 'GET')) {
			throw new Problem('unauthorised', 'GitHub does not accept the GitHub App. Check the app ID and the private key in the credential, that the key is still listed in the settings of the app, and that the clock of the n8n server is right; then press Test.', { status: response.status });
		}
		if (response.status < 200 || response.status > 299) throw githubProblem({ request, response, organisation: 'the organisation' });
		return { body: response.body, next: nextInHeader(response.headers['link']) };
	};

	const tokenOf = async (id: number) => {
		const body = parse.object((await call({ method: 'POST', path: path`/app/installations/${String(id)}/access_tokens`, body: {} })).body, 'token');
		return { token: parse.text(body['token'], 'token.token'), permissions: permissionsIn(body) };
	};

	const installations: Installation[] = [];
	for (let next: string | null = '/app/installations?per_page=100'; next !== null; ) {
		const page: { body: unknown; next: string | null } = await call({ method: 'GET', path: next });
		installations.push(...parse.array(page.body, 'installations').flatMap((row) => installationIn(parse.object(row, 'installation')) ?? []));
		next = page.next === null ? null : pathOfLink(page.next, 'GitHub');
		if (installations.length > mostInstallations) throw new Problem('misconfigured', `The GitHub App is installed in more than ${mostInstallations} organisations. Use an app of its own for this pack, installed only where it works.`);
	}
	const tokens = await Promise.all(
		installations.map(async ({ id, organisation }) => [organisation.toLowerCase(), await tokenOf(id).catch((error: unknown) => ({ refused: asProblem(error).message }))] as const),
	);
	return Object.fromEntries(tokens);
};

interface Installation {
	id: number;
	organisation: string;
}

/** Installations of people, and those that were suspended, give no access to an organisation. */
const installationIn = (row: Dictionary): Installation | null => {
	if (row['target_type'] !== 'Organization' || (row['suspended_at'] !== null && row['suspended_at'] !== undefined)) return null;
	return { id: numberIn(row['id'], 'installation.id'), organisation: parse.text(parse.object(row['account'], 'installation.account')['login'], 'installation.account.login') };
};

const permissionsIn = (body: Dictionary): Record<string, string> =>
	Object.fromEntries(Object.entries(parse.object(body['permissions'] ?? {}, 'token.permissions')).map(([name, access]) => [name, parse.text(access, 'token.permission')]));

/** Tells the credential the organisation whose token is meant: not every path names it. */
export const organisationHeader = 'x-jml-organisation';

export const knows = (session: Session, organisation: string): boolean => {
	const found = session[organisation.toLowerCase()];
	return found !== undefined && 'token' in found;
};

export const tokenFor = (session: Session, organisation: string): string => {
	const found = session[organisation.toLowerCase()];
	if (found === undefined) {
		const known = Object.keys(session);
		throw new Problem('misconfigured', `The GitHub App is not installed in ${organisation}, or was suspended there${known.length === 0 ? '' : ` (it is in ${known.join(', ')})`}. Have an owner install it, or correct Organisations in the node, then press Test in the credential.`);
	}
	if ('refused' in found) throw new Problem('forbidden', `GitHub issues no token for ${organisation}. ${found.refused}`);
	return found.token;
};
