import { change, satisfied } from '../../../lifecycle/step';
import { splitDn } from '../dn';
import { moveTo, placeAt, type Place } from '../place';
import { right } from '../steps/_activeDirectory';
import { getUser } from '../user';
import { adGiving } from './wish';

type State = { parent: Place; leavers: Place | null; target: Place };

/** Of somebody who comes back. Everybody else is where somebody has put them. */
export const moveBack = adGiving<State>({
	id: 'moveBack',
	label: 'Move Back From Leavers OU',
	needs: [right.deleteUsers, right.createUsers, right.write('cn'), right.write('name')],
	readBackFrom: 'unit the account is in, by GUID',

	asked: ({ usable, ou }) => usable === true && ou !== null,

	read: async (ad, { id }, { ou }) => {
		const { leaversOu } = ad.settings;
		const { dn } = await getUser(ad, id, ['1.1']);
		return { parent: await placeAt(ad, splitDn(dn).parent), leavers: leaversOu === null ? null : await placeAt(ad, leaversOu), target: await placeAt(ad, ou!) };
	},
	plan: ({ parent, leavers, target }) => (leavers !== null && parent.id === leavers.id && parent.id !== target.id ? change(`${parent.dn} → ${target.dn}`) : satisfied(`The account is in ${parent.dn}`)),
	apply: (ad, { id }, { target }) => moveTo(ad, id, target.id),
});
