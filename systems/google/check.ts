import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import { googleClient, type Google, type GoogleConnections } from './client';
import { googleGivingSteps, googleSteps } from './index';
import { scopeName, scopeUrl } from './scopes';
import { usualSettings } from './settings';
import { customer } from './steps/_google';
import { getUser, usersPath } from './user';

/** Every scope the steps stand on, once. */
export const scopesNeeded: readonly string[] = [...new Set([...googleSteps, ...googleGivingSteps].flatMap(({ needs }) => needs))].sort();

/** As the Admin console wants them. */
export const scopesToGrant: string = scopesNeeded.map(scopeUrl).join(', ');

export const usedBy = (scope: string): string =>
	[...new Set([...googleSteps, ...googleGivingSteps].filter(({ needs }) => needs.includes(scope)).map(({ label }) => label))].join(', ');

/** A harmless read for each kind of permission that can be asked for without naming anybody but the admin. */
const probes: readonly { scope: string; read(google: Google): Promise<unknown> }[] = [
	{ scope: 'admin.directory.user.security', read: ({ directory, settings }) => directory.list(`${usersPath(settings.adminEmail)}/tokens`, 'items') },
	{ scope: 'admin.directory.group', read: ({ directory }) => directory.get('/admin/directory/v1/groups', { customer: 'my_customer', maxResults: 1 }) },
	{ scope: 'admin.directory.rolemanagement', read: ({ directory }) => directory.get(`${customer}/roles`, { maxResults: 1 }) },
	{ scope: 'admin.directory.device.mobile.action', read: ({ directory }) => directory.get(`${customer}/devices/mobile`, { maxResults: 1 }) },
	{ scope: 'admin.directory.device.chromeos', read: ({ directory }) => directory.get(`${customer}/devices/chromeos`, { maxResults: 1 }) },
	{ scope: 'admin.datatransfer', read: ({ directory }) => directory.get('/admin/datatransfer/v1/applications', { customerId: 'my_customer' }) },
	{ scope: 'admin.reports.audit.readonly', read: ({ directory }) => directory.get('/admin/reports/v1/activity/users/all/applications/login', { maxResults: 1 }) },
];

/** What the credential lacks, by name, and what will not work without it. `granted` are the scopes a token was issued for. */
export const checkGoogle = async (connections: GoogleConnections, adminEmail: string, granted: readonly string[]): Promise<Check> => {
	const google = googleClient(connections, { ...usualSettings, adminEmail }, () => {});
	const lacking = new Set(scopesNeeded.filter((scope) => !granted.map(scopeName).includes(scope)));
	const admin = await getUser(google, adminEmail).catch((error: unknown) => asProblem(error));
	if (admin instanceof Error) return { ok: false, message: admin.message };
	for (const { scope, read } of probes) {
		if (lacking.has(scope)) continue;
		try {
			await read(google);
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'forbidden') return { ok: false, message: problem.message };
			lacking.add(scope);
		}
	}
	if (lacking.size > 0) {
		const missing = [...lacking];
		return { ok: false, message: `Connected, but permission is missing: ${missing.map((scope) => `${scope} (${usedBy(scope)})`).join('; ')}. Authorise the scopes, and give ${admin.email} the admin privileges, then test again. Where a step is not used, its scope may stay out.`, missing };
	}
	if (admin.suspended) return { ok: false, message: `Connected, but ${admin.email}, the admin n8n acts for, is suspended. Enter another one.` };
	const whether = admin.isSuperAdmin ? '' : ` ${admin.email} is no super admin, so admins among the leavers cannot be cut; try the rest with a test person.`;
	return { ok: true, message: `Connected, and every scope the steps need is granted.${whether}` };
};
