import { change, impossible, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { findAccount } from '../find';
import { unlessGone } from '../../http/gone';
import { getUser, parseId, usersPath } from '../../http/microsoft/user';
import { entraGivingStep } from './_entra';

type Manager = { synced: boolean; now: string | null; wanted: { id: string; label: string } | null; why: string | null };

export const setManager = entraGivingStep<Manager>({
	id: 'setManager',
	label: 'Manager',
	needs: ['User.Read.All', 'User.ReadWrite.All'],
	readBackFrom: 'manager of the account',
	asked: ({ facts, person }) => facts.includes('manager') && person.manager !== null,

	read: async (entra, { id }, { person }) => {
		const { id: managerId, email } = person.manager!;
		const [user, now, found] = await Promise.all([
			getUser(entra, id),
			unlessGone(() => entra.get(`${usersPath(id)}/manager`, { $select: 'id' })),
			findAccount(entra, { id: managerId, workEmail: email }),
		]);
		return {
			synced: user.synced,
			now: now === null ? null : parseId(parse.text(now['id'], 'manager.id'), 'manager.id'),
			wanted: found.kind === 'one' ? { id: found.account.id, label: found.account.label } : null,
			why: found.kind === 'one' ? null : found.why,
		};
	},
	plan: ({ synced, now, wanted, why }) => {
		if (wanted === null) return impossible(`The manager cannot be set. ${why}`);
		if (now === wanted.id) return satisfied(`The manager is ${wanted.label}`);
		if (synced) return impossible(`The manager must become ${wanted.label} in Active Directory, which owns the account: put an Active Directory Access node before this one, and run the case again after the next synchronisation`, 'pending');
		return change(`Make ${wanted.label} the manager`);
	},
	apply: async (entra, { id }, { wanted }) => {
		await entra.send('PUT', `${usersPath(id)}/manager/$ref`, { '@odata.id': entra.settings.graphUrl + path`/v1.0/users/${wanted!.id}` });
	},
});
