import type { Giving, Wish } from '../../../lifecycle/giving';
import { asProblem, Problem } from '../../../lifecycle/problem';
import { change, impossible } from '../../../lifecycle/step';
import type { IdentityCenter } from '../client';
import type { IdentityCenterAccount } from '../find';
import { ownerNames, takesChanges, type Owner } from '../owner';
import { parseId } from '../user';
import { furtherInWords, namesOf, unknownIn } from './wanted';

/** Nobody has a password for it: the person sets one with the mail that AWS or an administrator sends. */
export const create: Giving<IdentityCenter, IdentityCenterAccount, Wish>['create'] = {
	needs: ['identitystore:CreateUser', 'identitystore:GetUserId', 'identitystore:DescribeUser'],

	plan: (wish) => {
		const { person } = wish;
		const unknown = unknownIn(wish);
		if (person.workEmail === null) return impossible('HR has no work e-mail for the person, and it would be the name to sign in with. Enter it in HR, then run the case again');
		if (person.name.trim() === '') return impossible('HR has no name for the person, and AWS makes no user without one. Enter it in HR, then run the case again');
		if (unknown.length > 0) return impossible(`Further Attributes names what cannot be set there: ${unknown.join(', ')}. Take it out in the node, then run the case again`);
		return change(`Make the user ${person.workEmail}, without a password`);
	},

	apply: async (identityCenter, wish) => {
		const { given, family, display } = namesOf(wish);
		const { person } = wish;
		const { NickName, ProfileUrl, UserType, PreferredLanguage, Locale, Timezone } = furtherInWords(wish);
		const make = () =>
			identityCenter.store('CreateUser', {
				UserName: person.workEmail,
				Name: { FamilyName: family, GivenName: given },
				DisplayName: display,
				NickName,
				ProfileUrl,
				Emails: [{ Value: person.workEmail, Type: 'work', Primary: true }],
				UserType,
				Title: (wish.facts.includes('title') && person.title) || undefined,
				PreferredLanguage,
				Locale,
				Timezone,
			});
		const made = await make().catch((error: unknown) => {
			throw refused(asProblem(error), identityCenter.settings.usersOwnedBy);
		});
		return { id: parseId(made['UserId'], 'CreateUser.UserId') };
	},
};

const refused = (problem: Problem, owner: Owner): Problem =>
	takesChanges(owner) || (problem.code !== 'rejected' && problem.code !== 'forbidden')
		? problem
		: new Problem(problem.code, `Nothing was made here: ${ownerNames[owner]} makes users. Give the person AWS there, and run the case again after its next synchronisation. ${problem.message}`, problem.evidence);
