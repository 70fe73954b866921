import { change, impossible, satisfied, unknown } from '../../../lifecycle/step';
import { whatInactiveDoes, type Application } from '../application';
import { setActive } from '../update';
import { readStanding, userPath, type Standing } from '../user';
import { isGone, scimStep, usersRight } from './_scim';

const does: Record<'disables' | 'deletes' | 'unknown', (label: string) => { danger: string; means: string; givenBack: string }> = {
	disables: () => ({ danger: 'The account is set inactive, so that the person can no longer sign in to the application. Restore Access sets it active again.', means: '', givenBack: 'yes' }),
	deletes: (label) => ({
		danger: `${label} DELETES the account when it is set inactive, with what belongs to it. Restore Access cannot give it back.`,
		means: `, and with that ${label} deletes the account, which Restore Access cannot give back`,
		givenBack: 'no: the account is deleted',
	}),
	unknown: (label) => ({
		danger: 'The account is set inactive. Most applications disable it, and Restore Access sets it active again; some delete it, which the node says and Restore Access cannot give back.',
		means: `. Nobody has said yet what comes of that in ${label}: it may disable the account or delete it for good. Outside a dry run nothing is done before What Active: False Does is chosen in the node; Probe finds it out`,
		givenBack: 'yes; where the application deletes the account, only Grant Access makes a new one',
	}),
};

export const disable = (application: Application) => {
	const { label, inactive, wayBack } = application;
	const { danger, means, givenBack } = does[inactive ?? 'unknown'](label);
	return scimStep<Standing>({
		id: 'disable',
		label: 'Disable Account',
		danger,
		needs: [usersRight],
		readBackFrom: '`active` of the account, read by its id',
		givenBack,
		closes: 'sign-in',
		remains: application.remains,
		stage: 'cut',
		...(inactive === 'deletes' ? { erases: true as const } : {}),

		read: readStanding,
		plan: ({ gone, active }) => {
			if (gone) return satisfied(isGone);
			if (active === false) return satisfied('The account is inactive');
			return active === null ? unknown(`active is not shown → false${means}. ${label} does not show whether an account is active`) : change(`active true → false${means}`);
		},
		apply: async (scim, { id }) => {
			whatInactiveDoes(application);
			await setActive(scim, userPath(id), false);
		},

		undo: {
			plan: (now, before) => {
				if (before.gone || before.active === false) return satisfied(`The account was ${before.gone ? 'gone' : 'inactive'} before the case, and nothing is given beyond that`);
				if (now.gone) return impossible(`The account was deleted and cannot be given back. To bring the person back: ${wayBack}; then run the case again`, 'pending');
				if (now.active === true) return satisfied('The account is active, as before');
				return now.active === null ? unknown(`active is not shown → true. ${label} does not show whether an account is active`) : change('active false → true');
			},
			apply: (scim, { id }) => setActive(scim, userPath(id), true),
		},
	});
};
