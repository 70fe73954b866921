import { ok } from '../../server/message';
import { deactivation } from '../settings';
import { application } from './application';

const TEN_MINUTES = 600_000;

/** Devices are signed out ten minutes after the suspension. That deleting suspends is unconfirmed. */
const suspension = { ...deactivation, sessions: 'end', sessionsEndAfterMs: TEN_MINUTES } as const;

/** A bridge the company runs itself: while it is down (`gateway`), nothing reaches 1Password. */
export const onePassword = application('1Password', '/scim', {
	knowsEmployeeIds: true,
	routes: [
		{ method: 'GET', path: '/ping', needs: 'nothing', handle: () => ok('pong') },
		{ method: 'GET', path: '/health', handle: () => ok({ reports: [{ source: 'ConfirmationWatcher', state: 'healthy' }] }) },
	],
	settings: { onDeactivate: suspension, onDelete: suspension },
});
