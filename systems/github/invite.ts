import type { GitHub } from './client';

interface Invited {
	/** One of both. */
	invitee?: number;
	email?: string;
	role: 'admin' | 'member';
	teams: readonly number[];
}

/** GitHub mails the invitation; whoever accepts it is in. */
export const invite = (github: GitHub, { invitee, email, role, teams }: Invited): Promise<unknown> =>
	github.send('post', '/orgs/{org}/invitations', {
		body: {
			...(invitee === undefined ? {} : { invitee_id: invitee }),
			...(email === undefined ? {} : { email }),
			role: role === 'admin' ? 'admin' : 'direct_member',
			team_ids: [...teams],
		},
	});
