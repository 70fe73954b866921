import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { entraClient, nothingOnPremises } from './client';
import { vendorCodeOf } from '../http/microsoft/errors';
import { entraGiving } from './giving';
import { entraSteps } from './index';
import { isGranted, permissionFor } from './permissions';

type Needing = { label: string; needs: readonly string[] };

/** Whatever stands on a permission, by the name it has in the node. */
const everything: readonly Needing[] = [
	...entraSteps,
	{ label: 'finding the account', needs: ['User.Read.All'] },
	{ label: 'sparing the last Global Administrator', needs: ['RoleManagement.Read.Directory', 'GroupMember.Read.All'] },
	{ label: 'Grant Access', needs: [...entraGiving.create.needs, ...entraGiving.steps.flatMap(({ needs }) => needs)] },
];

/** Every permission, once. */
export const permissionsNeeded: readonly string[] = [...new Set(everything.flatMap(({ needs }) => needs))].sort();

/** A harmless read for each kind of permission. */
const probes: readonly string[] = [
	'/v1.0/users?$top=1&$select=id,accountEnabled',
	'/v1.0/groups?$top=1&$select=id',
	'/v1.0/roleManagement/directory/roleAssignments?$top=1',
	'/v1.0/devices?$top=1&$select=id',
	'/v1.0/subscribedSkus?$select=id',
	'/v1.0/oauth2PermissionGrants?$top=1',
	'/v1.0/auditLogs/directoryAudits?$top=1',
];

const usedBy = (permission: string): string => [...new Set(everything.filter(({ needs }) => needs.includes(permission)).map(({ label }) => label))].join(', ');

/** What the app lacks, by name, and what will not work without it. `granted` is null where the token does not show it. */
export const checkEntra = async (http: Http, granted: readonly string[] | null): Promise<Check> => {
	const lacking = new Set(granted === null ? [] : permissionsNeeded.filter((permission) => !isGranted(permission, granted)));
	const settings = { graphUrl: '', hrIdAttribute: 'employeeId', matchByEmail: false, autoReply: null, licencesWaitForMailbox: false, onPremises: nothingOnPremises };
	const entra = entraClient(http, settings, () => {});
	for (const path of probes) {
		try {
			await entra.get(path);
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'forbidden') return { ok: false, message: problem.message };
			// A licence that the tenant does not have is nothing an administrator of the app can grant.
			if (!/Premium|License/i.test(vendorCodeOf(problem))) lacking.add(permissionFor({ method: 'GET', path }));
		}
	}
	if (lacking.size === 0) {
		return { ok: true, message: 'Connected, and every permission the steps need is granted. To block administrators, the app needs a directory role as well; the documentation says which' };
	}
	const missing = [...lacking].sort();
	const parts = missing.map((permission) => `${permission} (${usedBy(permission) || 'reading'})`);
	return { ok: false, message: `Connected, but permission is missing: ${parts.join('; ')}. Add it to the app as an application permission, grant admin consent, then test again.`, missing };
};
