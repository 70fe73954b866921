import type { Scene } from './call';
import { refuse } from './errors';
import { leaveGroups } from './groups';
import type { Consequences } from './settings';
import type { ScimUser } from './state';

export type Happening = Pick<Scene, 'app' | 'clock'>;

export const isActive = ({ resource, deletedAt }: ScimUser) => deletedAt === null && resource.active === true;

export function notOwner({ app: { settings } }: Happening, { role, resource }: ScimUser): void {
	if (role === 'owner' && settings.ownersRefuse !== null) throw refuse(settings.ownersRefuse, `${String(resource.userName)} is an owner and cannot be deactivated`);
}

function befall(scene: Happening, user: ScimUser, consequences: Consequences): void {
	const { app, clock } = scene;
	const { account, sessions, sessionsEndAfterMs, tokens, sparedTokens, groups } = consequences;
	user.resource = { ...user.resource, active: false };
	user.invited = false;
	if (sessions === 'end') {
		const end = clock.now() + sessionsEndAfterMs;
		user.sessions = user.sessions.map(({ endsAt }) => ({ endsAt: Math.min(endsAt ?? end, end) }));
	}
	const spared = ({ kind }: { kind: string }) => sparedTokens.includes(kind);
	if (tokens === 'deleted') user.tokens = user.tokens.filter(spared);
	if (tokens === 'suspended') user.tokens = user.tokens.map((token) => (spared(token) ? token : { ...token, state: 'suspended' }));
	if (groups === 'left') leaveGroups(scene, user.id);
	if (account === 'deactivated') return;
	user.deletedAt = clock.iso();
	app.users.delete(user.id);
	app.deleted.set(user.id, user);
}

export const deactivate = (scene: Happening, user: ScimUser) => befall(scene, user, scene.app.settings.onDeactivate);
export const remove = (scene: Happening, user: ScimUser) => befall(scene, user, scene.app.settings.onDelete);

export function reactivate(user: ScimUser): void {
	user.resource = { ...user.resource, active: true };
	user.tokens = user.tokens.map((token) => ({ ...token, state: 'works' }));
}
