import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { Google } from '../client';
import { getUser, usersPath } from '../user';
import { googleStep } from './_google';

type Place = { orgUnitPath: string; wanted: string };

export const moveTo = async ({ directory }: Google, id: string, orgUnitPath: string): Promise<void> => {
	await directory.send('PUT', usersPath(id), { orgUnitPath });
};

export const moveToOrgUnit = googleStep<Place>({
	id: 'moveToOrgUnit',
	label: 'Move to Organisational Unit',
	danger: 'The account is put where the options of the node say, and the policies and services of that organisational unit apply to it. Restore Access moves it back.',
	needs: ['admin.directory.user'],
	readBackFrom: 'organisational unit of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	stage: 'clean-up',
	// What an organisational unit allows may differ, and the transfer is to end first.
	after: ['transferOwnership', 'removeFromGroups', 'revokeAdminRoles'],
	optional: true,

	read: async (google, { id }) => ({ orgUnitPath: (await getUser(google, id)).orgUnitPath, wanted: google.settings.leaversOrgUnit }),
	plan: ({ orgUnitPath, wanted }) => {
		if (wanted === '') return impossible('The account was not moved: name the organisational unit for leavers in the options of the node, then run the case again');
		return orgUnitPath === wanted ? satisfied(`In ${orgUnitPath}`) : change(`${orgUnitPath} → ${wanted}`);
	},
	apply: (google, { id }, { wanted }) => moveTo(google, id, wanted),

	undo: {
		plan: (now, before) => (now.orgUnitPath === before.orgUnitPath ? satisfied(`In ${now.orgUnitPath}, as before`) : change(`${now.orgUnitPath} → ${before.orgUnitPath}`)),
		apply: (google, { id }, _now, before) => moveTo(google, id, before.orgUnitPath),
	},
});
