import { change, impossible, satisfied } from '../../../lifecycle/step';
import { ownerNames, refusalOf, takesChanges, type Owner, type Refusal } from '../owner';
import { getUser, updateUser } from '../user';
import { identityCenterGivingStep } from './_identityCenter';
import { shown, unknownIn, wantedProfile } from './wanted';

type Profile = { now: { [path: string]: string }; owner: Owner; refused: string | null };

const differing = ({ now }: Profile, wanted: { [path: string]: string }): string[] => Object.keys(wanted).filter((path) => now[path] !== wanted[path]);

export const updateProfile = identityCenterGivingStep<Profile>({
	id: 'updateProfile',
	label: 'Profile',
	needs: ['identitystore:DescribeUser', 'identitystore:UpdateUser'],
	readBackFrom: 'attributes of the user',
	asked: (wish) => Object.keys(wantedProfile(wish)).length > 0,

	read: async (identityCenter, { id }, wish, receipt) => {
		const all = shown(await getUser(identityCenter, id));
		return { now: Object.fromEntries(Object.keys(wantedProfile(wish)).map((path) => [path, all[path] ?? ''])), owner: identityCenter.settings.usersOwnedBy, refused: (receipt as Partial<Refusal> | undefined)?.refused ?? null };
	},
	plan: (state, wish) => {
		const unknown = unknownIn(wish);
		if (unknown.length > 0) return impossible(`Further Attributes names what cannot be set there: ${unknown.join(', ')}. Take it out in the node, then run the case again`);
		const open = differing(state, wantedProfile(wish));
		if (open.length === 0) return satisfied('The profile is as HR has it');
		if (state.refused === null) return change(`Set ${open.join(', ')}`);
		return impossible(`${open.join(', ')} cannot be changed from here${takesChanges(state.owner) ? '' : `; change it in ${ownerNames[state.owner]}`}, then run the case again. ${state.refused}`, 'pending');
	},
	apply: async (identityCenter, { id }, state, wish): Promise<Refusal | void> => {
		const wanted = wantedProfile(wish);
		try {
			await updateUser(identityCenter, id, differing(state, wanted).map((path) => ({ path, value: wanted[path] })));
		} catch (error) {
			return { refused: refusalOf(error, state.owner) };
		}
	},
});
