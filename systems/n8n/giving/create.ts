import { redact } from '../../../ledger/secrets';
import type { Giving } from '../../../lifecycle/giving';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible } from '../../../lifecycle/step';
import type { AccountRef } from '../../../lifecycle/system';
import { parse, type N8n } from '../client';
import { owner } from '../user';
import { member, type N8nWish } from './_n8n';

export const create: Giving<N8n, AccountRef, N8nWish>['create'] = {
	needs: ['user:list', 'user:read', 'user:create'],

	plan: ({ person, usable, role }) => {
		const { workEmail } = person;
		if (workEmail === null) return impossible('HR has no work e-mail for the person to invite. Enter it in HR, then run the case again');
		if (role === owner) return impossible('n8n has one owner and invites no other. Choose another Role in the options of the node, then run the case again');
		if (usable === false) return impossible(`An invitation to n8n lets people in at once, so ${workEmail} is not invited yet. The event of the first day does it; or set May Sign In to "At Once"`, 'pending');
		return change(`Invite ${workEmail} as ${role ?? member}. n8n mails the link; where it has no mail server, copy the link under Settings, Users and hand it over`);
	},

	// The answer may hold the link that makes whoever has it this person: it is read for nothing but errors, and forgotten.
	apply: async (n8n, { person, role }) => {
		const invitations = parse.array(await n8n.send('POST', '/users', [{ email: person.workEmail!, role: role ?? member }]), 'invitations');
		const [wrong] = invitations.flatMap((row) => parse.optionalText(parse.object(row, 'invitation')['error'], 'invitation.error') ?? []);
		if (wrong !== undefined) throw new Problem('rejected', `n8n did not invite ${person.workEmail}: ${redact(wrong).slice(0, 300)}. Look under Settings, Users in n8n, then run the case again.`);
	},
};
