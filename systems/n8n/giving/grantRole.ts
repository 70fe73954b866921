import { change, impossible, satisfied } from '../../../lifecycle/step';
import { chatUser, getUser, owner, setRole } from '../user';
import { member, n8nGivingStep, type N8nWish } from './_n8n';

type Role = { role: string };

/** Whoever may sign in again after a cut is more than a chat user, unless that was asked for. */
const wanted = ({ role: current }: Role, { role, usable }: N8nWish): string => role ?? (usable === true && current === chatUser ? member : current);

export const grantRole = n8nGivingStep<Role>({
	id: 'grantRole',
	label: 'Role',
	needs: ['user:read', 'user:changeRole'],
	readBackFrom: 'role of the account',
	asked: ({ role, usable }) => role !== null || usable === true,
	read: async (n8n, { id }) => ({ role: (await getUser(n8n, id)).role }),
	plan: (state, wish) => {
		const role = wanted(state, wish);
		if (state.role === role) return satisfied(`The role is ${role}`);
		if (state.role === owner) return impossible('It is the owner of this n8n, who has no other role', 'not_removable_here');
		return change(`${state.role} → ${role}`);
	},
	apply: (n8n, { id }, state, wish) => setRole(n8n, id, wanted(state, wish)),
});
