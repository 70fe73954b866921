import { failedCheck, type Check } from '../../lifecycle/check';
import { Problem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { githubClient, parse } from './client';
import { githubGiving } from './giving';
import { githubSteps } from './index';
import type { Session } from './session';
import { seeing } from './steps/_github';

type Needing = { label: string; needs: readonly string[] };

/** Whatever stands on a permission, by the name it has in the node. */
const everything: readonly Needing[] = [
	{ label: 'finding the account', needs: seeing },
	...githubSteps,
	{ label: 'Grant Access', needs: [...githubGiving.create.needs, ...githubGiving.steps.flatMap(({ needs }) => needs)] },
];

const all = [...new Set(everything.flatMap(({ needs }) => needs))].sort();

/** Every permission of a GitHub App, once: whoever may write may read. */
export const permissionsNeeded: readonly string[] = all.filter((need) => !(need.endsWith(':read') && all.includes(need.replace(/:read$/, ':write'))));

/** What a classic token has instead. Fine-grained tokens of others are shown to apps alone. */
const scopeFor = (permission: string): string | null => {
	if (permission.startsWith('organization_personal_access_tokens')) return null;
	return /^(administration|metadata):/.test(permission) ? 'repo' : 'admin:org';
};

export const scopesNeeded: readonly string[] = [...new Set(permissionsNeeded.flatMap((permission) => scopeFor(permission) ?? []))].sort();

const usedBy = (fits: (need: string) => boolean): string => [...new Set(everything.filter(({ needs }) => needs.some(fits)).map(({ label }) => label))].join(', ');

const failing = async (check: () => Promise<Check>): Promise<Check> => check().catch((error: unknown) => (failedCheck(error)));

/** What a token lacks, by name, and what will not work without it. */
export const checkToken = (http: Http): Promise<Check> =>
	failing(async () => {
		// Answers about single sign-on come in headers of the list of the organisations.
		const closed: string[] = [];
		const watching: Http = async (request) => {
			const response = await http(request);
			const [, ids] = /^partial-results; organizations=([\d,]+)/.exec(response.headers['x-github-sso'] ?? '') ?? [];
			if (ids !== undefined) closed.push(...ids.split(','));
			return response;
		};
		const github = githubClient(watching, { organisation: 'github', actsAs: 'user', login: null }, () => {});
		const { login, scopes } = await github.whoAmI();
		if (scopes === null) return { ok: false, message: `Connected as ${login}, but this is no classic token: only these, and GitHub Apps, may see what single sign-on and members are about. Make one under github.com/settings/tokens with the scopes ${scopesNeeded.join(' and ')}.` };
		const lacking = scopesNeeded.filter((scope) => !scopes.includes(scope));
		if (lacking.length > 0) {
			return { ok: false, message: `Connected as ${login}, but the token lacks scopes: ${lacking.map((scope) => `${scope} (${usedBy((need) => scopeFor(need) === scope)})`).join('; ')}. Add them under github.com/settings/tokens, then test again.`, missing: lacking };
		}
		const memberships = await github.list('/user/memberships/orgs', { query: { state: 'active' } });
		const owned = memberships.filter((row) => row['role'] === 'admin').map((row) => parse.text(parse.object(row['organization'], 'membership.organization')['login'], 'organization.login'));
		const locked = closed.length === 0 ? '' : ` It is not authorised for single sign-on of ${closed.length === 1 ? 'one organisation' : `${closed.length} organisations`}: "Configure SSO" beside the token under github.com/settings/tokens.`;
		if (owned.length === 0) return { ok: false, message: `Connected as ${login}, who owns no organisation the token can see; only owners may remove members.${locked}` };
		return { ok: true, message: `Connected as ${login}, an owner of ${owned.join(', ')}, and the token has every scope the steps need.${locked} Fine-grained tokens of others are shown to a GitHub App only.` };
	});

const grants = (held: Record<string, string>, permission: string): boolean => {
	const [name = '', access] = permission.split(':');
	return held[name] === 'write' || held[name] === 'admin' || held[name] === access;
};

/** What the app lacks in each organisation it is installed in. */
export const checkApp = (mint: () => Promise<Session>): Promise<Check> =>
	failing(async () => {
		const installed = Object.entries(await mint());
		if (installed.length === 0) throw new Problem('misconfigured', 'Connected, but the GitHub App is installed in no organisation. Have an owner install it under Settings, GitHub Apps, Install App, then test again.');
		const lacking = installed.flatMap(([organisation, issued]) => {
			if ('refused' in issued) return [{ missing: permissionsNeeded, said: `in ${organisation} all: ${issued.refused}` }];
			const { permissions } = issued;
			const missing = permissionsNeeded.filter((permission) => !grants(permissions, permission));
			return missing.length === 0 ? [] : [{ missing, said: `in ${organisation} ${missing.map((permission) => `${permission} (${usedBy((need) => need === permission || need === permission.replace(/:write$/, ':read'))})`).join('; ')}` }];
		});
		const places = installed.map(([organisation]) => organisation).join(', ');
		if (lacking.length > 0) {
			return { ok: false, message: `Connected, but the GitHub App lacks permissions: ${lacking.map(({ said }) => said).join('. ')}. Add them to the app, have an owner accept them, then test again.`, missing: [...new Set(lacking.flatMap(({ missing }) => missing))] };
		}
		return { ok: true, message: `Connected to ${places}, and every permission the steps need is granted` };
	});
