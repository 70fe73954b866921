import { change, impossible, satisfied } from '../../../lifecycle/step';
import { replace } from '../client';
import { findAccount } from '../find';
import { right } from '../steps/_activeDirectory';
import { getUser, idOf } from '../user';
import { adGiving } from './wish';

type Managed = { manager: string | null; wanted: { id: string; label: string } | null; why: string };

export const setManager = adGiving<Managed>({
	id: 'setManager',
	label: 'Set Manager',
	needs: [right.write('manager')],
	readBackFrom: '`manager`',

	asked: ({ facts, person }) => facts.includes('manager') && person.manager !== null,

	read: async (ad, { id }, { person }) => {
		const manager = person.manager!;
		const [user, found] = await Promise.all([getUser(ad, id, ['manager']), findAccount(ad, { id: manager.id, workEmail: manager.email })]);
		const dn = user.text('manager');
		const now = dn === null ? null : await ad.get(dn, ['objectGUID']);
		return { manager: now ? idOf(now) : null, wanted: found.kind === 'one' ? found.account : null, why: found.kind === 'one' ? '' : found.why };
	},
	plan: ({ manager, wanted, why }, { person }) => {
		if (wanted === null) return impossible(`The manager ${person.manager!.name ?? person.manager!.id} was not set. ${why}`, 'pending');
		return manager === wanted.id ? satisfied(`The manager is ${wanted.label}`) : change(`Set the manager to ${wanted.label}`);
	},
	apply: async (ad, { id }, { wanted }) => ad.modify(id, replace('manager', (await getUser(ad, wanted!.id, ['objectGUID'])).dn)),
});
