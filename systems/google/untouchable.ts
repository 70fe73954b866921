import { asProblem } from '../../lifecycle/problem';
import { parse, type Google } from './client';
import type { GoogleAccount } from './find';
import { getUser, isUsable } from './user';

const customer = '/admin/directory/v1/customer/my_customer';

/** The admin n8n acts for, and the last super admin, are never cut: afterwards nobody could undo it. */
export const untouchable = async (google: Google, account: GoogleAccount): Promise<string | null> => {
	const [own, user] = await Promise.all([ownAccount(google), getUser(google, account.id)]);
	if (own === account.id || google.settings.adminEmail.toLowerCase() === user.email) {
		return 'n8n acts in the name of this very account, so cutting it would stop every case. Enter another admin in the Google credential first';
	}
	if (user.isSuperAdmin && !(await anotherSuperAdmin(google, account.id))) return 'it is the last super admin who can sign in. Make somebody else super admin first';
	return null;
};

/** The credential may name the admin by an alias. */
const ownAccount = async (google: Google): Promise<string | null> => {
	if (google.settings.adminEmail === '') return null;
	try {
		return (await getUser(google, google.settings.adminEmail)).id;
	} catch (error) {
		if (asProblem(error).code === 'not_found') return null;
		throw error;
	}
};

const anotherSuperAdmin = async (google: Google, accountId: string): Promise<boolean> => {
	try {
		const roles = await google.directory.list(`${customer}/roles`, 'items', { maxResults: 100 });
		const superRoles = roles.filter((role) => role['isSuperAdminRole'] === true).map((role) => parse.text(role['roleId'], 'role.roleId'));
		const holders = await Promise.all(superRoles.map((roleId) => google.directory.list(`${customer}/roleassignments`, 'items', { roleId, maxResults: 200 })));
		const others = new Set(holders.flat().map((assignment) => parse.text(assignment['assignedTo'], 'assignment.assignedTo')));
		others.delete(accountId);
		const able = await Promise.all([...others].map((id) => canActAsSuperAdmin(google, id)));
		return able.includes(true);
	} catch (error) {
		// Without the right to read roles Google's own refusal is the guard: it never lets its last super admin go.
		if (asProblem(error).code === 'forbidden') return true;
		throw error;
	}
};

/** Groups and service accounts hold roles too, and are nobody who could sign in. */
const canActAsSuperAdmin = async (google: Google, id: string): Promise<boolean> => {
	try {
		const user = await getUser(google, id);
		return user.isSuperAdmin && isUsable(user);
	} catch (error) {
		const { code } = asProblem(error);
		// What is no user of the company may be answered like somebody outside it.
		if (code === 'not_found' || code === 'forbidden') return false;
		throw error;
	}
};
