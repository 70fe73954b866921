import type { Giving } from '../../../lifecycle/giving';
import { change, impossible, type Plan } from '../../../lifecycle/step';
import type { JumpCloud } from '../client';
import type { JumpCloudAccount, Made } from '../find';
import { idOf } from '../user';
import { wishedFields, type Fields } from './fields';
import type { JumpCloudWish } from './wish';

/** JumpCloud makes nobody without a name to sign in with and an address, whether or not they are ticked. */
const newUser = (wish: JumpCloudWish): Fields => {
	const fields = wishedFields({ ...wish, facts: [...new Set([...wish.facts, 'name', 'workEmail'] as const)] });
	const username = wish.username ?? fields['username'] ?? fields['email']?.split('@')[0];
	return username === undefined || username === '' ? fields : { ...fields, username };
};

const planToMake = (wish: JumpCloudWish): Plan => {
	const { email, username } = newUser(wish);
	const { name, id } = wish.person;
	if (email === undefined) return impossible(`HR has no work e-mail for ${name} (HR id ${id}), and JumpCloud makes no user without. Fill it in in HR, or under further attributes as email; then run the case again. Nothing was made`);
	if (username === undefined) return impossible(`There is no user name for ${name} (HR id ${id}). Fill in User Name in the options of the node, then run the case again. Nothing was made`);
	return change(`Make a staged user ${username} (${email}), with which nobody can sign in yet`);
};

/** Always staged: what lets the person in is a step of its own, taken when everything they need is known. */
export const createAccount: Giving<JumpCloud, JumpCloudAccount, JumpCloudWish>['create'] = {
	needs: ['users (read)', 'users (write)'],
	plan: planToMake,
	apply: async (jumpCloud, wish): Promise<Made> => {
		const user = await jumpCloud.make('/api/systemusers', { ...newUser(wish), [jumpCloud.settings.hrIdAttribute]: wish.person.id, state: 'STAGED' });
		return { id: idOf(user, 'user') };
	},
};
