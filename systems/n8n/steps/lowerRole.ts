import { change, impossible, satisfied } from '../../../lifecycle/step';
import { chatUser, getUser, owner, setRole } from '../user';
import { n8nStep, publishedGoOn } from './_n8n';

type Role = { role: string };

export const lowerRole = n8nStep<Role>({
	id: 'lowerRole',
	label: 'Lower Role to Chat User',
	danger: 'The person can open no workflow, credential or project any more, and n8n deletes their API keys. Restore Access gives the role back, not the keys. Needs a licence with advanced permissions; without one, only Delete Account closes the door.',
	needs: ['user:read', 'user:changeRole'],
	readBackFrom: 'role of the account',
	givenBack: 'the role; API keys the person makes again',
	closes: 'sign-in',
	remains: [publishedGoOn, 'Signing in: n8n has no block. Where its chat is switched on, they can use it, with what colleagues share there, until the account is deleted'],
	stage: 'cut',
	// n8n lowers nobody who is the only administrator of a project.
	after: ['leaveProjects'],

	read: async (n8n, { id }) => ({ role: (await getUser(n8n, id)).role }),
	plan: ({ role }) => {
		if (role === chatUser) return satisfied('The role is chat user, which opens no workflow, credential or project');
		return role === owner ? impossible('The owner of this n8n has no other role', 'not_removable_here') : change(`${role} → ${chatUser}`);
	},
	apply: (n8n, { id }) => setRole(n8n, id, chatUser),

	undo: {
		plan: (now, before) => (now.role === before.role ? satisfied(`The role is ${before.role}, as before`) : change(`${now.role} → ${before.role}; API keys that n8n deleted are gone, and the person makes new ones`)),
		apply: (n8n, { id }, _now, before) => setRole(n8n, id, before.role),
	},
});
