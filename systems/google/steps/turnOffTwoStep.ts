import type { Json } from '../../../ledger/types';
import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { getUser, usersPath } from '../user';
import { googleStep } from './_google';

type TwoStep = { enrolled: boolean; enforced: boolean; suspended: boolean; refused: boolean };

const refusal: Json = { refused: true };

export const turnOffTwoStep = googleStep<TwoStep>({
	id: 'turnOffTwoStep',
	label: 'Remove 2-Step Verification',
	danger: 'The phones, prompts, passkeys and security keys the person registered as a second step are forgotten. The person enrols again if the account is given back.',
	needs: ['admin.directory.user.security', 'admin.directory.user'],
	readBackFrom: 'whether the account is enrolled in 2-step verification',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'prepare',
	// Backup codes are invalidated while they are part of an enrolment.
	after: ['invalidateBackupCodes'],

	read: async (google, { id }, receipt) => {
		const { twoStep, suspended } = await getUser(google, id);
		return { ...twoStep, suspended, refused: receipt !== undefined };
	},
	plan: ({ enrolled, enforced, suspended, refused }) => {
		const why = '2-step verification stays on';
		if (!enrolled) return satisfied('Not enrolled in 2-step verification');
		if (enforced) return impossible(`${why}: a policy enforces it, and Google removes nothing from an account that must have it. Remove the security keys under Security of the account in the Admin console`, 'not_removable_here');
		if (suspended) return impossible(`${why}: Google changes it for active accounts only. It is of no use while the account is suspended, and counts again if it is un-suspended`, 'not_removable_here');
		if (refused) return impossible(`${why}: Google refused to turn it off, as it does for accounts in Advanced Protection. Look under Security of the account in the Admin console`, 'not_removable_here');
		return change('Turn 2-step verification off');
	},
	apply: async ({ directory }, { id }) => {
		try {
			await directory.send('POST', `${usersPath(id)}/twoStepVerification/turnOff`);
			return undefined;
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'rejected') throw problem;
			return refusal;
		}
	},

	undo: onlyThePersonCan((now, before) => (before.enrolled && !now.enrolled ? 'The person enrols in 2-step verification again' : null)),
});
