import { change, satisfied } from '../../../lifecycle/step';
import { moveTo } from '../steps/moveToOrgUnit';
import { getUser } from '../user';
import { googleGiving } from './wish';

export const placeInOrgUnit = googleGiving<{ orgUnitPath: string }>({
	id: 'moveToOrgUnit',
	label: 'Place in Organisational Unit',
	needs: ['admin.directory.user'],
	readBackFrom: 'organisational unit of the account',

	asked: ({ orgUnitPath }) => orgUnitPath !== '',
	read: async (google, { id }) => ({ orgUnitPath: (await getUser(google, id)).orgUnitPath }),
	plan: ({ orgUnitPath }, wish) => (orgUnitPath === wish.orgUnitPath ? satisfied(`In ${orgUnitPath}`) : change(`${orgUnitPath} → ${wish.orgUnitPath}`)),
	apply: (google, { id }, _state, wish) => moveTo(google, id, wish.orgUnitPath),
});
