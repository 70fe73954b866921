import { change, impossible, satisfied } from '../../../lifecycle/step';
import { getUser, usersPath, valueAt } from '../../http/microsoft/user';
import { entraGivingStep } from './_entra';
import { asBody, reservedIn, wantedProfile } from './wanted';

type Profile = { synced: boolean; now: { [property: string]: string } };

/** What Active Directory does not own of a synced user. */
const ownedByTheCloud = new Set(['usageLocation']);

const differing = ({ now }: Profile, wanted: { [property: string]: string }): string[] => Object.entries(wanted).flatMap(([name, value]) => (same(name, now[name] ?? '', value) ? [] : [name]));

/** An instant comes back in another spelling than it was sent. */
const same = (name: string, now: string, wanted: string): boolean => now === wanted || (/Date(Time)?$/.test(name) && Date.parse(now) === Date.parse(wanted)) || (name === 'usageLocation' && now.toLowerCase() === wanted.toLowerCase());

export const updateProfile = entraGivingStep<Profile>({
	id: 'updateProfile',
	label: 'Profile',
	needs: ['User.Read.All', 'User.ReadWrite.All'],
	readBackFrom: 'properties of the account',
	asked: (wish) => Object.keys(wantedProfile(wish)).length > 0,

	read: async (entra, { id }, wish) => {
		const names = Object.keys(wantedProfile(wish)).filter((name) => !reservedIn(wish).includes(name));
		const user = await getUser(entra, id, names.map((name) => name.split('/')[0]!));
		return { synced: user.synced, now: Object.fromEntries(names.map((name) => [name, String(valueAt(user.row, name) ?? '')])) };
	},
	plan: (state, wish) => {
		const reserved = reservedIn(wish);
		if (reserved.length > 0) return impossible(`Further Attributes names what cannot be set there: ${reserved.join(', ')}. Take it out in the node, then run the case again`);
		const open = differing(state, wantedProfile(wish));
		const ours = open.filter((name) => !state.synced || ownedByTheCloud.has(name));
		if (open.length === 0) return satisfied('The profile is as HR has it');
		if (ours.length > 0) return change(`Set ${ours.join(', ')}`);
		return impossible(`${open.join(', ')} must be changed in Active Directory, which owns the account: put an Active Directory Access node before this one, and run the case again after the next synchronisation`, 'pending');
	},
	apply: async (entra, { id }, state, wish) => {
		const wanted = wantedProfile(wish);
		const ours = differing(state, wanted).filter((name) => !state.synced || ownedByTheCloud.has(name));
		await entra.send('PATCH', usersPath(id), asBody(Object.fromEntries(ours.map((name) => [name, wanted[name]!]))));
	},
});
