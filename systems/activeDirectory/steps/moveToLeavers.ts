import { change, impossible, satisfied } from '../../../lifecycle/step';
import { splitDn } from '../dn';
import { moveTo, placeAt, type Place } from '../place';
import { getUser } from '../user';
import { adStep, right } from './_activeDirectory';

type Places = { parent: Place; target: Place | null };

export const moveToLeavers = adStep<Places>({
	id: 'moveToLeavers',
	label: 'Move to Leavers OU',
	danger: 'The account goes to the organisational unit set in Leavers OU, and other group policies apply to it. Restore Access moves it back.',
	needs: [right.deleteUsers, right.createUsers, right.write('cn'), right.write('name')],
	readBackFrom: 'unit the account is in, by GUID',
	givenBack: 'yes',
	closes: 'entitlements',
	// Last, because rights may hang on the unit the account is in.
	stage: 'clean-up',
	optional: true,

	read: async (ad, { id }) => {
		const { leaversOu } = ad.settings;
		const { dn } = await getUser(ad, id, ['1.1']);
		return { parent: await placeAt(ad, splitDn(dn).parent), target: leaversOu === null ? null : await placeAt(ad, leaversOu) };
	},
	plan: ({ parent, target }) => {
		if (target === null) return impossible('No unit for leavers is set, so the account stays where it is. Enter one in Leavers OU in the options of the node, or untick this step');
		return parent.id === target.id ? satisfied(`The account is in ${target.dn}`) : change(`${parent.dn} → ${target.dn}`);
	},
	apply: (ad, { id }, { target }) => moveTo(ad, id, target!.id),

	undo: {
		plan: (now, before) => (now.parent.id === before.parent.id ? satisfied(`The account is in ${now.parent.dn}, as before`) : change(`${now.parent.dn} → ${before.parent.dn}`)),
		apply: (ad, { id }, _now, before) => moveTo(ad, id, before.parent.id),
	},
});
