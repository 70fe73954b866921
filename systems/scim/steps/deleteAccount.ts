import { change, impossible, satisfied } from '../../../lifecycle/step';
import { unlessGone } from '../../http/gone';
import type { Application } from '../application';
import { readStanding, userPath, type Standing } from '../user';
import { isGone, scimStep, usersRight } from './_scim';

const never: Record<'disables' | 'refused', (label: string) => string> = {
	disables: (label) => `${label} never deletes an account through SCIM: it only deactivates it, which Disable Account does. Delete it there, if it has to be`,
	refused: (label) => `${label} does not offer to delete an account through SCIM. Delete it there, if it has to be`,
};

export const deleteAccount = ({ label, deletion, wayBack }: Application) =>
	scimStep<Standing>({
		id: 'deleteAccount',
		label: 'Delete Account',
		danger: 'The account is deleted, with what belongs to it. Nothing gives it back: Grant Access makes a new one.',
		needs: [usersRight],
		readBackFrom: 'the account, which must not be there any more',
		givenBack: 'no',
		closes: 'data',
		stage: 'clean-up',
		afterDevices: true,
		optional: true,
		erases: true,

		read: readStanding,
		plan: ({ gone }) => {
			if (gone) return satisfied(isGone);
			return deletion === 'disables' || deletion === 'refused' ? impossible(never[deletion](label), 'not_removable_here') : change('Delete the account for good');
		},
		apply: async (scim, { id }) => {
			await unlessGone(() => scim.send('DELETE', userPath(id)));
		},
		undo: {
			plan: (now, before) => (now.gone && !before.gone ? impossible(`The account was deleted and cannot be given back. To bring the person back: ${wayBack}; then run the case again`, 'pending') : satisfied('The account is there')),
			apply: async () => {},
		},
	});
