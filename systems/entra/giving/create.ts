import { randomBytes } from 'node:crypto';
import type { Json } from '../../../ledger/types';
import type { Giving } from '../../../lifecycle/giving';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible } from '../../../lifecycle/step';
import { path } from '../../http/path';
import type { Entra } from '../client';
import { byHrId } from '../../http/microsoft/find';
import type { EntraAccount } from '../find';
import { parseUser } from '../../http/microsoft/user';
import type { EntraWish } from './_entra';
import { asBody, nicknameOf, reservedIn, wantedName, wantedProfile } from './wanted';

/** Makes the account, or brings back the one that the person had and that was deleted less than 30 days ago. */
export const create: Giving<Entra, EntraAccount, EntraWish>['create'] = {
	needs: ['User.Read.All', 'User.ReadWrite.All', 'User.DeleteRestore.All'],

	plan: (wish) => {
		const name = wantedName(wish);
		const reserved = reservedIn(wish);
		if (name === null) return impossible('HR has no work e-mail for the person, and it would be the name to sign in with. Enter it in HR, or give User Principal Name in the node; then run the case again');
		if (wish.person.name.trim() === '') return impossible('HR has no name for the person, and Entra ID makes no account without one. Enter it in HR, then run the case again');
		if (reserved.length > 0) return impossible(`Further Attributes names what cannot be set there: ${reserved.join(', ')}. Take it out in the node, then run the case again`);
		return change(`Make the account ${name}, ${wish.usable === true ? 'able' : 'not yet able'} to sign in, or bring it back if it was deleted in the last 30 days`);
	},

	apply: async (entra, wish): Promise<Json> => {
		const deleted = await deletedAccount(entra, wish.person.id);
		return { id: deleted === null ? await make(entra, wish) : await bringBack(entra, deleted) };
	},
};

const deletedAccount = async (entra: Entra, hrId: string): Promise<string | null> => {
	const { hrIdAttribute } = entra.settings;
	const rows = await entra.list('/v1.0/directory/deletedItems/microsoft.graph.user', byHrId(hrIdAttribute, hrId));
	const theirs = rows.map((row) => parseUser(row, hrIdAttribute)).filter((user) => user.hrId === hrId);
	if (theirs.length > 1) throw new Problem('rejected', `Several deleted Entra ID accounts carry HR id ${hrId}: ${theirs.map(({ upn }) => upn).join(', ')}. Nothing was made; restore the right one in the Entra admin center, under Deleted users, then run the case again.`);
	return theirs[0]?.id ?? null;
};

const bringBack = async (entra: Entra, id: string): Promise<string> => {
	await entra.send('POST', path`/v1.0/directory/deletedItems/${id}/restore`);
	return id;
};

const make = async (entra: Entra, wish: EntraWish): Promise<string> => {
	const upn = wantedName(wish)!;
	const { hrIdAttribute } = entra.settings;
	const made = await entra.send('POST', '/v1.0/users', {
		...asBody({ displayName: wish.person.name.trim(), ...wantedProfile(wish), [hrIdAttribute]: wish.person.id }),
		accountEnabled: wish.usable === true,
		userPrincipalName: upn,
		mailNickname: nicknameOf(upn),
		passwordProfile: { password: passwordNobodyKnows(), forceChangePasswordNextSignIn: true },
	});
	return parseUser((made ?? {}) as { [key: string]: unknown }, hrIdAttribute).id;
};

/** Nobody is told: the first sign-in is with a pass, or after a reset. The prefix has what every policy asks for. */
const passwordNobodyKnows = (): string => `aA1!${randomBytes(32).toString('base64url')}`;
