import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { oktaClient } from './client';
import { oktaSteps } from './index';
import { usersPath } from './find';
import { parseUser } from './user';

/** Every scope the steps stand on, once. */
export const scopesNeeded: readonly string[] = [...new Set(oktaSteps.flatMap((step) => step.needs))].sort();

/** A harmless read for each kind of permission. */
const probes: readonly { path: string; scope: string }[] = [
	{ path: '/api/v1/users?limit=1', scope: 'okta.users.read' },
	{ path: '/api/v1/groups?limit=1', scope: 'okta.groups.read' },
	{ path: '/api/v1/groups/rules?limit=1', scope: 'okta.groups.read' },
	{ path: '/api/v1/apps?limit=1', scope: 'okta.apps.read' },
	{ path: '/api/v1/iam/assignees/users?limit=1', scope: 'okta.roles.read' },
	{ path: '/api/v1/devices?limit=1', scope: 'okta.devices.read' },
	{ path: '/api/v1/api-tokens?limit=1', scope: 'okta.apiTokens.read' },
	{ path: '/api/v1/logs?limit=1', scope: 'okta.logs.read' },
];

const readOnlyRoles = new Set(['READ_ONLY_ADMIN', 'REPORT_ADMIN']);

const usedBy = (scope: string): string =>
	oktaSteps
		.filter((step) => step.needs.includes(scope))
		.map(({ label }) => label)
		.join(', ');

/** What the credential lacks, by name, and what will not work without it. */
export const checkOkta = async (http: Http, actsAs: 'user' | 'app', granted: readonly string[] | null): Promise<Check> => {
	// Reads one page only: `list` would follow every next link.
	const lacking = new Set(granted === null ? [] : scopesNeeded.filter((scope) => !granted.includes(scope)));
	for (const { path, scope } of probes) {
		try {
			const okta = oktaClient((request) => http(request).then((response) => ({ ...response, headers: { ...response.headers, link: '' } })), { actsAs, hrIdAttribute: '', matchByEmail: false }, () => {});
			if (path.includes('/iam/')) await okta.get(path);
			else await okta.list(path);
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'forbidden') return { ok: false, message: problem.message };
			lacking.add(scope);
		}
	}
	if (lacking.size > 0) {
		const missing = [...lacking];
		const parts = missing.map((scope) => `${scope} (${usedBy(scope)})`);
		return { ok: false, message: `Connected, but permission is missing: ${parts.join('; ')}. Grant it to the ${actsAs === 'user' ? "token's admin" : 'service app, together with an admin role'}, then test again.`, missing };
	}
	const role = actsAs === 'user' ? await onlyReads(http) : null;
	return role === null ? { ok: true, message: actsAs === 'user' ? 'Connected, and every permission the steps need is there' : "Connected, and every scope the steps need is granted. Okta does not tell whether the app's admin role allows changes; try it with a test person" } : { ok: false, message: role };
};

const onlyReads = async (http: Http): Promise<string | null> => {
	const okta = oktaClient(http, { actsAs: 'user', hrIdAttribute: '', matchByEmail: false }, () => {});
	const me = parseUser(await okta.get('/api/v1/users/me'));
	const roles = await okta.list(`${usersPath(me.id)}/roles`);
	const types = roles.map((role) => String(role['type']));
	const reading = types.length === 0 || types.every((type) => readOnlyRoles.has(type));
	return reading ? `Connected as ${me.login}, who can only read (${types.join(', ') || 'no admin role of their own'}). Make the token as an admin who may change users, or use a service app.` : null;
};
