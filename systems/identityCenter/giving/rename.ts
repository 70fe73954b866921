import { change, impossible, satisfied } from '../../../lifecycle/step';
import { ownerNames, refusalOf, takesChanges, type Owner, type Refusal } from '../owner';
import { getUser, updateUser } from '../user';
import { identityCenterGivingStep } from './_identityCenter';

type Names = { userName: string; emails: string[]; owner: Owner; refused: string | null };

const isNamed = ({ userName, emails }: Names, wanted: string) => [userName, emails[0] ?? ''].every((name) => name.toLowerCase() === wanted.toLowerCase());

/** A user keeps its id, and with it groups and assignments, under another name. */
export const rename = identityCenterGivingStep<Names>({
	id: 'rename',
	label: 'Name to Sign In With',
	needs: ['identitystore:DescribeUser', 'identitystore:UpdateUser'],
	readBackFrom: '`UserName` and `Emails`',
	asked: ({ facts, person }) => facts.includes('workEmail') && person.workEmail !== null,

	read: async (identityCenter, { id }, _wish, receipt) => {
		const { userName, emails } = await getUser(identityCenter, id);
		return { userName, emails: [...emails], owner: identityCenter.settings.usersOwnedBy, refused: (receipt as Partial<Refusal> | undefined)?.refused ?? null };
	},
	plan: (state, { person }) => {
		const wanted = person.workEmail!;
		if (isNamed(state, wanted)) return satisfied(`The person signs in as ${state.userName}`);
		if (state.refused === null) return change(`${state.userName} → ${wanted}`);
		return impossible(`${state.userName} cannot become ${wanted} from here${takesChanges(state.owner) ? '' : `; change it in ${ownerNames[state.owner]}`}, then run the case again. ${state.refused}`, 'pending');
	},
	apply: async (identityCenter, { id }, { owner }, { person }): Promise<Refusal | void> => {
		try {
			await updateUser(identityCenter, id, [
				{ path: 'userName', value: person.workEmail },
				{ path: 'emails', value: [{ Value: person.workEmail, Type: 'work', Primary: true }] },
			]);
		} catch (error) {
			return { refused: refusalOf(error, owner) };
		}
	},
});
