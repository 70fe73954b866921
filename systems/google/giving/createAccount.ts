import type { Giving } from '../../../lifecycle/giving';
import { change, impossible } from '../../../lifecycle/step';
import { parse, type Google } from '../client';
import type { GoogleAccount } from '../find';
import { unknownPassword } from '../password';
import { namesOf, profileBody } from './profile';
import type { GoogleWish } from './wish';

export const createAccount: Giving<Google, GoogleAccount, GoogleWish>['create'] = {
	needs: ['admin.directory.user'],
	plan: ({ person, usable }) => {
		if (person.workEmail === null) return impossible(`HR has no work e-mail for ${person.name} (HR id ${person.id}), and Google makes no account without one. Fill it in in HR, then run the case again. Nothing was made`);
		if (person.name.trim() === '') return impossible(`HR has no name for HR id ${person.id}, and Google makes no account without one. Fill it in in HR, then run the case again. Nothing was made`);
		return change(`Make ${person.workEmail}${usable === true ? '' : ', suspended until the person may sign in'}`);
	},
	/** Suspended unless the person may sign in; the first password is known to nobody, and is to be changed. */
	apply: async ({ directory, settings }, wish) => {
		const { body } = await directory.send('POST', '/admin/directory/v1/users', {
			...profileBody(wish, settings.hrIdType, null),
			primaryEmail: wish.person.workEmail,
			name: namesOf(wish),
			password: unknownPassword(),
			changePasswordAtNextLogin: true,
			suspended: wish.usable !== true,
			...(wish.orgUnitPath === '' ? {} : { orgUnitPath: wish.orgUnitPath }),
		});
		return { id: parse.text(parse.object(body, 'user')['id'], 'user.id') };
	},
};
