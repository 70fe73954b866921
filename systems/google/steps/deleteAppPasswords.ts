import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { asProblem } from '../../../lifecycle/problem';
import { tryAll } from '../../../lifecycle/tryAll';
import { reasonOf } from '../errors';
import { usersPath } from '../user';
import { count, googleStep } from './_google';

type AppPasswords = { appPasswords: { id: string; name: string }[] };

export const deleteAppPasswords = googleStep<AppPasswords>({
	id: 'deleteAppPasswords',
	label: 'Delete App Passwords',
	danger: 'Mail programs and devices that sign in with an app password are shut out. The person makes new ones if the account is given back.',
	needs: ['admin.directory.user.security'],
	readBackFrom: 'list of app passwords',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'prepare',

	read: async ({ directory }, { id }) => {
		const rows = await directory.list(`${usersPath(id)}/asps`, 'items');
		return {
			appPasswords: rows.map((row) => ({ id: String(row['codeId'] ?? parse.refuse('asp.codeId', 'a number')), name: parse.optionalText(row['name'], 'asp.name') ?? '' })),
		};
	},
	plan: ({ appPasswords }) => (appPasswords.length === 0 ? satisfied('No app passwords') : change(`Delete ${count(appPasswords.length, 'app password')}`)),
	apply: async ({ directory }, { id }, { appPasswords }) => {
		const failed = await tryAll(appPasswords, (one) => directory.send('DELETE', usersPath(id) + path`/asps/${one.id}`));
		// Of one that is gone Google says either "not found" or "invalid"; reading back tells.
		const real = failed.find(({ problem }) => problem.code !== 'not_found' && !(problem.code === 'rejected' && reasonOf(problem) === 'invalid'));
		if (real) throw asProblem(real.problem);
	},

	undo: onlyThePersonCan((now, before) => {
		const gone = before.appPasswords.filter(({ id }) => !now.appPasswords.some((one) => one.id === id));
		return gone.length === 0 ? null : `The person makes app passwords again where they need them: ${gone.map(({ name, id }) => name || id).join(', ')}`;
	}),
});
