import type { Role } from './account';
import type { GitHub } from './client';

interface Invited {
	/** One of both. */
	invitee?: number;
	email?: string;
	role: Role;
	teams: readonly number[];
}

/** GitHub mails the invitation; whoever accepts it is in. */
export const invite = (github: GitHub, { invitee, email, role, teams }: Invited): Promise<unknown> =>
	github.send('post', '/orgs/{org}/invitations', {
		body: {
			...(invitee === undefined ? {} : { invitee_id: invitee }),
			...(email === undefined ? {} : { email }),
			role: role === 'member' ? 'direct_member' : role,
			team_ids: [...teams],
		},
	});
