import { change, impossible, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { getUser, usersPath } from '../user';
import { count, googleStep } from './_google';

/** How many; the codes themselves are secrets. */
type BackupCodes = { codes: number; suspended: boolean };

export const invalidateBackupCodes = googleStep<BackupCodes>({
	id: 'invalidateBackupCodes',
	label: 'Invalidate Backup Codes',
	danger: 'The printed codes for 2-step verification stop working. The person makes new ones if the account is given back.',
	needs: ['admin.directory.user.security', 'admin.directory.user'],
	readBackFrom: 'number of backup codes',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'prepare',

	read: async (google, { id }) => {
		const [codes, user] = await Promise.all([google.directory.list(`${usersPath(id)}/verificationCodes`, 'items'), getUser(google, id)]);
		return { codes: codes.length, suspended: user.suspended };
	},
	plan: ({ codes, suspended }) => {
		if (codes === 0) return satisfied('No backup codes');
		if (suspended) return impossible(`${count(codes, 'backup code')} cannot be invalidated: Google refuses that for a suspended account. They are of no use while it is suspended and work again if it is un-suspended; invalidate them then`, 'not_removable_here');
		return change(`Invalidate ${count(codes, 'backup code')}`);
	},
	apply: async ({ directory }, { id }) => {
		await directory.send('POST', `${usersPath(id)}/verificationCodes/invalidate`);
	},

	undo: onlyThePersonCan((now, before) => (now.codes < before.codes ? 'The person makes new backup codes' : null)),
});
