import { change, impossible, satisfied } from '../../../lifecycle/step';
import { sensitive } from '../roles';
import { getUser, usersPath } from '../../http/microsoft/user';
import { entraGivingStep } from './_entra';
import { nicknameOf, wantedName } from './wanted';

type Names = { synced: boolean; upn: string; nickname: string };

export const rename = entraGivingStep<Names>({
	id: 'rename',
	label: 'Name to Sign In With',
	needs: ['User.Read.All', 'User.ReadWrite.All'],
	readBackFrom: '`userPrincipalName` and `mailNickname`',
	asked: (wish) => wish.facts.includes('workEmail') && wantedName(wish) !== null,

	read: async (entra, { id }) => {
		const { synced, upn, row } = await getUser(entra, id, ['mailNickname']);
		return { synced, upn, nickname: String(row['mailNickname'] ?? '') };
	},
	plan: ({ synced, upn }, wish) => {
		const wanted = wantedName(wish)!;
		if (upn.toLowerCase() === wanted.toLowerCase()) return satisfied(`The person signs in as ${upn}`);
		if (synced) return impossible(`${upn} must become ${wanted} in Active Directory, which owns the account: put an Active Directory Access node before this one, and run the case again after the next synchronisation`, 'pending');
		return change(`${upn} → ${wanted}`);
	},
	apply: async (entra, account, _state, wish) => {
		const wanted = wantedName(wish)!;
		await sensitive(entra, account, () => entra.send('PATCH', usersPath(account.id), { userPrincipalName: wanted, mailNickname: nicknameOf(wanted) }));
	},
});
