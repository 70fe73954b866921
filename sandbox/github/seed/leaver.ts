import type { Account } from '../state';
import type { Builder } from './builder';
import type { Scenery } from './company';
import { LEAVERS_FINE_GRAINED_TOKEN, LEAVERS_TOKEN } from './names';

/** Everything a leaver can have on GitHub. */
export function equipLeaver(builder: Builder, leaver: Account, { organization, repositories, teams }: Scenery): void {
	const { ago, ahead } = builder;
	teams.product.members.set(leaver.id, 'maintainer');
	teams.releases.members.set(leaver.id, 'member');
	repositories.platform.collaborators.set(leaver.id, 'maintain');
	repositories.website.collaborators.set(leaver.id, 'push');
	builder.repository(leaver, 'platform', { forkOf: repositories.platform.id });

	builder.authorized(organization, builder.credential(leaver, 'classic_pat', 'laptop', { value: LEAVERS_TOKEN, scopes: ['repo', 'read:org'], expiresAt: ahead(45) }));
	builder.authorized(organization, builder.credential(leaver, 'ssh_key', 'Mateo’s MacBook Pro'));
	builder.authorized(organization, builder.credential(leaver, 'oauth_app_token', 'Code editor', { scopes: ['repo', 'workflow'] }));
	const fineGrained = builder.credential(leaver, 'fine_grained_pat', 'release notes', { value: LEAVERS_FINE_GRAINED_TOKEN, expiresAt: ahead(20) });
	builder.grant(organization, fineGrained, { repositorySelection: 'subset', repositories: [repositories.platform.id, repositories.web.id], permissions: { contents: 'write', metadata: 'read', members: 'read' } });

	builder.deployKey(repositories.platform, 'deploy from staging', leaver, { readOnly: false, lastUsed: ago(1) });
	builder.deployKey(repositories.infrastructure, 'mirror', leaver);
	builder.install(builder.app('kestrel-releases', leaver), organization, { contents: 'write', metadata: 'read' });
}
