import { change, impossible, satisfied } from '../../../lifecycle/step';
import { replace } from '../client';
import { getUser } from '../user';
import { adStep, right } from './_activeDirectory';

const attribute = 'msExchHideFromAddressLists';

type Listing = { known: boolean; hidden: boolean };

export const hideFromAddressLists = adStep<Listing>({
	id: 'hideFromAddressLists',
	label: 'Hide From Address Lists',
	danger: 'Colleagues no longer find the person in the address book of Exchange. Mail still arrives. Restore Access lists them again.',
	needs: [right.write(attribute)],
	readBackFrom: `\`${attribute}\``,
	givenBack: 'yes',
	closes: 'data',
	stage: 'clean-up',
	optional: true,

	read: async (ad, { id }) => {
		const user = await getUser(ad, id, [attribute, 'allowedAttributes']);
		return { known: user.texts('allowedAttributes').includes(attribute), hidden: user.text(attribute) === 'TRUE' };
	},
	plan: ({ known, hidden }) => {
		if (!known) return impossible('This domain has no Exchange, so there is no address list to hide from here. Hide the mailbox where it is', 'not_removable_here');
		return hidden ? satisfied('Hidden from address lists') : change('Hide from address lists');
	},
	apply: (ad, { id }) => ad.modify(id, replace(attribute, 'TRUE')),

	undo: {
		plan: (now, before) => (now.hidden === before.hidden ? satisfied(now.hidden ? 'Hidden, as before' : 'Listed, as before') : change('List again')),
		apply: (ad, { id }) => ad.modify(id, replace(attribute)),
	},
});
