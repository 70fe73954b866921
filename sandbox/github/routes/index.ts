import { accountRoutes } from './accounts';
import { appRoutes } from './apps';
import { auditRoutes } from './auditLog';
import { credentialRoutes } from './credentials';
import { graphqlRoutes } from './graphql';
import { hookRoutes } from './hooks';
import { invitationRoutes } from './invitations';
import { issueRoutes } from './issues';
import { memberRoutes } from './members';
import { repositoryRoutes } from './repositories';
import { scimRoutes } from './scim';
import { teamRoutes } from './teams';
import type { GitHubRoute } from '../call';

/** Everything that is answered. */
export const routes: readonly GitHubRoute[] = [
	...accountRoutes,
	...memberRoutes,
	...invitationRoutes,
	...teamRoutes,
	...repositoryRoutes,
	...issueRoutes,
	...credentialRoutes,
	...appRoutes,
	...hookRoutes,
	...auditRoutes,
	...scimRoutes,
	...graphqlRoutes,
];
