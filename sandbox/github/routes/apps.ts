import { randomBytes } from 'node:crypto';
import { noContent, ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { forbidden, notFound, refuse, unprocessable } from '../errors';
import { paged } from '../paging';
import { hasPermission, NEEDS } from '../permissions';
import { showApp, showInstallation } from '../shapes/organizations';
import { showRepository } from '../shapes/repositories';
import type { App, Installation, Permissions } from '../state';
import { gitHubTime, repositoriesOf } from '../state';
import { bodyOf, byNumber, inOrganization } from './places';

const HOUR = 3_600_000;

function appCalling({ state, caller }: GitHubCall): App {
	const app = caller.kind === 'app' ? state.apps.get(caller.appId) : undefined;
	if (app === undefined) throw refuse(401, 'A JSON web token could not be decoded');
	return app;
}

const installationsOf = ({ state }: GitHubCall, app: App) => [...state.installations.values()].filter(({ appId }) => appId === app.id);

function installationOf(call: GitHubCall): Installation {
	const installation = installationsOf(call, appCalling(call)).find(({ id }) => id === Number(call.params.installation));
	if (installation === undefined) throw notFound();
	return installation;
}

/** No more than the installation has; all of that, where nothing is said. */
function permissionsAsked(call: GitHubCall, { permissions }: Installation): Permissions {
	const { permissions: asked } = bodyOf(call) as { permissions?: Permissions };
	if (asked === undefined) return { ...permissions };
	const fits = Object.entries(asked).every(([name, access]) => hasPermission(permissions, `${name}:${access}`));
	if (!fits) throw unprocessable('The permissions requested are not granted to this installation.');
	return { ...asked };
}

function issueToken(call: GitHubCall): Reply {
	const { state, clock } = call;
	const installation = installationOf(call);
	if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended');
	const permissions = permissionsAsked(call, installation);
	const value = `ghs_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, '0')}`;
	const expiresAt = clock.now() + HOUR;
	state.installationTokens.set(value, { value, installationId: installation.id, permissions, expiresAt });
	return { status: 201, body: { token: value, expires_at: gitHubTime(expiresAt), permissions, repository_selection: 'all' } };
}

function installationRepositories(call: GitHubCall): Reply {
	const { state, caller, baseUrl } = call;
	const installation = caller.kind === 'installation' ? state.installations.get(caller.installationId) : undefined;
	if (installation === undefined) throw forbidden('Resource not accessible by personal access token');
	return paged(call, {
		items: repositoriesOf(state, installation.organizationId),
		show: (repository) => showRepository(state, repository, baseUrl),
		wrap: (repositories, total) => ({ total_count: total, repository_selection: 'all', repositories }),
	});
}

export const appRoutes: GitHubRoute[] = [
	{
		method: 'GET',
		path: '/app',
		handle: (call) => {
			const app = appCalling(call);
			const installations = installationsOf(call, app);
			return ok({ ...showApp(call.state, app, installations[0]?.permissions ?? {}, call.baseUrl), installations_count: installations.length });
		},
	},
	{ method: 'GET', path: '/app/installations', handle: (call) => paged(call, { items: installationsOf(call, appCalling(call)), show: (installation) => showInstallation(call.state, installation, call.baseUrl) }) },
	{ method: 'GET', path: '/app/installations/:installation', handle: (call) => ok(showInstallation(call.state, installationOf(call), call.baseUrl)) },
	{ method: 'POST', path: '/app/installations/:installation/access_tokens', handle: issueToken },
	{
		method: 'GET',
		path: '/apps/:slug',
		handle: (call) => {
			const app = [...call.state.apps.values()].find(({ slug }) => slug === call.params.slug);
			if (app === undefined) throw notFound();
			return ok(showApp(call.state, app, installationsOf(call, app)[0]?.permissions ?? {}, call.baseUrl));
		},
	},
	{ method: 'GET', path: '/installation/repositories', handle: installationRepositories },
	{
		method: 'DELETE',
		path: '/installation/token',
		handle: ({ state, incoming }) => {
			const [, token = ''] = /^(?:Bearer|token) (ghs_\S+)$/i.exec(incoming.headers.authorization ?? '') ?? [];
			if (!state.installationTokens.delete(token)) throw forbidden('Resource not accessible by personal access token');
			return noContent();
		},
	},
	...inOrganization('GET', '/installation', NEEDS.profile, (call, organization) => {
		const installation = installationsOf(call, appCalling(call)).find(({ organizationId }) => organizationId === organization.id);
		if (installation === undefined) throw notFound();
		return ok(showInstallation(call.state, installation, call.baseUrl));
	}),
	...inOrganization('GET', '/installations', NEEDS.readInstallations, (call, organization) =>
		paged(call, {
			items: [...call.state.installations.values()].filter(({ organizationId }) => organizationId === organization.id),
			show: (installation) => showInstallation(call.state, installation, call.baseUrl),
			path: byNumber.organization(organization, '/installations'),
			wrap: (installations, total) => ({ total_count: total, installations }),
		}),
	),
];
