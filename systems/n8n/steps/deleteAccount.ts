import { Problem } from '../../../lifecycle/problem';
import { change, impossible, onlyByHand, satisfied } from '../../../lifecycle/step';
import type { N8n } from '../client';
import { counts, ownedIn, survey } from '../survey';
import { userIfAny, userPath } from '../user';
import { n8nStep, secretsKnown, seeing } from './_n8n';

type Account = {
	exists: boolean;
	/** What n8n would delete with the account; empty where there is nothing. */
	things: string;
	tables: string[];
	/** Somebody was named who takes the things over, in a step of its own. */
	takenOver: boolean;
};

const read = async (n8n: N8n, id: string): Promise<Account> => {
	const takenOver = n8n.settings.takesOver !== null;
	if ((await userIfAny(n8n, id)) === null) return { exists: false, things: '', tables: [], takenOver };
	const { workflows, credentials, tables } = ownedIn(await survey(n8n), id);
	return { exists: true, things: counts({ workflows, credentials }), tables: tables.map(({ name }) => name), takenOver };
};

const withTheirThings = (things: string) => `n8n would delete ${things} with the account. Tick Move What They Own as well and name who takes over, or move them in n8n, then run the case again`;

export const deleteAccount = n8nStep<Account>({
	id: 'deleteAccount',
	label: 'Delete Account',
	danger: 'The account is gone, and with it every session, API key, membership and chat. It is deleted only when it owns no workflow, credential or data table any more. It cannot be given back: the person is invited anew.',
	needs: [...seeing, 'user:delete'],
	readBackFrom: 'the account, beside others that are shown',
	givenBack: 'no; Grant Access invites them anew',
	closes: 'sign-in',
	remains: [secretsKnown, 'Single sign-on: where n8n makes accounts for whoever signs in there, the account comes back as long as the identity provider lets them in'],
	stage: 'clean-up',
	afterDevices: true,
	after: ['moveOwned'],
	optional: true,
	erases: true,
	// What they own takes long to read on a big n8n, and nothing of the cut waits for it; it is read anew before the deletion.
	readsLong: true,

	read: (n8n, { id }) => read(n8n, id),
	plan: ({ exists, things, tables, takenOver }) => {
		if (!exists) return satisfied('There is no such account');
		if (tables.length > 0) return impossible(`n8n would delete the data tables ${tables.join(', ')} with the account, and no call of its API moves them. Delete the account under Settings, Users, where n8n offers to give them to somebody else`);
		if (things !== '' && !takenOver) return impossible(withTheirThings(things));
		return change('Delete the account, once it owns nothing');
	},
	apply: async (n8n, { id }) => {
		// What n8n deletes here nobody gets back: looked at once more, whatever was read before.
		const { things, tables } = await read(n8n, id);
		if (things !== '' || tables.length > 0) throw new Problem('rejected', `The account was not deleted: ${withTheirThings([things, ...tables].filter((one) => one !== '').join(', '))}.`);
		await n8n.send('DELETE', userPath(id));
	},

	undo: onlyByHand((now, before) => (before.exists && !now.exists ? 'The account was deleted, and n8n brings none back. Invite the person with Grant Access' : null)),
});
