import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import { vendorCodeOf } from '../http/microsoft/errors';
import type { Http } from '../http/types';
import { intuneClient } from './client';
import { intuneSteps } from './index';
import { actOnDevices, isGranted, readApprovals, readDevices, readUsers } from './permissions';

const usedFor: Readonly<Record<string, string>> = {
	[readDevices]: 'finding devices and seeing what became of them',
	[actOnDevices]: intuneSteps.map(({ label }) => label).join(', '),
	[readUsers]: 'finding the person, and whose a device is',
	[readApprovals]: 'seeing what was decided under Multi Admin Approval',
};

export const permissionsNeeded: readonly string[] = [...new Set(intuneSteps.flatMap(({ needs }) => needs))].sort();

/** A harmless read for each permission to read. */
const probes: readonly (readonly [path: string, permission: string])[] = [
	['/v1.0/deviceManagement/managedDevices?$top=1&$select=id', readDevices],
	['/v1.0/users?$top=1&$select=id', readUsers],
	['/beta/deviceManagement/operationApprovalRequests?$top=1', readApprovals],
];

/** What the app lacks, by name. `granted` is null where the token does not show it; then only reading can be tried. */
export const checkIntune = async (http: Http, granted: readonly string[] | null): Promise<Check> => {
	const lacking = new Set(granted === null ? [] : permissionsNeeded.filter((permission) => !isGranted(permission, granted)));
	const intune = intuneClient(http, { hrIdAttribute: 'employeeId', matchByEmail: false }, () => {});
	for (const [path, permission] of probes) {
		try {
			await intune.get(path);
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'forbidden') return { ok: false, message: problem.message };
			if (granted !== null && isGranted(permission, granted)) return { ok: false, message: `Connected and granted, but Intune refuses to be read (${vendorCodeOf(problem)}). It takes an active Intune licence in the tenant; then test again.` };
			lacking.add(permission);
		}
	}
	if (lacking.size === 0) return { ok: true, message: 'Connected, and every permission the steps need is granted' };
	const missing = [...lacking].sort();
	const parts = missing.map((permission) => `${permission} (${usedFor[permission] ?? 'reading'})`);
	return { ok: false, message: `Connected, but permission is missing: ${parts.join('; ')}. Add it to the app as an application permission, grant admin consent, then test again.`, missing };
};
