import { noContent, ok } from '../../server/message';
import { record } from '../audit';
import type { GitHubCall, GitHubRoute } from '../call';
import { notFound } from '../errors';
import { paged } from '../paging';
import { NEEDS } from '../permissions';
import { showHook } from '../shapes/organizations';
import type { Hook, Organization } from '../state';
import { byNumber, inOrganization } from './places';

function hookOf({ params }: GitHubCall, { hooks }: Organization): Hook {
	const hook = hooks.find(({ id }) => id === Number(params.hook));
	if (hook === undefined) throw notFound();
	return hook;
}

export const hookRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/hooks', NEEDS.readHooks, (call, organization) => paged(call, { items: organization.hooks, show: (hook) => showHook(organization, hook, call.baseUrl), path: byNumber.organization(organization, '/hooks') })),
	...inOrganization('GET', '/hooks/:hook', NEEDS.readHooks, (call, organization) => ok(showHook(organization, hookOf(call, organization), call.baseUrl))),
	...inOrganization('DELETE', '/hooks/:hook', NEEDS.writeHooks, (call, organization) => {
		const hook = hookOf(call, organization);
		organization.hooks = organization.hooks.filter((other) => other !== hook);
		record(call, organization, 'hook.destroy', { hook_id: hook.id });
		return noContent();
	}),
];
