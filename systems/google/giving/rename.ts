import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { Google } from '../client';
import { getUser, usersPath } from '../user';
import { googleGiving } from './wish';

type State = { email: string; aliases: string[]; takenBy: string | null };

const ownerOf = async (google: Google, address: string, id: string): Promise<string | null> => {
	try {
		const owner = await getUser(google, address);
		return owner.id === id ? null : owner.email;
	} catch (error) {
		const { code } = asProblem(error);
		// An address outside the domain is refused when it is asked for, with Google's own words.
		if (code === 'not_found' || code === 'forbidden') return null;
		throw error;
	}
};

export const rename = googleGiving<State>({
	id: 'rename',
	label: 'Primary Address',
	needs: ['admin.directory.user'],
	readBackFrom: 'primary address of the account',

	asked: ({ facts, person }) => facts.includes('workEmail') && person.workEmail !== null,
	read: async (google, { id }, { person }) => {
		const user = await getUser(google, id);
		const wanted = person.workEmail!.toLowerCase();
		return { email: user.email, aliases: user.aliases, takenBy: user.email === wanted ? null : await ownerOf(google, wanted, id) };
	},
	plan: ({ email, takenBy }, { person }) => {
		const wanted = person.workEmail!.toLowerCase();
		if (email === wanted) return satisfied(`The primary address is ${email}`);
		if (takenBy !== null) return impossible(`The address ${wanted} belongs to ${takenBy}. Nothing was changed; give one of the two another address, then run the case again`);
		return change(`${email} → ${wanted}; ${email} goes on reaching them as an alias`);
	},
	apply: async ({ directory }, { id }, _state, { person }) => {
		await directory.send('PUT', usersPath(id), { primaryEmail: person.workEmail!.toLowerCase() });
	},
});
