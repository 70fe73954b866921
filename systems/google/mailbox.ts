import type { Plan } from '../../lifecycle/step';
import { impossible, satisfied } from '../../lifecycle/step';
import type { Api, Google } from './client';
import type { GoogleAccount } from './find';
import { getUser } from './user';

/** Whether the settings of a mailbox can be reached: only in the name of its owner, and only while that account can be signed in with. */
export type MailboxAccess = 'open' | 'none' | 'suspended' | 'archived' | 'nobody can act as the owner';

const root = '/gmail/v1/users/me/settings';

export interface Mailbox {
	get: (setting: string) => ReturnType<Api['get']>;
	list: (setting: string, field: string) => ReturnType<Api['list']>;
	send: (method: 'POST' | 'PUT' | 'DELETE', setting: string, body?: unknown) => ReturnType<Api['send']>;
}

const over = (api: Api): Mailbox => ({
	get: (setting) => api.get(`${root}/${setting}`),
	list: (setting, field) => api.list(`${root}/${setting}`, field),
	send: (method, setting, body) => api.send(method, `${root}/${setting}`, body),
});

const accessTo = async (google: Google, { id }: GoogleAccount): Promise<MailboxAccess> => {
	const user = await getUser(google, id);
	if (!user.hasMailbox) return 'none';
	if (user.suspended) return 'suspended';
	if (user.archived) return 'archived';
	return google.gmail === null ? 'nobody can act as the owner' : 'open';
};

/** What is read of a mailbox, or why it could not be. */
export const readMailbox = async <Found>(google: Google, account: GoogleAccount, read: (mailbox: Mailbox) => Promise<Found>): Promise<{ access: MailboxAccess; found: Found | null }> => {
	const access = await accessTo(google, account);
	return { access, found: access === 'open' ? await read(mailboxOf(google, account)) : null };
};

export const mailboxOf = ({ gmail }: Google, { label }: GoogleAccount): Mailbox => {
	if (gmail === null) throw new Error('A mailbox is asked for that nobody can open.');
	return over(gmail(label));
};

/** The plan for a mailbox that cannot be reached. */
export const unreachable = (access: MailboxAccess, what: string): Plan | null => {
	switch (access) {
		case 'open':
			return null;
		case 'none':
			return satisfied('The account has no mailbox');
		case 'suspended':
		case 'archived':
			return impossible(`${what} cannot be looked at: Google lets nobody act as an account that is ${access}. While it is ${access} its mailbox takes and forwards nothing; what is set there counts again if the account is un-${access}, so look then`, 'not_removable_here');
		case 'nobody can act as the owner':
			return impossible(`${what} cannot be looked at over OAuth: only a service account with domain-wide delegation can act as the owner of a mailbox. Use one in this node, or look in the Admin console`, 'not_removable_here');
	}
};
